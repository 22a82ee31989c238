import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { createDetect } from '../../src/detect/detect.ts'
import { detectText } from '../../src/detect/detect-text.ts'
import { DETECTORS } from '../../src/detect/detectors.ts'
import { ENTITY_TYPES } from '../../src/detect/entity-types.ts'
import type { Detector, Spotted } from '../../src/terms/finding.ts'
import { look, segment } from './look.ts'

const fake = (id: string, detect: Detector['detect']): Detector => ({ id, types: ['US_SSN'], detect })
/** A working detector: finds every `!`. */
const bangs = fake('bangs', (text) =>
  [...text.matchAll(/!/g)].map(({ index }) => ({ type: 'US_SSN', score: 0.9, start: index, end: index + 1 })),
)
const run = (
  detectors: readonly Detector[],
  texts: readonly string[],
  more: { budgetMs?: number; maxChars?: number; now?: () => number } = {},
) => createDetect({ detectors, now: () => 0, ...more })({ segments: texts.map((text) => segment(text)) })

describe('what a detector may do wrong', () => {
  test('one that throws has failed, and the others are heard', () => {
    const broken = fake('broken', () => {
      throw new Error('with the prompt in it')
    })
    const detection = run([broken, bangs], ['hey!'])
    expect(detection.failed).toEqual([{ detector: 'broken', why: 'threw' }])
    expect(detection.findings).toHaveLength(1)
    expect(JSON.stringify(detection)).not.toContain('prompt')
  })

  test('one that throws halfway through has failed', () => {
    const halfway = fake('halfway', function* () {
      yield { type: 'US_SSN', score: 1, start: 0, end: 1 }
      throw new Error('gone')
    } as unknown as Detector['detect'])
    expect(run([halfway], ['hey']).failed).toEqual([{ detector: 'halfway', why: 'threw' }])
  })

  const sound: Spotted = { type: 'US_SSN', score: 0.5, start: 0, end: 1 }
  test.each([
    ['another type', { ...sound, type: 'SECRET' }],
    ['no type', { ...sound, type: undefined }],
    ['a score above one', { ...sound, score: 1.01 }],
    ['a score below zero', { ...sound, score: -0.01 }],
    ['a score that is no number', { ...sound, score: Number.NaN }],
    ['a score in words', { ...sound, score: '1' }],
    ['an empty span', { ...sound, end: 0 }],
    ['a span the wrong way round', { ...sound, start: 2, end: 1 }],
    ['a span beyond the end', { ...sound, end: 4 }],
    ['a span before the start', { ...sound, start: -1 }],
    ['half a character', { ...sound, end: 0.5 }],
    ['null', null],
    ['a string', 'US_SSN'],
  ])('%s is no finding, and a failure', (_, garbage) => {
    const detection = run([fake('odd', () => [garbage as Spotted]), bangs], ['ab!'])
    expect(detection.failed).toEqual([{ detector: 'odd', why: 'invalid_finding' }])
    expect(detection.findings.map(({ detector }) => detector)).toEqual(['bangs'])
  })

  test.each([
    ['nothing', undefined],
    ['null', null],
    ['a promise', Promise.resolve([])],
    ['a number', 7],
  ])('returning %s is a failure', (_, garbage) => {
    expect(run([fake('odd', () => garbage as never)], ['ab']).failed).toHaveLength(1)
  })

  test('a sound finding at the limits is kept', () => {
    const whole = fake('whole', (text) => [{ type: 'US_SSN', score: 0, start: 0, end: text.length }])
    expect(run([whole], ['abc'])).toMatchObject({ failed: [], findings: [{ start: 0, end: 3, score: 0 }] })
  })
})

describe('limits', () => {
  test('time that runs out is a failure, and nothing more is looked at', () => {
    let clock = 0
    const seen: string[] = []
    const slow = (id: string) =>
      fake(id, () => {
        seen.push(id)
        clock += 60
        return []
      })
    const detectors = [slow('one'), slow('two'), slow('three')]
    const detection = run(detectors, ['text '.repeat(1_000), 'more'], { now: () => clock, budgetMs: 100 })
    expect(detection.failed).toEqual([{ detector: 'two', why: 'timed_out' }])
    expect(seen).toEqual(['one', 'two'])
  })

  test('time that runs out over many short texts is a failure, and the rest is not looked at', () => {
    let clock = 0
    const slow = fake('slow', () => {
      clock += 60
      return []
    })
    const detection = run([slow, bangs], ['one!', 'two!', 'three!'], { now: () => clock, budgetMs: 100 })
    expect(detection.failed).toEqual([{ detector: expect.any(String), why: 'timed_out' }])
    expect(detection.findings).toHaveLength(2)
  })

  test('time is asked for within a long text too', () => {
    let clock = 0
    let pieces = 0
    const slow = fake('slow', (text) => {
      pieces++
      clock += text.length
      return []
    })
    const detection = run([slow], ['x '.repeat(500_000)], { now: () => clock, budgetMs: 100_000 })
    expect(detection.failed).toEqual([{ detector: 'slow', why: 'timed_out' }])
    expect(pieces).toBeLessThan(10)
  })

  test('more text than allowed is a failure, and what fits is looked at', () => {
    const detection = run([bangs], ['one!', 'two!', 'three!'], { maxChars: 8 })
    expect(detection.failed).toEqual([{ detector: 'detect', why: 'overloaded' }])
    expect(detection.findings).toHaveLength(2)
    expect(run([bangs], ['one!', 'two!'], { maxChars: 8 }).failed).toEqual([])
  })

  test('more findings in one encoded run than can be told apart are a failure', () => {
    const many = Array.from({ length: 70 }, (_, i) => `user${String(i)}@acme.com`).join(' ')
    const detect = createDetect({ detectors: DETECTORS, now: () => 0 })
    expect(detect({ segments: [segment(Buffer.from(many).toString('base64'))] }).failed).toEqual([
      { detector: 'email-address', why: 'overloaded' },
    ])
  })

  test('no segments are no findings', () => expect(run([bangs], [])).toEqual({ findings: [], failed: [] }))
})

