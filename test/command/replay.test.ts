import { describe, expect, test } from '@jest/globals'
import { decisionRecord } from '../../src/audit/decision-record.ts'
import { pseudonyms } from '../../src/audit/pseudonyms.ts'
import { readDecision } from '../../src/audit/read-decision.ts'
import { toBody } from '../../src/audit/shorten.ts'
import { compile } from '../../src/decide/compile.ts'
import type { CompiledPolicy } from '../../src/decide/compile.ts'
import { decide } from '../../src/decide/decide.ts'
import type { Question } from '../../src/decide/decide.ts'
import { replayer } from '../../src/decide/replay.ts'
import type { JsonObject } from '../../src/terms/json.ts'
import type { Policy } from '../../src/terms/policy.ts'
import type { Prompt } from '../../src/terms/prompt.ts'
import type { Recorded, Replayed } from '../../src/terms/recorded.ts'
import { aPolicy, aQuestion, eachWord } from '../decide/a-question.ts'
import { chance, randomPolicy, randomQuestion } from '../decide/random-cases.ts'
import type { Chance } from '../decide/random-cases.ts'

/* A decision is written down, read back, and asked again: the way of `policy simulate`, without the files. */

const keys = pseudonyms(Buffer.alloc(32, 1))
const parts = { keys, mayName: (model: string) => model === 'm1' || model === 'm', isField: () => false }

/** Compiled once: compiling costs more than deciding. */
const known = new WeakMap<Policy, CompiledPolicy>()
function compiled(policy: Policy): CompiledPolicy {
  const made = known.get(policy) ?? compile(policy)
  known.set(policy, made)
  return made
}

function recordOf(policy: Policy, question: Question): JsonObject {
  const prompt: Prompt = {
    wantsUsage: false,
    bytes: 1,
    body: { lan: {}, cloud: {} },
    user: null,
    stripped: [],
    betas: [],
    conversation: { sessions: [], turns: [] },
    ...question.prompt,
  }
  const decision = decide(compiled(policy), question)
  const facts = {
    request: 'req_1',
    receivedAt: question.at,
    api: prompt.api,
    ip: null,
    ...question,
    prompt,
    decision,
    excuse: question.hasReason === true ? 'a reason' : null,
  }
  return decisionRecord({ ...facts, plan: { kind: 'nothing', reason: 'none_available' } }, parts)
}

function readBack(record: JsonObject): Recorded {
  const recorded = readDecision(JSON.parse(toBody(record, 60_000)) as JsonObject)
  if (recorded === null) throw new Error('this is not read as a decision')
  return recorded
}

const again = (before: Policy, now: Policy, question: Question): Replayed =>
  replayer(compiled(now), before)(readBack(recordOf(before, question)))

const permittedBy = (policy: Policy, question: Question) =>
  decide(compiled(policy), question).permitted.map(({ destination }) => destination)

const answer = (replayed: Replayed) =>
  replayed.kind === 'decided' ? replayed.decision.permitted.map(({ destination }) => destination) : replayed.open

/** With exceptions that name some of the words that random questions are made of. */
function withExceptions(r: Chance, policy: Policy, index: number): Policy {
  const names = ['zero', 'one', 'two', 'three']
  const exception = (name: string) => {
    const until = r.one(['1969-12-31', '1970-01-01', '2030-01-01']) // questions are asked at 0
    return { name, exact: r.some(names), owner: 'o', until, because: 'b' }
  }
  const exceptions = { x: exception('x'), y: exception('y') }
  const detect = Object.fromEntries(
    Object.entries(policy.detect).map(([type, rule]) => [type, { ...rule, except: r.often(0.5) ? [r.one(['x', 'y'])] : [] }]), // prettier-ignore
  )
  return { ...policy, detect, exceptions, digest: `d${String(index)}` }
}

