import type { Decision, Verdict } from '../terms/decision.ts'
import type { JsonObject } from '../terms/json.ts'
import type { PolicyTest } from '../terms/policy.ts'
import { canonical } from './digest.ts'

type Expect = PolicyTest['expect']

/** How a decision differs from what was expected of it, a line for each difference. */
export function differences(expect: Expect, decision: Decision): readonly string[] {
  const permitted = decision.permitted.map(({ destination }) => destination)
  return [
    ...unless(expect.level === null || expect.level === decision.level, 'level', expect.level, levelOf(decision)),
    ...unless(expect.to === null || isSameSet(expect.to, permitted), 'to', named(expect.to), named(permitted)),
    ...expect.never
      .filter((name) => permitted.includes(name))
      .map((name) => `never: "${name}" was permitted, by ${verdictOf(decision, name)?.rule ?? 'no rule'}`),
    ...ruleDiffers(expect, decision),
    ...Object.entries(expect.denied).flatMap(([name, by]) => deniedDiffers(name, by, decision)),
    ...listDiffers(
      'shadow',
      expect.shadow,
      decision.shadow.map(({ rule }) => rule),
    ),
    ...unless(expect.retain === null || expect.retain === (decision.retain ?? 'none'), 'retain', expect.retain, decision.retain ?? 'none'), // prettier-ignore
    ...listDiffers('obligations', expect.obligations, decision.obligations),
    ...listDiffers('broken', expect.broken, [...new Set(decision.broken.map(({ rule }) => rule))]),
    ...Object.entries(expect.provider).flatMap(([name, flags]) => providerDiffers(name, flags, decision)),
  ]
}

const unless = (same: boolean, what: string, wanted: unknown, came: string): readonly string[] =>
  same ? [] : [`${what}: expected ${String(wanted)}, got ${came}`]

const named = (names: readonly string[] | null) => (names === null || names.length === 0 ? 'nothing' : names.join(', '))

const isSameSet = (one: readonly string[], other: readonly string[]) =>
  one.length === other.length && one.every((name) => other.includes(name))

/** The level, and what spoke for it. */
function levelOf({ level, reasons }: Decision): string {
  const why = reasons
    .filter((reason) => reason.level === level)
    .map(({ kind, what, count }) => `${kind} ${what} ×${count}`)
  return why.length === 0 ? level : `${level} (${why.join('; ')})`
}

const verdictOf = ({ considered }: Decision, name: string) => considered.find(({ destination }) => destination === name)

const byWhat = (verdict: Verdict | undefined) => verdict?.rule ?? verdict?.ground ?? 'nothing'

/** The rule that permitted the first destination expected, or the rule or floor that denied every one. */
function ruleDiffers({ rule, to }: Expect, decision: Decision): readonly string[] {
  if (rule === null) return []
  if (decision.kind === 'deny') {
    const by = [...new Set(decision.considered.map(byWhat))]
    return unless(by.length === 1 && by[0] === rule, 'rule', rule, `denied by ${by.join(', ')}`)
  }
  const first = to?.[0] === undefined ? decision.permitted[0] : decision.permitted.find((p) => p.destination === to[0])
  return unless(first?.rule === rule, 'rule', rule, first === undefined ? 'no permission there' : first.rule)
}

function deniedDiffers(name: string, by: string, decision: Decision): readonly string[] {
  const verdict = verdictOf(decision, name)
  if (verdict?.permitted === true)
    return [`denied: expected "${name}" denied by ${by}, but ${byWhat(verdict)} permits it`]
  return unless(byWhat(verdict) === by, `denied: ${name}`, by, byWhat(verdict))
}

function listDiffers(what: string, wanted: readonly string[] | null, came: readonly string[]): readonly string[] {
  return unless(wanted === null || isSameSet(wanted, came), what, named(wanted), named(came))
}

/** The flags that the test names; others may be sent beside them. */
function providerDiffers(name: string, flags: JsonObject, { permitted }: Decision): readonly string[] {
  const permit = permitted.find(({ destination }) => destination === name)
  if (permit === undefined) return [`provider: expected "${name}" to be permitted`]
  return Object.entries(flags).flatMap(([flag, wanted]) => {
    const came = permit.provider?.[flag]
    return unless(canonical(came) === canonical(wanted), `provider: ${name}: ${flag}`, canonical(wanted), canonical(came) ?? 'nothing') // prettier-ignore
  })
}
