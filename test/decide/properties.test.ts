import { describe, expect, test } from '@jest/globals'
import { compile } from '../../src/decide/compile.ts'
import type { CompiledPolicy } from '../../src/decide/compile.ts'
import { decide } from '../../src/decide/decide.ts'
import type { Question } from '../../src/decide/decide.ts'
import type { Decision } from '../../src/terms/decision.ts'
import { chance, randomFinding, randomPolicy, randomQuestion } from './random-cases.ts'
import type { Chance } from './random-cases.ts'
import { reference } from './reference.ts'

const QUESTIONS = 101 // for each policy: 101,000 cases, or as many as CORDON_CASES says
const POLICIES = Math.ceil(Number(process.env['CORDON_CASES'] ?? 100_000) / QUESTIONS) + 9

type Case = { seed: number; r: Chance; compiled: CompiledPolicy; question: Question }

function* cases(policies: number, questions: number): Generator<Case> {
  for (let seed = 1; seed <= policies; seed++) {
    const r = chance(seed)
    const policy = randomPolicy(r)
    const compiled = compile(policy)
    for (let i = 0; i < questions; i++) yield { seed, r, compiled, question: randomQuestion(r, policy.levels) }
  }
}

const verdictsOf = (decision: Decision) =>
  decision.considered.map(({ ground, rule }) => (rule === null ? ground : `${ground} ${rule}`))

/** What a reason broke is what it opens, and nothing else. */
function opened(compiled: CompiledPolicy, question: Question, { permitted, broken }: Decision): number {
  const { considered } = decide(compiled, { ...question, hasReason: false })
  const denied = considered.flatMap(({ destination, ground }) => (ground === 'denied_by_rule' ? [destination] : []))
  const names = permitted.flatMap(({ destination }) => (denied.includes(destination) ? [destination] : []))
  expect(broken.map(({ destination }) => destination)).toEqual(names)
  return names.length
}

describe('the compiled policy', () => {
  test('answers as the plain evaluator does, in at least 100,000 random cases', () => {
    const seen = new Map<string, number>()
    let [count, broken] = [0, 0]
    for (const { seed, compiled, question } of cases(POLICIES, QUESTIONS)) {
      const decision = decide(compiled, question)
      const wanted = reference(compiled.policy, question)
      const came = { level: decision.level, verdicts: verdictsOf(decision), obligations: [...decision.obligations] }
      if (JSON.stringify(came) !== JSON.stringify(wanted))
        expect({ seed, question, came }).toEqual({ seed, question, came: wanted })
      count++
      if (question.hasReason) broken += opened(compiled, question, decision)
      for (const { ground } of decision.considered) seen.set(ground, (seen.get(ground) ?? 0) + 1)
    }
    expect(count).toBeGreaterThanOrEqual(100_000)
    // The cases are worth something only if every ground comes up often.
    for (const ground of ['allowed_by_rule', 'denied_by_rule', 'no_rule', 'pinned', 'above_max_level']) {
      expect(seen.get(ground)).toBeGreaterThan(2_000)
    }
    expect(seen.get('sealed_elsewhere')).toBeGreaterThan(300)
    expect(seen.get('no_provider_left')).toBeGreaterThan(100)
    expect(broken).toBeGreaterThan(500)
  })

  test('reports a shadow rule exactly when it would have changed the permitted set, as the plain evaluator does', () => {
    let changed = 0
    for (const { seed, compiled, question } of cases(500, 15)) {
      const { policy } = compiled
      const permittedBy = (verdicts: readonly string[]) =>
        policy.destinations
          .map(({ name }) => name)
          .filter((_, i) => verdicts[i]?.startsWith('allowed_by_rule') === true)
      const enforced = permittedBy(reference(policy, question).verdicts)
      const wanted = policy.rules
        .filter(({ shadow }) => shadow)
        .map((rule) => ({ rule: rule.id, wouldPermit: permittedBy(reference(policy, question, rule).verdicts) }))
        .filter(({ wouldPermit }) => wouldPermit.join() !== enforced.join())
      const { shadow } = decide(compiled, question)
      if (JSON.stringify(shadow) !== JSON.stringify(wanted))
        expect({ seed, question, shadow }).toEqual({ seed, question, shadow: wanted })
      changed += wanted.length
    }
    expect(changed).toBeGreaterThan(150)
  })
})

/** Every way for a request to become more sensitive, or for less to be known about its caller. */
const WORSE: Record<string, (q: Question, r: Chance, levels: readonly string[]) => Question> = {
  'a caller that raises the level': (q, r, levels) => ({ ...q, raises: [...q.raises, r.one(levels)] }),
  'a token that raises the level': (q, r, levels) => ({
    ...q,
    caller: { ...q.caller, raises: [...q.caller.raises, r.one([...levels, 'unheard-of'])] },
  }),
  'one more finding': (q, r) => ({
    ...q,
    detection: { ...q.detection, findings: [...q.detection.findings, randomFinding(r)] },
  }),
  'a finding that is more sure': (q) => ({
    ...q,
    detection: {
      ...q.detection,
      findings: q.detection.findings.map((f) => ({ ...f, score: Math.min(1, f.score + 0.6) })),
    },
  }),
  'an unread part': (q) => ({
    ...q,
    prompt: { ...q.prompt, unread: [...q.prompt.unread, { path: '/c', kind: 'audio' as const }] },
  }),
  'a sealed part that came from somewhere': (q, r) => ({
    ...q,
    prompt: {
      ...q.prompt,
      unread: [
        ...q.prompt.unread,
        { path: '/d', kind: 'encrypted' as const, from: r.one(['far', 'eu', 'us', 'gone']) },
      ],
    },
  }),
  'earlier turns of a higher level': (q, r, levels) => {
    const before = levels.indexOf(q.remembered ?? levels[0] ?? '')
    return {
      ...q,
      remembered: before === -1 ? (q.remembered ?? null) : (levels[Math.max(before, r.below(levels.length))] ?? null),
    }
  },
  'a failed detector': (q) => ({
    ...q,
    detection: { ...q.detection, failed: [...q.detection.failed, { detector: 'y', why: 'timed_out' as const }] },
  }),
  'a reason that is not given': (q) => ({ ...q, hasReason: false }),
  'an attribute that is gone': (q, r) => {
    const known = Object.entries(q.caller.attributes)
    const gone = r.below(known.length)
    const attributes = Object.fromEntries(known.filter((_, index) => index !== gone))
    return { ...q, caller: { ...q.caller, attributes } }
  },
}

describe('more sensitive never means more allowed', () => {
  test.each(Object.keys(WORSE))('%s enables no cloud destination', (name) => {
    const worsen = WORSE[name] as (typeof WORSE)[string]
    let narrowed = 0
    for (const { seed, r, compiled, question } of cases(300, 20)) {
      const cloud = (q: Question) =>
        decide(compiled, q).permitted.flatMap(({ zone, destination }) => (zone === 'cloud' ? [destination] : []))
      const before = cloud(question)
      const worse = worsen(question, r, compiled.policy.levels)
      const after = cloud(worse)
      const enabled = after.filter((destination) => !before.includes(destination))
      if (enabled.length > 0) expect({ seed, question, worse, enabled }).toEqual({ seed, question, worse, enabled: [] })
      if (after.length < before.length) narrowed++
    }
    expect(narrowed).toBeGreaterThan(4)
  })
})