describe('a recorded decision', () => {
  test('asked of the same policy again is always the same, to the rule, in 4,000 random cases', () => {
    let permitted = 0
    for (let seed = 1; seed <= 80; seed++) {
      const r = chance(seed)
      const policy = withExceptions(r, randomPolicy(r), seed)
      const isModelKnown = policy.rules.every(({ when }) => when['request.model'] === undefined)
      const isSubjectAsked = policy.rules.some(
        ({ when, unless = {} }) => 'caller.subject' in when || 'caller.subject' in unless,
      )
      for (let i = 0; i < 50; i++) {
        const question = randomQuestion(r, policy.levels)
        const replayed = again(policy, policy, question)
        if (replayed.kind === 'undecidable') {
          // Only ever for what a record may not hold, and rules ask about.
          expect(replayed.open.every((open) => (open === 'model' ? !isModelKnown : open === 'subject' && isSubjectAsked))).toBe(true) // prettier-ignore
          continue
        }
        const then = decide(compiled(policy), question)
        const now = replayed.decision
        const came = [now.level, ...now.permitted.map(({ destination }) => destination)]
        const wanted = [then.level, ...permittedBy(policy, question)]
        if (came.join() !== wanted.join())
          expect({ seed, i, question, came }).toEqual({ seed, i, question, came: wanted })
        // Where something is not known, another rule may be the first of several that say the same.
        if (!isSubjectAsked && isModelKnown) expect(now.considered).toEqual(then.considered)
        permitted += then.permitted.length
      }
    }
    expect(permitted).toBeGreaterThan(600)
  })

  test('asked of another policy is what that policy would have said, or undecidable, in 4,000 random cases', () => {
    const seen = { changed: 0, same: 0, undecidable: 0 }
    for (let seed = 1; seed <= 80; seed++) {
      const r = chance(1_000_000 + seed)
      const before = withExceptions(r, randomPolicy(r), seed)
      const other = withExceptions(r, randomPolicy(r), seed + 0.5)
      // Mostly a small change, as people make them; sometimes everything is another.
      const now = r.often(0.3) ? other : { ...before, digest: other.digest, detect: other.detect, exceptions: r.often(0.5) ? before.exceptions : other.exceptions } // prettier-ignore
      const sound = r.often(0.3) || now.levels.length !== before.levels.length ? other : now
      const policy = fits(sound) ? sound : other
      for (let i = 0; i < 50; i++) {
        const question = randomQuestion(r, before.levels)
        const replayed = again(before, policy, question)
        if (replayed.kind === 'undecidable') {
          seen.undecidable += 1
          continue
        }
        const wanted = permittedBy(policy, question)
        if (answer(replayed).join() !== wanted.join())
          expect({ seed, i, before, policy, question, came: answer(replayed) }).toEqual({ seed, i, before, policy, question, came: wanted }) // prettier-ignore
        seen[wanted.join() === permittedBy(before, question).join() ? 'same' : 'changed'] += 1
      }
    }
    expect(seen.changed).toBeGreaterThan(150)
    expect(seen.same).toBeGreaterThan(150)
    expect(seen.undecidable).toBeLessThan(2_000)
  })
})

/** Types that a policy's levels know. */
const fits = ({ levels, detect }: Policy) =>
  Object.values(detect).every(({ tiers }) => tiers.every(({ level }) => levels.includes(level)))

