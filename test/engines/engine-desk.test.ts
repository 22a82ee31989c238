import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { isFinding } from '../../src/detect/check-spotted.ts'
import { createEngineDesk } from '../../src/engines/engine-desk.ts'
import type { EngineLimits } from '../../src/engines/engine-desk.ts'
import { fromCodePoints } from '../../src/engines/code-points.ts'
import { lookFurther } from '../../src/engines/look-further.ts'
import { piecesOf } from '../../src/engines/pieces.ts'
import type { Engine } from '../../src/terms/engine.ts'
import type { Detection, Finding } from '../../src/terms/finding.ts'
import { segment } from '../detect/look.ts'

const LIMITS: EngineLimits = { timeoutMs: 5_000, parallel: 2, failures: 3, cooldownMs: 1_000 }
const keyOf = (parts: readonly string[]) => JSON.stringify(parts)

/** An engine that finds a word, and whose calls are counted. */
function finder(word: string, more: Partial<Engine> = {}) {
  const calls: (readonly string[])[] = []
  const engine: Engine = {
    name: 'engine:e',
    types: ['PERSON'],
    maxChars: 1_000,
    maxTexts: 4,
    look: async (texts) => {
      calls.push(texts)
      return texts.map((text) =>
        [...text.matchAll(new RegExp(word, 'g'))].map(({ index }) => {
          return { type: 'PERSON', score: 0.8, start: index, end: index + word.length }
        }),
      )
    },
    ...more,
  }
  return { engine, calls }
}

function desk(engine: Engine, limits: Partial<EngineLimits> = {}, now = () => 0, onRest = () => {}) {
  const ask = createEngineDesk({ engine, limits: { ...LIMITS, ...limits }, now, isFinding, keyOf, onRest })
  return (...texts: readonly string[]) =>
    ask(
      texts.map((text) => segment(text)),
      'me',
    )
}

const spans = ({ findings }: Detection) => findings.map(({ segment, start, end }) => [segment, start, end])

