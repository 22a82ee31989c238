import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { createMemory } from '../../src/remember/memory.ts'
import type { Memory } from '../../src/remember/memory.ts'
import { Shelf } from '../../src/remember/shelf.ts'
import { ANN, answer, ask, caller, levelOf, LEVELS, sealed, user } from './a-conversation.ts'

const SAID = 'The form is ready, and you may sign it here.'
const asked = (n: number) => [answer(`${SAID} ${String(n)}`)]
/** What a caller of whom anything is known takes by itself. */
const SHELF = 4
const BOB = caller('bob')

/** Fills a caller's part of the memory with `count` answers. */
function fill(memory: Memory, who: typeof ANN, count: number): void {
  for (let n = 0; n < count; n += 1) {
    ask(memory, 'restricted', { who, turns: [user('x')] }, { said: [`${SAID} ${String(n)}`] })
  }
}

describe('the memory forgets', () => {
  test('what was not used for its time, and not what was', () => {
    let time = 0
    const memory = createMemory({ now: () => time, ttlMs: 100 })
    const request = { turns: [user('x')], sessions: ['s'] }
    ask(memory, 'restricted', request, { said: [SAID], sealed: ['blob'], from: 'openrouter' })
    time = 99
    expect(levelOf(memory, { sessions: ['s'] })).toBe('restricted')
    time = 100
    expect(levelOf(memory, { turns: [answer(SAID)] })).toBeNull()
    const unread = [sealed('blob')]
    const prompt = { conversation: { sessions: [], turns: [] }, unread }
    expect(memory.recall({ caller: ANN, prompt, levels: LEVELS })).toMatchObject({ level: null, unread })
    time = 198
    expect(levelOf(memory, { sessions: ['s'] })).toBe('restricted')
    time = 298
    expect(levelOf(memory, { sessions: ['s'] })).toBeNull()
  })

  test('what has had its time even if the same comes again at a lower level', () => {
    let time = 0
    const memory = createMemory({ now: () => time, ttlMs: 100 })
    ask(memory, 'restricted', { turns: [user('x')] }, { said: [SAID] })
    time = 200
    ask(memory, 'internal', { turns: [user('x')] }, { said: [SAID] })
    expect(levelOf(memory, { turns: [answer(SAID)] })).toBe('internal')
  })

  test('the oldest of a caller that has filled its part, and keeps the newer half', () => {
    const memory = createMemory({ now: () => 0, maxEntries: 1_000, maxEntriesPerCaller: 100 })
    fill(memory, ANN, 250)
    expect(memory.size()).toBeLessThanOrEqual(100 + SHELF)
    for (let n = 200; n < 250; n += 1) expect(levelOf(memory, { turns: asked(n) })).toBe('restricted')
    expect(levelOf(memory, { turns: asked(0) })).toBeNull()
  })

  test('not what is in use, however much comes after it', () => {
    const memory = createMemory({ now: () => 0, maxEntries: 1_000, maxEntriesPerCaller: 100 })
    ask(memory, 'restricted', { turns: [user('x')], sessions: ['s'] })
    for (let n = 0; n < 500; n += 1) {
      if (n % 40 === 0) levelOf(memory, { sessions: ['s'] })
      ask(memory, 'public', { turns: [user('x')] }, { said: [`${SAID} ${String(n)}`] })
    }
    expect(levelOf(memory, { sessions: ['s'] })).toBe('restricted')
  })

  test('nothing of a caller because another one floods it', () => {
    const memory = createMemory({ now: () => 0, maxEntries: 1_000, maxEntriesPerCaller: 100 })
    fill(memory, BOB, 50)
    fill(memory, ANN, 5_000)
    for (let n = 0; n < 50; n += 1) expect(levelOf(memory, { who: BOB, turns: asked(n) })).toBe('restricted')
  })

  test('nothing of a caller because another one floods it and asks for half of it again', () => {
    const memory = createMemory({ now: () => 0, maxEntries: 1_000, maxEntriesPerCaller: 100 })
    fill(memory, BOB, 50)
    for (let n = 0; n < 5_000; n += 1) {
      ask(memory, 'restricted', { turns: [user('x')] }, { said: [`${SAID} ${String(n)}`] })
      if (n % 50 > 40) for (let back = 0; back < 90; back += 3) levelOf(memory, { turns: asked(n - back) })
    }
    for (let n = 0; n < 50; n += 1) expect(levelOf(memory, { who: BOB, turns: asked(n) })).toBe('restricted')
  })

  test('when it is full, the callers who have been silent for longest', () => {
    const memory = createMemory({ now: () => 0, maxEntries: 1_000, maxEntriesPerCaller: 100 })
    for (let n = 0; n < 100; n += 1) {
      fill(memory, caller(`caller ${String(n)}`), 50)
      expect(levelOf(memory, { who: caller('caller 0'), turns: asked(49) })).toBe('restricted')
    }
    expect(levelOf(memory, { who: caller('caller 99'), turns: asked(49) })).toBe('restricted')
    expect(levelOf(memory, { who: caller('caller 50'), turns: asked(49) })).toBeNull()
  })
})

