import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Memory } from '../../src/remember/memory.ts'
import type { Turn } from '../../src/terms/prompt.ts'
import { ANN, answer, ask, caller, fresh, levelOf, LEVELS, recall, result, sealed, user } from './a-conversation.ts'

const text = (min: number, max: number) =>
  fc.stringMatching(new RegExp(`^[a-zé😀 ]{${String(min)},${String(max)}}$`, 'u'))

/** One round: what is asked, at what level by itself, and what is answered. */
const rounds = fc.array(
  fc.record({
    asked: fc.oneof(text(0, 10), text(30, 60)),
    level: fc.constantFrom(...LEVELS),
    said: fc.oneof(text(0, 12), text(40, 80)),
    called: fc.boolean(),
    inSession: fc.boolean(),
  }),
  { minLength: 1, maxLength: 8 },
)
type Rounds = typeof rounds extends fc.Arbitrary<infer T> ? T : never

const callId = (n: number) => `call_k3y7${String(n)}q9z2b8`
const rank = (level: string | null) => (level === null ? 0 : LEVELS.indexOf(level))

/** Plays a conversation as a client would that sends all of it, each time; each prompt has the level of all that was said. */
function play(memory: Memory, played: Rounds, who = ANN): { turns: Turn[]; most: number } {
  const turns: Turn[] = []
  let most = 0
  played.forEach(({ asked, level, said, called, inSession }, n) => {
    turns.push(user(asked))
    const sessions = inSession ? ['session'] : []
    most = Math.max(most, rank(level), rank(levelOf(memory, { who, turns, sessions })))
    const calls = called ? [callId(n)] : []
    ask(memory, LEVELS[most] ?? '', { who, turns, sessions }, { said: [said], calls })
    turns.push(answer(` ${said}\n`, calls), ...calls.map((id) => result('sunny', id)))
  })
  return { turns, most }
}

/** What one conversation has for itself: a longer answer, any answer to a longer question, a call. */
const isItsOwn = (turns: readonly Turn[], at: number): boolean => {
  const turn = turns[at]
  if (turn?.role !== 'assistant') return false
  return turn.calls.length > 0 || turn.text.trim().length >= 36
}

test('whatever a client leaves out, an answer, a call or a session that it keeps has the level of all', () => {
  let kept = 0
  fc.assert(
    fc.property(
      rounds,
      fc.array(fc.boolean(), { minLength: 40, maxLength: 40 }),
      fc.boolean(),
      (played, mask, named) => {
        const memory = fresh()
        const { turns, most } = play(memory, played)
        const trimmed = turns.filter((_, at) => mask[at])
        const byAnswer = turns.some((_, at) => mask[at] && isItsOwn(turns, at))
        const bySession = named && played.at(-1)?.inSession === true
        if (!byAnswer && !bySession) return
        kept += 1
        const request = { turns: [...trimmed, user('new')], sessions: bySession ? ['session'] : [] }
        expect(rank(levelOf(memory, request))).toBe(most)
      },
    ),
    { numRuns: 500 },
  )
  expect(kept).toBeGreaterThan(150)
})

test('a conversation that is sent back whole has the level of all', () => {
  fc.assert(
    fc.property(rounds, (played) => {
      const memory = fresh()
      const { turns, most } = play(memory, played)
      const known = turns.some((_, at) => isItsOwn(turns, at))
      if (known) expect(rank(levelOf(memory, { turns }))).toBe(most)
    }),
    { numRuns: 300 },
  )
})

test('callers never influence each other', () => {
  const step = fc.record({
    mine: fc.boolean(),
    level: fc.constantFrom(...LEVELS),
    turns: fc.array(
      fc.constantFrom(user('a'), user('why is it so, and since when?'), ...ANSWERS.map((one) => answer(one))),
    ),
    session: fc.constantFrom('s-1', 's-2'),
    said: fc.constantFrom(...ANSWERS),
    blob: fc.constantFrom('blob-1', 'blob-2'),
    from: fc.constantFrom('one', 'two', null),
  })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
      const [alone, together] = [fresh(), fresh()]
      for (const { mine, level, turns, session, said, blob, from } of steps) {
        const request = { who: mine ? ANN : caller('bob'), turns, sessions: [session], unread: [sealed(blob)] }
        if (mine) expect(recall(together, request)).toEqual(recall(alone, request))
        ask(together, level, request, { said: [said], sealed: [blob], from })
        if (mine) ask(alone, level, request, { said: [said], sealed: [blob], from })
      }
    }),
    { numRuns: 300 },
  )
})

const ANSWERS = ['Yes.', 'A long answer that is given to this one only.', 'Another long answer, to another question.']