describe('an engine', () => {
  test('is asked about each text once, in calls of several, and its findings are at their places', async () => {
    const { engine, calls } = finder('Jane')
    const found = await desk(engine)('I am Jane', 'Jane', ' ', 'no', 'Jane', 'a', 'b')
    expect(found.failed).toEqual([])
    expect(found.findings[0]).toEqual({ detector: 'engine:e', type: 'PERSON', score: 0.8, via: 'plain', segment: 0, start: 5, end: 9 }) // prettier-ignore
    expect(spans(found)).toEqual([[0, 5, 9], [1, 0, 4], [4, 0, 4]]) // prettier-ignore
    expect(calls.map((texts) => texts.length)).toEqual([4, 1])
  })

  test('is not asked again about what it said, but by somebody else', async () => {
    const { engine, calls } = finder('Jane')
    const ask = createEngineDesk({ engine, limits: LIMITS, now: () => 0, isFinding, keyOf })
    const one = await ask([segment('Jane')], 'me')
    expect(await ask([segment('Jane')], 'me')).toEqual(one)
    expect(calls).toHaveLength(1)
    await ask([segment('Jane')], 'you')
    expect(calls).toHaveLength(2)
  })

  test('sees a long text in pieces that overlap, and each finding counts once', async () => {
    const text = Array.from({ length: 2_000 }, (_, n) => (n % 10 === 0 ? 'Jane' : `w${String(n)}`)).join(' ')
    const want = [...text.matchAll(/Jane/g)].map(({ index }) => [0, index, index + 4])
    const found = await desk(finder('Jane').engine)(text)
    expect(spans(found).toSorted(([, one = 0], [, other = 0]) => one - other)).toEqual(want)
  })

  test('sees what stands on the border of two pieces', async () => {
    for (let before = 990; before <= 1_000; before++) {
      const text = `${'x'.repeat(before)}Jane${'x'.repeat(1_000)}`
      expect(spans(await desk(finder('Jane').engine)(text))).toEqual([[0, before, before + 4]])
    }
  })

  test('pieces own every place of a text once', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), fc.integer({ min: 8, max: 64 }), (text, most) => {
        const owners = Array.from(text, () => 0)
        const pieces = piecesOf(text, most)
        const units = new Array<number>(text.length).fill(0)
        for (const { text: piece, from, owned } of pieces) {
          expect(text.slice(from, from + piece.length)).toBe(piece)
          expect(piece.length).toBeLessThanOrEqual(most)
          for (let at = owned[0]; at < owned[1]; at++) units[from + at] = (units[from + at] ?? 0) + 1
        }
        expect(owners.length === 0 || units.every((count) => count === 1)).toBe(true)
      }),
    )
  })

  const broken: readonly { name: string; look: Engine['look']; why: string }[] = [
    { name: 'is down', look: () => Promise.reject(new Error('down')), why: 'threw' },
    { name: 'throws at once', look: () => { throw new Error('down') }, why: 'threw' }, // prettier-ignore
    { name: 'never answers', look: () => new Promise(() => {}), why: 'timed_out' },
    { name: 'answers for too few', look: async () => [], why: 'invalid_finding' },
    { name: 'finds another type', look: async () => [[{ type: 'URL', score: 1, start: 0, end: 1 }]], why: 'invalid_finding' }, // prettier-ignore
    { name: 'finds what is outside', look: async () => [[{ type: 'PERSON', score: 1, start: 0, end: 99 }]], why: 'invalid_finding' }, // prettier-ignore
    { name: 'finds backwards', look: async () => [[{ type: 'PERSON', score: 1, start: 3, end: 1 }]], why: 'invalid_finding' }, // prettier-ignore
    { name: 'is surer than sure', look: async () => [[{ type: 'PERSON', score: 1.1, start: 0, end: 1 }]], why: 'invalid_finding' }, // prettier-ignore
    { name: 'finds nothing that is', look: async () => [[null]], why: 'invalid_finding' },
  ]
  test.each(broken)('that $name has failed', async ({ look, why }) => {
    const ask = desk(finder('x', { look }).engine, { timeoutMs: 50 })
    expect(await ask('text')).toEqual({ findings: [], failed: [{ detector: 'engine:e', why }] })
  })

  test('that fails for one of several calls has failed, keeps what the others said, and is asked again', async () => {
    let isBroken = true
    const { engine } = finder('Jane')
    const look: Engine['look'] = (texts, signal) =>
      isBroken && texts.includes('bad') ? Promise.reject(new Error('no')) : engine.look(texts, signal)
    const ask = desk({ ...engine, maxTexts: 1, look })
    const found = await ask('Jane', 'bad')
    expect([spans(found), found.failed.length]).toEqual([[[0, 0, 4]], 1])
    isBroken = false
    expect((await ask('Jane', 'bad')).failed).toEqual([])
  })

  test('does not hear of more than a million characters: that is a failure', async () => {
    const { engine, calls } = finder('x')
    const { failed } = await desk(engine)('a'.repeat(600_000), 'b'.repeat(600_000))
    expect([failed, calls]).toEqual([[{ detector: 'engine:e', why: 'overloaded' }], []])
  })

  test('gets so many calls at once, and so many wait', async () => {
    let [inside, most] = [0, 0]
    const look: Engine['look'] = async (texts) => {
      most = Math.max(most, ++inside)
      await new Promise((done) => setTimeout(done, 2))
      inside--
      return texts.map(() => [])
    }
    const ask = desk(finder('x', { look, maxTexts: 1 }).engine, { parallel: 2 })
    const texts = (count: number) => Array.from({ length: count }, (_, n) => `t${String(n)}`)
    expect((await ask(...texts(30))).failed).toEqual([])
    expect(most).toBe(2)
    expect((await ask(...texts(80))).failed).toEqual([{ detector: 'engine:e', why: 'overloaded' }])
    expect(most).toBe(2)
  })

  test('rests after failures in a row, gets one trial after that, and is back when it goes well', async () => {
    let [now, isDown, calls, rests] = [0, true, 0, 0]
    const look: Engine['look'] = async (texts) => {
      calls++
      if (isDown) throw new Error('down')
      return texts.map(() => [])
    }
    const onRest = () => void rests++
    const ask = desk(finder('x', { look }).engine, {}, () => now, onRest)
    const fails = async (text: string) => (await ask(text)).failed.length === 1
    for (const text of ['1', '2', '3', '4', '5']) expect(await fails(text)).toBe(true)
    expect([calls, rests]).toEqual([3, 1]) // the circuit is open
    now = 1_000
    expect([await fails('6'), await fails('7'), calls, rests]).toEqual([true, true, 4, 2]) // one trial, that failed
    now = 2_000
    isDown = false
    expect([await fails('8'), await fails('9'), calls]).toEqual([false, false, 6])
  })
})