test.each([
  { maxEntries: 10, maxEntriesPerCaller: 10 },
  { maxEntries: 100, maxEntriesPerCaller: 1 },
  { maxEntries: Number.NaN, maxEntriesPerCaller: 10 },
])('a memory that has no room for two callers is refused (%j)', (parts) => {
  expect(() => createMemory({ now: () => 0, ...parts })).toThrow('room')
})

test('the memory never exceeds its bounds, whoever says what', () => {
  const steps = fc.array(
    fc.record({ who: fc.nat(12), answers: fc.nat(12), sessions: fc.nat(4), recalls: fc.nat(12) }),
    { minLength: 20, maxLength: 80 },
  )
  let fullest = 0
  fc.assert(
    fc.property(steps, (taken) => {
      const memory = createMemory({ now: () => 0, maxEntries: 80, maxEntriesPerCaller: 12 })
      taken.forEach(({ who, answers, sessions, recalls }, step) => {
        const name = (kind: string, n: number) => `${SAID} ${kind} ${String(step)} ${String(n)}`
        const many = (kind: string, count: number) => Array.from({ length: count }, (_, n) => name(kind, n))
        const from = caller(String(who))
        ask(
          memory,
          'restricted',
          { who: from, turns: [user('x')], sessions: many('s', sessions) },
          { said: many('a', answers) },
        )
        levelOf(memory, { who: caller(String(recalls)), turns: asked(0) })
        fullest = Math.max(fullest, memory.size())
        expect(memory.size()).toBeLessThanOrEqual(80)
      })
    }),
    { numRuns: 150 },
  )
  expect(fullest).toBeGreaterThan(70)
})

test('what is looked up again takes its place once', () => {
  const memory = createMemory({ now: () => 0, maxEntries: 1_000, maxEntriesPerCaller: 100 })
  fill(memory, ANN, 60)
  for (let n = 0; n < 30; n += 1) levelOf(memory, { turns: asked(n) })
  expect(memory.size()).toBe(60 + SHELF)
})

test('an answer with any number of choices, calls and sealed parts takes a bounded part of the memory', () => {
  const memory = createMemory({ now: () => 0 })
  const prompt = { conversation: { sessions: [], turns: [] }, unread: [] }
  const { witness, keep } = memory.attend({ caller: ANN, prompt, levels: LEVELS, decision: { level: 'restricted' } })
  for (let n = 0; n < 5_000; n += 1) {
    witness.said(`${SAID} ${String(n)}`, n)
    witness.called(`call_a1b2c3d4e5f6${String(n)}`)
    witness.sealed(`blob ${String(n)}`)
  }
  keep('openrouter')
  expect(memory.size()).toBe(3_000 + SHELF)
})

describe('the cost', () => {
  const least = (times: number, work: () => void): number => {
    const took = Array.from({ length: times }, () => {
      const begun = performance.now()
      work()
      return performance.now() - begun
    })
    return Math.min(...took)
  }

  test('of a step does not grow with what is remembered', () => {
    const stepsIn = (room: number) => {
      const shelf = new Shelf(room)
      let n = 0
      const step = () => shelf.set(`name ${String((n += 1))}`, { level: null, from: null, until: 0 })
      while (n < room) step()
      return least(5, () => {
        for (let steps = 0; steps < 5_000; steps += 1) step()
      })
    }
    expect(stepsIn(200_000) / stepsIn(1_000)).toBeLessThan(20)
  })

  test('of a conversation grows with its text only, whatever the answers in it have before them', () => {
    const long = user('x'.repeat(400_000))
    const costOf = (answers: number) => {
      const memory = createMemory({ now: () => 0 })
      return least(3, () =>
        levelOf(memory, { turns: [long, ...Array.from({ length: answers }, () => answer('Yes.'))] }),
      )
    }
    expect(costOf(800) / costOf(20)).toBeLessThan(20)
  })
})
