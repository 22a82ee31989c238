import { judgeOf, whatOpens } from '../command/policy-diff.ts'
import type { DiffCase, PolicyDiff, PolicyName } from '../contract/policy.ts'
import { diffPolicies } from '../policy/diff.ts'
import type { Case } from '../policy/diff.ts'
import { caseSentence } from '../policy/format-diff.ts'
import type { JsonValue } from '../terms/json.ts'
import type { Policy } from '../terms/policy.ts'

/** A policy to compare, with its text as far as that is at hand. */
export type Side = { readonly policy: Policy; readonly source: string | null; readonly canonical: string }

const MOST_CASES = 500

/** What one policy allows and denies otherwise than another. It may take seconds: all cases that make a difference are tried. */
export function differedPolicies(from: Side, to: Side, now: number): PolicyDiff {
  const diff = diffPolicies(from.policy, to.policy, (policy) => judgeOf(policy, now))
  const { newlyAllowed, newlyDenied, settings, tried, whole } = diff
  const more = [newlyAllowed, newlyDenied].reduce((sum, some) => sum + Math.max(0, some.length - MOST_CASES), 0)
  return {
    ...{ from: nameOf(from.policy), to: nameOf(to.policy), opens: [...whatOpens(diff)], more, tried, whole },
    newlyAllowed: newlyAllowed.slice(0, MOST_CASES).map(toCase),
    newlyDenied: newlyDenied.slice(0, MOST_CASES).map(toCase),
    settings: settings.map((one) => ({ ...one })),
    texts: textsOf(from, to),
  }
}

const nameOf = ({ name, version, digest }: Policy): PolicyName => ({ name, version, digest })

const toCase = (one: Case): DiffCase => ({
  ...{ destination: one.destination, zone: one.zone, prompt: [...one.prompt], text: caseSentence(one) },
  who: Object.fromEntries(Object.entries(one.who).map(([name, values]) => [name, [...values]])),
  ...{ before: [...one.before], now: [...one.now] },
})

/** Two texts of one form: a file beside a digest form would differ in every line. */
function textsOf(from: Side, to: Side): PolicyDiff['texts'] {
  if (from.source !== null && to.source !== null) return { form: 'source', from: from.source, to: to.source }
  return { form: 'canonical', from: inLines(from.canonical), to: inLines(to.canonical) }
}

const inLines = (canonical: string) => `${JSON.stringify(JSON.parse(canonical) as JsonValue, null, 2)}\n`