describe('a circuit that was open', () => {
  test('lets one call through, however many come', async () => {
    let [now, calls, finish] = [0, 0, () => {}]
    const look: Engine['look'] = (texts) => {
      if (++calls <= 3) return Promise.reject(new Error('down'))
      return new Promise((done) => (finish = () => done(texts.map(() => []))))
    }
    const ask = desk(finder('x', { look }).engine, {}, () => now)
    for (const text of ['1', '2', '3']) await ask(text)
    now = 1_000
    const trial = ask('4')
    expect((await ask('5')).failed).toHaveLength(1)
    finish()
    expect([(await trial).failed, calls]).toEqual([[], 4])
  })
})

describe('looking further', () => {
  const finding = (type: string, start: number, end: number, score = 0.8): Finding => {
    return { detector: 'd', type, score, segment: 0, start, end, via: 'plain' }
  }
  const saying = (findings: readonly Finding[], more: object = {}) => {
    const asked: string[] = []
    const ask = async () => (asked.push('asked'), { findings, failed: [] })
    return { asked, ask, types: ['PERSON'], isJudge: false, onlyUnsure: false, ...more }
  }
  const prompt = { segments: [segment('Jane Doe of Acme')], scope: '' }
  const found = { findings: [finding('PERSON', 0, 8)], failed: [] }
  const never = () => false

  test('adds, and takes nothing away', async () => {
    const engine = saying([finding('ORGANIZATION', 12, 16), finding('PERSON', 0, 4), finding('PERSON', 0, 8, 0.9)])
    const { findings } = await lookFurther(found, prompt, { engines: [engine], isSettled: never })
    expect(findings).toEqual([...found.findings, finding('ORGANIZATION', 12, 16), finding('PERSON', 0, 8, 0.9)])
  })

  test('asks nobody about what is settled', async () => {
    const engine = saying([])
    expect(await lookFurther(found, prompt, { engines: [engine], isSettled: () => true })).toEqual(found)
    expect(engine.asked).toEqual([])
  })

  test('asks judges last, of what the others left open', async () => {
    const engine = saying([finding('DIAGNOSIS', 0, 4)])
    const judge = saying([], { isJudge: true })
    const isSettled = ({ findings }: Detection) => findings.some(({ type }) => type === 'DIAGNOSIS')
    await lookFurther(found, prompt, { engines: [judge, engine], isSettled })
    expect([engine.asked.length, judge.asked.length]).toEqual([1, 0])
  })

  test('asks a judge of the unsure only about texts in which something was found', async () => {
    const judge = saying([], { isJudge: true, onlyUnsure: true })
    await lookFurther({ findings: [], failed: [] }, prompt, { engines: [judge], isSettled: never })
    expect(judge.asked).toEqual([])
    const texts: (readonly string[])[] = []
    const ask = async (segments: readonly { readonly text: string }[]) => {
      texts.push(segments.map(({ text }) => text))
      return { findings: [{ ...finding('NRP', 0, 1), segment: 1 }], failed: [] }
    }
    const many = { segments: ['a', 'b', 'c', 'd'].map((text) => segment(text)), scope: '' }
    const at = (index: number) => ({ ...finding('PERSON', 0, 1), segment: index })
    const here = { findings: [at(3), at(1), at(3)], failed: [] }
    const { findings } = await lookFurther(here, many, { engines: [{ ...judge, ask }], isSettled: never })
    expect([texts, findings.at(-1)]).toEqual([[['b', 'd']], { ...finding('NRP', 0, 1), segment: 3 }])
  })
})

describe('offsets in code points', () => {
  test('are those that Python counts', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const place = fromCodePoints(text)
        const points = [...text]
        for (let i = 0; i <= points.length; i++) expect(place(i)).toBe(points.slice(0, i).join('').length)
        expect([place(-1), place(points.length + 1), place(0.5), place('0'), place(null)]).toEqual([null, null, null, null, null]) // prettier-ignore
      }),
    )
  })
})
