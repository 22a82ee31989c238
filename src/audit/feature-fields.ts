import type { Caller } from '../terms/caller.ts'
import type { Detection, Tallied } from '../terms/finding.ts'
import type { JsonObject, JsonValue } from '../terms/json.ts'
import type { Unread } from '../terms/prompt.ts'
import { providerFlags } from './known-name.ts'

/** What a decision was made of, so that another policy can be asked the same later. None of it can hold text of the prompt. */

/** Claims of one attribute that are written down, and how much of each. A list of this length may have been longer. */
export const MAX_CLAIMS = 32
export const MAX_CLAIM = 128

/** An attribute that the token does not speak of is null, which is not the same as an empty list. */
export function claims(values: readonly string[] | undefined): readonly string[] | null {
  return values === undefined ? null : values.slice(0, MAX_CLAIMS).map(claim)
}

/** As the token has it, to the letter: policies compare letters. */
export const claim = (text: string): string => text.slice(0, MAX_CLAIM)

/** Attributes that a configuration takes from a claim of its own, in place of the verified one that every record has. */
export function mappedClaims({ attributes: { client, issuer } }: Caller): JsonObject {
  return {
    ...(client === undefined ? {} : { client_claims: claims(client) }),
    ...(issuer === undefined ? {} : { issuer_claims: claims(issuer) }),
  }
}

/** Types in order: how many findings by which detectors, and of how many different values, by how sure. */
export function findingFields({ findings }: Detection, tallied: readonly Tallied[] | null): readonly JsonObject[] {
  const byType = new Map<string, { count: number; detectors: Set<string>; values: JsonObject[] }>()
  for (const { type, detector } of findings) {
    const seen = byType.get(type) ?? { count: 0, detectors: new Set(), values: [] }
    seen.count += 1
    seen.detectors.add(detector)
    byType.set(type, seen)
  }
  for (const value of tallied ?? []) byType.get(value.type)?.values.push(valueFields(value))
  return [...byType]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([type, { count, detectors, values }]) => {
      const found = { type, count, detectors: [...detectors].sort() }
      return tallied === null ? found : { ...found, values }
    })
}

function valueFields({ count, seen: [first, ...others] }: Tallied): JsonObject {
  const sighting = ({ score, excepted }: typeof first) => ({ score, ...(excepted.length === 0 ? {} : { excepted }) })
  return { count, ...sighting(first), ...(others.length === 0 ? {} : { or: others.map(sighting) }) }
}

/** Kinds in order. `from`: Cordon saw this come from that destination. */
export function unreadFields(unread: readonly Unread[]): readonly JsonObject[] {
  const groups = new Map<string, { kind: string; count: number; from?: string }>()
  for (const { kind, from } of unread) {
    const key = `${kind} ${from ?? ''}`
    const count = (groups.get(key)?.count ?? 0) + 1
    groups.set(key, { kind, count, ...(from === undefined ? {} : { from }) })
  }
  return [...groups].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, group]) => group)
}

/** Of the caller's own `provider` object what can leave no provider: then it was the caller who was refused, not the policy. */
export function exclusionFields(provider: JsonObject | null, digest: (text: string) => string): JsonObject {
  const { only, ignore } = provider ?? {}
  const asked = { ...(only === undefined ? {} : { only: short(only) }), ...(ignore === undefined ? {} : { ignore: short(ignore) }) } // prettier-ignore
  return Object.keys(asked).length === 0 ? {} : { provider: providerFlags(asked, digest) }
}

const short = (value: JsonValue): JsonValue => (Array.isArray(value) ? value.slice(0, MAX_CLAIMS) : value)
