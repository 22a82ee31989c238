import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { createMemory } from '../../src/remember/memory.ts'
import type { Memory } from '../../src/remember/memory.ts'
import type { Caller } from '../../src/terms/caller.ts'
import type { Levels } from '../../src/terms/level.ts'
import type { Conversation, Prompt, Turn, Unread } from '../../src/terms/prompt.ts'

const LEVELS: Levels = ['public', 'internal', 'restricted']
const caller = (subject: string, issuer = 'https://idp.example') => ({ issuer, subject }) as Caller
const ANN = caller('ann')
const promptOf = (turns: readonly Turn[], sessions: readonly string[] = [], unread: readonly Unread[] = []) =>
  ({ conversation: { sessions, turns } satisfies Conversation, unread }) as unknown as Prompt
const user = (text: string): Turn => ({ role: 'user', text, calls: [] })
const answer = (text: string, calls: readonly string[] = []): Turn => ({ role: 'assistant', text, calls })

type Given = {
  who?: Caller
  sessions?: readonly string[]
  served?: string | null
  calls?: readonly string[]
  sealed?: readonly string[]
}

/** Sends turns at a level and has them answered, in pieces. */
function turn(memory: Memory, turns: readonly Turn[], level: string, said: string, given: Given = {}): void {
  const { who = ANN, sessions = [], served = 'lan', calls = [], sealed = [] } = given
  const { witness, keep } = memory.attend({
    caller: who,
    prompt: promptOf(turns, sessions),
    levels: LEVELS,
    decision: { level },
  })
  for (const piece of said.match(/.{1,5}/gs) ?? []) witness.said(piece, 0)
  for (const id of calls) witness.called(id)
  for (const blob of sealed) witness.sealed(blob)
  keep(served)
}
const recall = (memory: Memory, turns: readonly Turn[], sessions: readonly string[] = [], who = ANN) =>
  memory.recall({ caller: who, prompt: promptOf(turns, sessions), levels: LEVELS }).level

const fresh = () => createMemory({ now: () => 0 })
const SAID = 'The form is ready, and you may sign it here.'

describe('a conversation keeps its level', () => {
  test.each<{ name: string; turns: Turn[]; sessions?: string[] }>([
    { name: 'an answer that was given', turns: [answer(SAID), user('And now?')] },
    { name: 'an answer with other white space at its ends', turns: [answer(`\n ${SAID}  `), user('And now?')] },
    { name: 'the id of a call that was made', turns: [answer('', ['call_1'])] },
    { name: 'the result of a call that was made', turns: [{ role: 'tool', text: 'sunny', calls: ['call_1'] }] },
    { name: 'its session', turns: [user('Hello')], sessions: ['session-1'] },
  ])('as known by $name', ({ turns, sessions }) => {
    const memory = fresh()
    turn(memory, [user('secret')], 'restricted', SAID, { sessions: ['session-1'], calls: ['call_1'] })
    expect(recall(memory, turns, sessions)).toBe('restricted')
  })

  test('and its earlier answers get it, too', () => {
    const memory = fresh()
    turn(memory, [user('a')], 'public', SAID)
    expect(recall(memory, [user('a'), answer(SAID), user('b')])).toBe('public')
    turn(memory, [user('a'), answer(SAID), user('secret')], 'restricted', 'Another long answer, given after it.')
    expect(recall(memory, [answer(SAID), user('c')])).toBe('restricted')
  })

  test('and never loses it', () => {
    const memory = fresh()
    turn(memory, [user('secret')], 'restricted', SAID, { sessions: ['s-1'] })
    turn(memory, [answer(SAID), user('x')], 'public', SAID, { sessions: ['s-1'] })
    expect(recall(memory, [answer(SAID)])).toBe('restricted')
    expect(recall(memory, [], ['s-1'])).toBe('restricted')
  })

  test('also when its answer broke off', () => {
    const memory = fresh()
    memory.attend({
      caller: ANN,
      prompt: promptOf([user('secret')], ['s-1']),
      levels: LEVELS,
      decision: { level: 'restricted' },
    })
    expect(recall(memory, [], ['s-1'])).toBe('restricted')
  })

  test('as the top, when the policy has no such level any more', () => {
    const memory = fresh()
    turn(memory, [user('secret')], 'gone', SAID)
    expect(recall(memory, [answer(SAID)])).toBe('restricted')
  })

  test('in each of several answers', () => {
    const memory = fresh()
    const { witness, keep } = memory.attend({
      caller: ANN,
      prompt: promptOf([user('x')]),
      levels: LEVELS,
      decision: { level: 'restricted' },
    })
    const other = 'A second choice of answer, as long as that.'
    for (const at of SAID.split('').keys()) {
      witness.said(SAID[at] ?? '', 0)
      witness.said(other[at] ?? '', 1)
    }
    keep('lan')
    expect([recall(memory, [answer(SAID)]), recall(memory, [answer(other)])]).toEqual(['restricted', 'restricted'])
  })
})