describe('what a record does not say', () => {
  const policy = aPolicy()
  const rules = (when: Policy['rules'][number]['when'], effect: 'allow' | 'deny' = 'deny'): Policy => {
    const rule = { id: 'new', effect, destinations: ['us'], when, shadow: false, because: 'b' }
    return aPolicy({ digest: 'e'.repeat(64), rules: [...policy.rules, rule] })
  }

  test('is no reason to say nothing where it changes nothing', () => {
    const question = aQuestion({ prompt: { model: 'secret-model' } })
    expect(answer(again(policy, rules({ 'request.model': ['x'], 'caller.role': ['guest'] }), question))).toEqual(['lan', 'eu', 'us']) // prettier-ignore
  })

  const rows: readonly { name: string; now: Policy; question: Question; open: string[] }[] = [
    {
      name: 'a model that may not be named',
      now: rules({ 'request.model': ['x'] }),
      question: aQuestion({ prompt: { model: 'secret-model' } }),
      open: ['model'],
    },
    { name: 'who it was', now: rules({ 'caller.subject': ['u1'] }), question: aQuestion(), open: ['subject'] },
    {
      name: 'whether a new exception names a value',
      now: aPolicy({
        digest: 'e'.repeat(64),
        detect: {
          ...policy.detect,
          PERSON: { sure: 0, tiers: [{ count: 1, level: 'restricted' }], except: ['board'] },
        },
        exceptions: {
          ...policy.exceptions,
          board: { name: 'board', exact: ['Ann'], owner: 'o', until: '2030-01-01', because: 'b' },
        },
      }),
      question: aQuestion({ text: 'Ann', findings: [{}] }),
      open: ['exceptions'],
    },
    {
      name: 'what earlier turns would have been',
      now: aPolicy({ digest: 'e'.repeat(64), detect: {} }),
      question: { ...aQuestion(), remembered: 'restricted' },
      open: ['earlier_turns'],
    },
    {
      name: 'which providers the caller asked for, where they are no names',
      now: aPolicy({ digest: 'e'.repeat(64) }),
      question: aQuestion({ prompt: { provider: { only: ['a 123-45-6789'] } } }),
      open: ['providers'],
    },
    {
      name: 'claims that were cut',
      now: rules({}),
      question: aQuestion({
        caller: { ...aQuestion().caller, attributes: { role: Array.from({ length: 40 }, (_, i) => `r${String(i)}`) } },
      }),
      open: ['claims'],
    },
  ]
  test.each(rows)('is said: $name', ({ now, question, open }) => {
    expect(answer(again(policy, now, question))).toEqual(open)
  })

  test('is said of a record that was cut, and of one of an older version', () => {
    const record = recordOf(policy, aQuestion({ text: 'Ann', findings: [{}] }))
    const replay = replayer(compiled(policy), policy)
    expect(answer(replay(readBack({ ...record, truncated: true })))).toEqual(['cut'])
    expect(answer(replay(readBack({ ...record, findings: [{ type: 'PERSON', count: 1, detectors: ['x'] }] })))).toEqual(['values']) // prettier-ignore
  })
})

describe('an exception', () => {
  const text = '4111 1111 1111 1111'
  const card = (name: string, exact: string[]) => {
    const exceptions = { [name]: { name, exact, owner: 'o', until: '2027-03-31', because: 'b' } }
    const detect = { CREDIT_CARD: { sure: 0.5, tiers: [{ count: 1, level: 'restricted' }], except: [name] } }
    return aPolicy({ digest: name.repeat(64).slice(0, 64), detect, exceptions })
  }
  const question = aQuestion({ text, findings: [{ type: 'CREDIT_CARD' }] })
  const before = aPolicy()
  test.each([
    { name: 'named otherwise, with the same values, still holds', now: card('other', ['4111111111111111']), to: ['lan', 'eu', 'us'] }, // prettier-ignore
    { name: 'that got more values still holds', now: card('more', ['4111111111111111', '5500000000000004']), to: ['lan', 'eu', 'us'] }, // prettier-ignore
    { name: 'for something else does not hold', now: card('else', ['5500000000000004']), to: ['lan'] },
    { name: 'that is spelt otherwise cannot be told', now: card('spelt', ['4111-1111-1111-1111']), to: ['exceptions'] },
  ])('$name', ({ now, to }) => {
    expect(answer(again(before, now, question))).toEqual(to)
  })
  test('that has ended since then held at the time', () => {
    const ended = aPolicy({ exceptions: { 'test-card': { name: 'test-card', exact: ['4111111111111111'], owner: 'o', until: '2026-11-20', because: 'b' } } }) // prettier-ignore
    expect(answer(again(before, { ...ended, digest: 'f'.repeat(64) }, question))).toEqual(['lan'])
  })
  test('counts a value that was spelt both as it names it and otherwise', () => {
    const both = aQuestion({ text: 'AB ab', findings: eachWord('AB ab', { type: 'CREDIT_CARD' }) })
    const now = { ...card('ab', ['AB']), digest: before.digest }
    expect(readBack(recordOf(now, both)).tallied).toEqual([
      {
        type: 'CREDIT_CARD',
        count: 1,
        seen: [
          { score: 0.9, excepted: [] },
          { score: 0.9, excepted: ['ab'] },
        ],
      },
    ])
    expect(answer(again(now, now, both))).toEqual(['lan'])
  })
})
