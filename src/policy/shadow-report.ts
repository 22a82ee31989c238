import type { Decision } from '../terms/decision.ts'
import type { Policy, Rule } from '../terms/policy.ts'
import type { Recorded } from '../terms/recorded.ts'
import { changes } from './changes.ts'
import type { Change, Changes } from './changes.ts'

/** What shadow rules, and policies that were tried beside the one in force, would have changed. */
export type ShadowReport = {
  readonly decisions: number
  /** Records that were too long, so that they may have lost what a shadow rule said. */
  readonly cut: number
  readonly rules: readonly ShadowRule[]
  readonly candidates: readonly Candidate[]
}

type Tried = {
  /** Decisions at which it was asked. */
  readonly asked: number
  readonly changed: number
  /** Milliseconds since 1970, of the first and the last request that it would have changed. */
  readonly first: number | null
  readonly last: number | null
  readonly changes: readonly Change[]
}

/** `words` is null when no policy with this rule is kept. */
export type ShadowRule = Tried & { readonly rule: string; readonly words: Rule | null }

export type Candidate = Tried & { readonly policy: Decision['policy'] }

type Sum = { asked: number; changed: number; first: number | null; last: number | null; readonly changes: Changes }

const nothing = (): Sum => ({ asked: 0, changed: 0, first: null, last: null, changes: changes() })

export type Reporting = { readonly add: (recorded: Recorded) => void; readonly done: () => ShadowReport }

/** Begins a report. `policies`, by digest, say which shadow rules were asked without having had anything to say. */
export function shadowReport(policies: ReadonlyMap<string, Policy>): Reporting {
  const rules = new Map<string, Sum>()
  const words = new Map<string, Rule>()
  const candidates = new Map<string, { readonly policy: Decision['policy']; readonly sum: Sum }>()
  let [decisions, cut] = [0, 0]

  const add = (recorded: Recorded) => {
    decisions += 1
    if (recorded.lacks.includes('cut')) cut += 1
    const { policy, shadow, candidate } = recorded.decided
    const fired = new Map(shadow.map(({ rule, wouldPermit }) => [rule, wouldPermit]))
    const asked = policies.get(policy.digest)?.rules.filter((rule) => rule.shadow) ?? []
    for (const rule of asked) words.set(rule.id, rule)
    for (const id of new Set([...asked.map((rule) => rule.id), ...fired.keys()])) {
      const would = fired.get(id)
      tally(sumOf(rules, id), recorded, would ?? null, `${id}`)
    }
    if (candidate === null) return
    const known = candidates.get(candidate.policy.digest) ?? { policy: candidate.policy, sum: nothing() }
    candidates.set(candidate.policy.digest, known)
    tally(known.sum, recorded, candidate.permitted, candidate.policy.name, candidate.level)
  }

  const done = (): ShadowReport => ({
    decisions,
    cut,
    rules: [...rules].sort(([one], [other]) => (one < other ? -1 : 1)).map(([rule, sum]) => ({ rule, words: words.get(rule) ?? null, ...toTried(sum) })), // prettier-ignore
    candidates: [...candidates.values()].map(({ policy, sum }) => ({ policy, ...toTried(sum) })),
  })
  return { add, done }
}

/** Names of rules come from policies, and of policies there are few; a ledger that was made up cannot make this grow. */
const MOST_RULES = 10_000

function sumOf(sums: Map<string, Sum>, id: string): Sum {
  const key = sums.has(id) || sums.size < MOST_RULES ? id : '(others)'
  const sum = sums.get(key) ?? nothing()
  sums.set(key, sum)
  return sum
}

function tally(sum: Sum, recorded: Recorded, would: readonly string[] | null, by: string, level?: string): void {
  sum.asked += 1
  const from = recorded.decided.permitted.toSorted()
  const to = would?.toSorted()
  if (to === undefined || to.join('\n') === from.join('\n')) return
  const { request, received, attributes, decided } = recorded
  sum.changed += 1
  sum.first = Math.min(sum.first ?? received, received)
  sum.last = Math.max(sum.last ?? received, received)
  const moved = [...from, ...to].filter((name) => from.includes(name) !== to.includes(name))
  const levels = level === undefined || level === decided.level ? decided.level : `${decided.level} → ${level}`
  sum.changes.add({ request, from, to, levels, rules: moved.map((name) => `${name}: ${by}`), attributes })
}

const toTried = ({ changes, ...sum }: Sum): Tried => ({ ...sum, changes: changes.list() })