describe('long texts', () => {
  const filler = 'The weather is fine today and nothing is wrong. '
  test.each([0, 24_000, 24_570, 26_600, 30_000, 32_760, 49_100, 100_000])('find what begins at %i, once', (at) => {
    const before = filler.repeat(Math.ceil(at / filler.length)).slice(0, at)
    const text = `${before} SSN: 536-22-8726 ${filler.repeat(1_500)}`
    const found = look(text).filter(({ type }) => type === 'US_SSN')
    expect(found.map(({ start, end, score }) => [text.slice(start, end), score])).toEqual([['536-22-8726', 0.95]])
  })

  test('a finding over the border of two pieces is whole', () => {
    for (const from of [24_560, 26_610, 32_750]) {
      const before = filler.repeat(1_000).slice(0, from)
      const text = `${before} IBAN DE89 3704 0044 0532 0130 00 ${filler.repeat(1_000)}`
      const found = look(text).filter(({ type }) => type === 'IBAN_CODE')
      expect(found.map(({ start, end }) => text.slice(start, end))).toEqual(['DE89 3704 0044 0532 0130 00'])
    }
  })
})

describe('pieces', () => {
  const ends = fake('ends', (text) => [
    { type: 'US_SSN', score: 0.5, start: 0, end: 1 },
    { type: 'US_SSN', score: 0.5, start: text.length - 1, end: text.length },
  ])

  test('what lies at a cut is nobody’s: only the ends of the text itself count', () => {
    const text = 'x'.repeat(100_000)
    expect(run([ends], [text]).findings.map(({ start }) => start)).toEqual([0, 99_999])
  })
})

describe('overlaps', () => {
  const at = (type: string, score: number, [start, end]: [number, number]): Detector => ({
    id: `${type}-${String(score)}`,
    types: [type],
    detect: (text) => (text.length < end ? [] : [{ type, score, start, end }]),
  })
  const left = (...detectors: readonly Detector[]) =>
    run(detectors, ['0123456789']).findings.map(({ detector }) => detector)

  test.each([
    ['the stronger stays', [at('PHONE_NUMBER', 0.9, [0, 9]), at('UK_NHS', 0.6, [0, 9])], ['PHONE_NUMBER-0.9']],
    ['the longer stays, when equally strong', [at('PERSON', 0.6, [0, 3]), at('PERSON', 0.6, [0, 9])], ['PERSON-0.6']],
    [
      'both stay, when different and equal',
      [at('UK_NHS', 0.6, [0, 9]), at('PERSON', 0.6, [0, 9])],
      ['UK_NHS-0.6', 'PERSON-0.6'],
    ],
    [
      'a secret stays beside anything',
      [at('SECRET', 0.6, [0, 9]), at('PERSON', 0.9, [0, 9])],
      ['PERSON-0.9', 'SECRET-0.6'],
    ],
    ['neighbours do not overlap', [at('PERSON', 0.6, [0, 3]), at('UK_NHS', 0.9, [3, 9])], ['PERSON-0.6', 'UK_NHS-0.9']],
  ] as const)('%s', (_, detectors, want) => expect([...left(...detectors)].sort()).toEqual([...want].sort()))
})

describe('what comes out', () => {
  test('holds no text of the prompt', () => {
    const word = 'Zyxwvut'
    const findings = look(`Mr. ${word}, password: ${word}9!aB, ${word.toLowerCase()}@acme.com, SSN 536-22-8726`)
    expect(findings.length).toBeGreaterThanOrEqual(4)
    expect(JSON.stringify(findings).toLowerCase()).not.toMatch(/zyxwvut|536|8726/)
  })

  test('is for one text what the command prints', () => {
    expect(detectText('SSN 536-22-8726')).toEqual([
      { type: 'US_SSN', start: 4, end: 15, score: 0.95, detector: 'us-ssn' },
    ])
  })

  test('has no type twice in the vocabulary, and ids twice in the detectors', () => {
    const types = ENTITY_TYPES.map(({ type }) => type)
    const ids = DETECTORS.map(({ id }) => id)
    expect(new Set(types).size).toBe(types.length)
    expect(new Set(ids).size).toBe(ids.length)
    const found = new Set(DETECTORS.flatMap(({ types }) => types))
    expect(
      ENTITY_TYPES.filter(({ detected }) => detected)
        .map(({ type }) => type)
        .sort(),
    ).toEqual([...found].sort())
  })

  test('is within bounds for any text', () => {
    const word = fc.constantFrom(
      'SSN',
      '536-22-8726',
      '😀',
      '\u200b',
      '５',
      'Maria',
      '%41',
      '&#64;',
      'a@b.co',
      '\\u0041',
      ':',
      '\n',
      '\ud83d',
    )
    fc.assert(
      fc.property(fc.array(fc.oneof(word, fc.string({ unit: 'grapheme' })), { maxLength: 12 }), (parts) => {
        const texts = [parts.join(' '), parts.join('')]
        for (const { segment: index, start, end } of look(...texts))
          expect(0 <= start && start < end && end <= (texts[index] ?? '').length).toBe(true)
      }),
      { numRuns: 300 },
    )
  })
})
