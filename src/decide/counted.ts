import type { Finding, Sighting, Tallied } from '../terms/finding.ts'
import type { DetectRule } from '../terms/policy.ts'
import type { Segment } from '../terms/prompt.ts'
import type { CompiledExceptions, CompiledPolicy } from './compile.ts'

/** What counts: how many different values of each type, apart for types that the policy does not name. */
export type Counted = {
  readonly named: ReadonlyMap<string, number>
  readonly unnamed: ReadonlyMap<string, number>
}

/** The most that a policy can ask for: what is as sure as this always counts. */
const CERTAIN = 1

/**
 * Tells values apart. The same value found again is one value: an address that a conversation repeats ten times is one address.
 * Values in decoded or joined text cannot be compared, so each such finding is a value of its own. Values that are alike in score
 * and exceptions are put together, and their texts are gone.
 */
export function tallied(
  exceptions: CompiledExceptions,
  findings: readonly Finding[],
  segments: readonly Segment[],
): readonly Tallied[] {
  const types = new Map<string, Map<string, Map<string, Sighting>>>()
  findings.forEach((finding, index) => {
    const text = textOf(finding, segments)
    const value = text === null ? `#${index}` : `=${withoutSeparators(text).toLowerCase()}`
    const excepted = text === null ? [] : namesOf(exceptions, text)
    const score = finding.score <= CERTAIN ? finding.score : CERTAIN // also for a score that is no number
    const values = child(types, finding.type)
    const sightings = child(values, value)
    const key = excepted.join(' ')
    const known = sightings.get(key)
    if (known === undefined || known.score < score) sightings.set(key, { score, excepted })
  })
  return [...types].flatMap(([type, values]) => alike(type, [...values.values()]))
}

const child = <T>(parent: Map<string, Map<string, T>>, key: string): Map<string, T> => {
  const known = parent.get(key)
  if (known !== undefined) return known
  const made = new Map<string, T>()
  parent.set(key, made)
  return made
}

function alike(type: string, values: readonly ReadonlyMap<string, Sighting>[]): readonly Tallied[] {
  const groups = new Map<string, Tallied>()
  for (const sightings of values) {
    const [first, ...others] = [...sightings].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, it]) => it)
    if (first === undefined) continue
    const key = JSON.stringify([first, others])
    groups.set(key, { type, count: (groups.get(key)?.count ?? 0) + 1, seen: [first, ...others] })
  }
  return [...groups.values()]
}

/**
 * Counts values by type. A value does not count when every finding of it was less sure than the policy asks for, or was what an
 * exception that still holds names. Types that the policy does not name always count. One value more never lowers a count.
 */
export function counted(
  { detect, exceptions }: Pick<CompiledPolicy, 'detect' | 'exceptions'>,
  values: readonly Tallied[],
  at: number,
): Counted {
  const named = new Map<string, number>()
  const unnamed = new Map<string, number>()
  for (const { type, count, seen } of values) {
    const rule = detect.get(type)
    if (rule !== undefined && !seen.some((sighting) => counts(rule, exceptions, sighting, at))) continue
    const into = rule === undefined ? unnamed : named
    into.set(type, (into.get(type) ?? 0) + count)
  }
  return { named, unnamed }
}

function counts(rule: DetectRule, { ends }: CompiledExceptions, { score, excepted }: Sighting, at: number) {
  if (score < rule.sure) return false
  return !excepted.some((name) => rule.except.includes(name) && at < (ends.get(name) ?? 0))
}

/**
 * The exceptions that name exactly this. A value that was written without separators, such as a card number, also stands for its
 * spelling with spaces or hyphens; any other must be equal to the letter.
 */
function namesOf({ byValue }: CompiledExceptions, text: string): readonly string[] {
  if (byValue.size === 0) return []
  const bare = withoutSeparators(text)
  const also = /^[0-9A-Za-z]+$/.test(bare) ? (byValue.get(bare) ?? []) : []
  return [...new Set([...(byValue.get(text) ?? []), ...also])].sort()
}

/** The finding's own text, where it stands in the prompt as it is; null where it had to be decoded or put together. */
function textOf({ via, segment, start, end }: Finding, segments: readonly Segment[]): string | null {
  if (via !== 'plain' && via !== 'normalised') return null
  const text = segments[segment]?.text.slice(start, end)
  return text === undefined || text === '' ? null : text
}

/** A value as it is compared: without the spaces and hyphens that people put into numbers. */
export const withoutSeparators = (text: string) => text.normalize('NFKC').replace(/[\s\p{Cf}\p{Pd}]/gu, '')