describe('what ties nothing', () => {
  test('turns that an application writes itself', () => {
    const memory = fresh()
    const example = answer('An example that stands in every request of this application.')
    turn(memory, [user('a'), example, user('secret')], 'restricted', SAID)
    expect(recall(memory, [user('a'), example, user('b')])).toBeNull()
  })

  test('a short answer, but together with the turn before it', () => {
    const memory = fresh()
    turn(memory, [user('Is my SSN 1?')], 'restricted', 'Yes.')
    expect(recall(memory, [user('Is it spring?'), answer('Yes.')])).toBeNull()
    expect(recall(memory, [user('Is my SSN 1?'), answer('Yes.')])).toBe('restricted')
  })

  test('what another caller has', () => {
    const memory = fresh()
    turn(memory, [user('secret')], 'restricted', SAID, { sessions: ['s-1'], calls: ['c'], sealed: ['blob'] })
    for (const other of [caller('bob'), caller('ann', 'https://other.example'), caller('https://idp.exampleann', '')]) {
      expect(recall(memory, [answer(SAID, ['c'])], ['s-1'], other)).toBeNull()
    }
  })
})

describe('sealed parts', () => {
  const sealedPart: Unread = { path: '/x', kind: 'encrypted', sealed: 'blob' }
  const image: Unread = { path: '/y', kind: 'image' }
  const origins = (memory: Memory, who = ANN) =>
    memory
      .recall({ caller: who, prompt: promptOf([], [], [sealedPart, image]), levels: LEVELS })
      .unread.map(({ from }) => from)

  test('are known by where they came from, to whom they came', () => {
    const memory = fresh()
    expect(origins(memory)).toEqual([undefined, undefined])
    turn(memory, [user('x')], 'public', SAID, { served: 'openrouter', sealed: ['blob', ''] })
    expect(origins(memory)).toEqual(['openrouter', undefined])
    expect(origins(memory, caller('bob'))).toEqual([undefined, undefined])
  })

  test('are not known when nothing served them', () => {
    const memory = fresh()
    turn(memory, [user('x')], 'public', SAID, { served: null, sealed: ['blob'] })
    expect(origins(memory)).toEqual([undefined, undefined])
  })
})

describe('the memory', () => {
  test('forgets what was not used for its time, and not what was', () => {
    let time = 0
    const memory = createMemory({ now: () => time, ttlMs: 100 })
    turn(memory, [user('x')], 'restricted', SAID, { sessions: ['s-1'] })
    time = 90
    expect(recall(memory, [], ['s-1'])).toBe('restricted')
    time = 150
    expect(recall(memory, [answer(SAID)])).toBeNull()
    expect(recall(memory, [], ['s-1'])).toBe('restricted')
  })

  test('holds no more than it may, and forgets the oldest first', () => {
    const memory = createMemory({ now: () => 0, maxEntries: 10 })
    for (let at = 0; at < 100; at += 1) turn(memory, [user('x')], 'restricted', `${SAID} ${String(at)}`)
    expect(memory.size()).toBe(10)
    expect(recall(memory, [answer(`${SAID} 99`)])).toBe('restricted')
    expect(recall(memory, [answer(`${SAID} 1`)])).toBeNull()
  })

  test('holds no text', () => {
    const memory = fresh()
    const keepers = new Set<unknown>()
    const realSet = Map.prototype.set
    Map.prototype.set = function (this: Map<unknown, unknown>, key: unknown, value: unknown) {
      keepers.add(key).add(JSON.stringify(value))
      return realSet.call(this, key, value)
    } as typeof realSet
    try {
      turn(memory, [user('Kanarie one'), answer('Kanarie two')], 'restricted', 'Kanarie three, in a long answer', {
        sessions: ['Kanarie-session'],
        calls: ['Kanarie-call'],
        sealed: ['Kanarie-blob'],
      })
    } finally {
      Map.prototype.set = realSet
    }
    expect([...keepers].filter((kept) => String(kept).includes('Kanarie'))).toEqual([])
    expect(keepers.size).toBeGreaterThan(4)
  })
})

test('whatever a client leaves out, an answer or a session that it keeps has the level of all', () => {
  const texts = fc.stringMatching(/^[a-z ]{30,60}$/)
  const conversations = fc.array(fc.record({ ask: texts, said: texts, level: fc.constantFrom(...LEVELS) }), {
    minLength: 1,
    maxLength: 6,
  })
  fc.assert(
    fc.property(conversations, fc.nat(), fc.boolean(), (rounds, pick, bySession) => {
      const memory = fresh()
      const turns: Turn[] = []
      let most = 0
      for (const { ask, said, level } of rounds) {
        turns.push(user(ask))
        const before = recall(memory, turns, ['s-1'])
        most = Math.max(most, LEVELS.indexOf(level), before === null ? 0 : LEVELS.indexOf(before))
        turn(memory, turns, LEVELS[most] ?? '', said, { sessions: ['s-1'] })
        turns.push(answer(said))
      }
      const answers = turns.filter(({ role, text }) => role === 'assistant' && text.trim().length > 24)
      const kept = answers[pick % Math.max(1, answers.length)]
      if (!bySession && kept === undefined) return
      const level = bySession ? recall(memory, [user('new')], ['s-1']) : recall(memory, [kept ?? user(''), user('new')])
      expect(LEVELS.indexOf(level ?? 'public')).toBe(most)
    }),
    { numRuns: 300 },
  )
})
