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
  const types = new Map<string, Map<string, Sighting[]>>()
  findings.forEach((finding, index) => {
    const text = textOf(finding, segments)
    const bare = text === null ? null : withoutSeparators(text)
    const value = bare === null ? `#${index}` : `=${bare.toLowerCase()}`
    const excepted = text === null || bare === null ? NONE : namesOf(exceptions, text, bare)
    const score = finding.score <= CERTAIN ? finding.score : CERTAIN // also for a score that is no number
    const values = types.get(finding.type) ?? new Map<string, Sighting[]>()
    types.set(finding.type, values)
    see(values, value, { score, excepted })
  })
  return [...types].flatMap(([type, values]) => alike(type, values.values()))
}

const NONE: readonly string[] = []

/** Of several sightings that are named by the same exceptions, the surest is the one that tells. */
function see(values: Map<string, Sighting[]>, value: string, sighting: Sighting): void {
  const known = values.get(value)
  if (known === undefined) return void values.set(value, [sighting])
  const at = known.findIndex(({ excepted }) => excepted.join() === sighting.excepted.join())
  const before = known[at]
  if (before === undefined) known.push(sighting)
  else if (before.score < sighting.score) known[at] = sighting
}

function alike(type: string, values: Iterable<Sighting[]>): readonly Tallied[] {
  const groups = new Map<string, { readonly first: Sighting; readonly others: readonly Sighting[]; count: number }>()
  for (const sightings of values) {
    if (sightings.length > 1) sightings.sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1))
    const [first, ...others] = sightings
    if (first === undefined) continue
    const key = others.reduce((all, one) => `${all}|${keyOf(one)}`, keyOf(first))
    const group = groups.get(key) ?? { first, others, count: 0 }
    group.count += 1
    groups.set(key, group)
  }
  return [...groups.values()].map(({ first, others, count }) => ({ type, count, seen: [first, ...others] }))
}

const keyOf = ({ score, excepted }: Sighting) => (excepted.length === 0 ? ` ${score}` : `${excepted.join()} ${score}`)

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
function namesOf({ byValue }: CompiledExceptions, text: string, bare: string): readonly string[] {
  if (byValue.size === 0) return NONE
  const exactly = byValue.get(text)
  const also = /^[0-9A-Za-z]+$/.test(bare) ? byValue.get(bare) : undefined
  if (exactly === undefined && also === undefined) return NONE
  return [...new Set([...(exactly ?? []), ...(also ?? [])])].sort()
}

/** The finding's own text, where it stands in the prompt as it is; null where it had to be decoded or put together. */
function textOf({ via, segment, start, end }: Finding, segments: readonly Segment[]): string | null {
  if (via !== 'plain' && via !== 'normalised') return null
  const text = segments[segment]?.text.slice(start, end)
  return text === undefined || text === '' ? null : text
}

/** A value as it is compared: without the spaces and hyphens that people put into numbers. */
export const withoutSeparators = (text: string) => text.normalize('NFKC').replace(/[\s\p{Cf}\p{Pd}]/gu, '')
