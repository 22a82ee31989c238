import type { Tallied } from '../terms/finding.ts'
import type { Level } from '../terms/level.ts'
import type { Exception, Policy } from '../terms/policy.ts'

/** What a prompt may hold, as far as it can make a difference to one of two policies. */
export type Situation = {
  readonly words: string
  /** Values, with the exceptions that name them in the old policy and in the new one. */
  readonly tallied: { readonly old: readonly Tallied[]; readonly new: readonly Tallied[] }
  readonly unread: boolean
  readonly raise: Level | null
  /** Milliseconds since 1970; null for now. Only where exceptions end. */
  readonly at: number | null
}

const DAY = 86_400_000

const plainly = (words: string, tallied: readonly Tallied[] = []): Situation => ({
  words,
  tallied: { old: tallied, new: tallied },
  unread: false,
  raise: null,
  at: null,
})

/** A type that no policy names: types are capitals. */
const UNNAMED = 'another type'

/**
 * Every situation that can make a difference between two policies. One finding type is enough to see each change of a level: if a prompt with
 * several is judged otherwise, then so is one of these with nothing but what speaks for the decisive level, because less in a prompt never
 * permits less. Pairs are needed only where a rule asks for a finding and a level at once.
 */
export function situationsOf(one: Policy, other: Policy): readonly Situation[] {
  const types = union(Object.keys(one.detect), Object.keys(other.detect), ...[one, other].map(typesAsked))
  const single = [
    ...types.flatMap((type) => ofType(one, other, type)),
    ...types.flatMap((type) => excepted(one, other, type)),
    ...[one, other].flatMap(({ together }) => together).flatMap(({ all }) => atThresholds(one, other, all)),
  ]
  const raises = union(one.levels, other.levels).map((raise) => ({ ...plainly(`level ${raise}`), raise }))
  const others: readonly Situation[] = [
    plainly('nothing found'),
    ...raises,
    { ...plainly('something that cannot be read'), unread: true },
    plainly('a finding of a type that neither policy names', [value(UNNAMED, 1, 1)]),
  ]
  const asked = union(...[one, other].flatMap((policy) => asking(policy).map(({ when }) => (when.level === undefined ? [] : (when.finding ?? []))))) // prettier-ignore
  const pairs = asked.flatMap((type) => [...raises, ...single].map((situation) => withFinding(situation, type)))
  return [...others, ...single, ...pairs]
}

/** A rule may ask for a type that gives no level of its own. */
const typesAsked = (policy: Policy) => asking(policy).flatMap(({ when }) => when.finding ?? [])

const asking = ({ rules, obligations = [] }: Policy) => [...rules, ...obligations]

const value = (type: string, count: number, score: number, excepted: readonly string[] = []): Tallied => ({
  type,
  count,
  seen: [{ score, excepted }],
})

/** A type at each threshold of either policy, and at and just below each count. */
function ofType(one: Policy, other: Policy, type: string): readonly Situation[] {
  return scores(one, other, type).flatMap((score) =>
    counts(one, other, type).map((count) => plainly(found(type, count, score), [value(type, count, score)])),
  )
}

const found = (type: string, count: number, score: number) => `${String(count)} × ${type}${score === 1 ? '' : ` with a score of ${String(score)}`}` // prettier-ignore

/** A type that a policy does not name counts however unsure it is. */
function scores(one: Policy, other: Policy, type: string): readonly number[] {
  const sure = [one, other].map(({ detect }) => detect[type]?.sure ?? 0)
  return [...new Set([1, ...sure])].sort((a, b) => b - a)
}

function counts(one: Policy, other: Policy, type: string): readonly number[] {
  const tiers = [one, other].flatMap(({ detect }) => (detect[type]?.tiers ?? []).map(({ count }) => count))
  const bounds = [1, ...tiers, ...tiers.map((count) => count - 1)].filter((count) => count >= 1)
  return [...new Set(bounds)].sort((a, b) => a - b)
}

/** All types of a combination, each as sure as one of the policies asks, or certain. */
function atThresholds(one: Policy, other: Policy, all: readonly string[]): readonly Situation[] {
  const sure = ({ detect }: Policy) => all.map((type) => value(type, 1, detect[type]?.sure ?? 1))
  const words = all.join(' with ')
  return [
    plainly(
      words,
      all.map((type) => value(type, 1, 1)),
    ),
    plainly(`${words}, as sure as the old policy asks`, sure(one)),
    plainly(`${words}, as sure as the new policy asks`, sure(other)),
  ]
}

/** Values that an exception names, now and after each exception has ended. */
function excepted(one: Policy, other: Policy, type: string): readonly Situation[] {
  const [mine, theirs] = [exceptionsFor(one, type), exceptionsFor(other, type)]
  if (mine.length + theirs.length === 0) return []
  const values = union(...[...mine, ...theirs].map(({ exact }) => exact))
  const kinds = new Map<string, { readonly old: readonly string[]; readonly new: readonly string[] }>()
  for (const exact of values) {
    const kind = { old: naming(mine, exact), new: naming(theirs, exact) }
    kinds.set(JSON.stringify(kind), kind)
  }
  const ends = [...new Set([...mine, ...theirs].map(({ until }) => Date.parse(`${until}T00:00:00Z`) + DAY))].sort((a, b) => a - b) // prettier-ignore
  return [...kinds.values()].flatMap((kind) =>
    [null, ...ends].flatMap((at) =>
      scores(one, other, type).flatMap((score) =>
        counts(one, other, type).map((count): Situation => {
          const named = `${found(type, count, score)} that ${[...new Set([...kind.old, ...kind.new])].join(' and ')} names`
          const words = at === null ? named : `${named}, from ${new Date(at).toISOString().slice(0, 10)} on`
          const tallied = { old: [value(type, count, score, kind.old)], new: [value(type, count, score, kind.new)] }
          return { words, tallied, unread: false, raise: null, at }
        }),
      ),
    ),
  )
}

const exceptionsFor = ({ detect, exceptions }: Policy, type: string): readonly Exception[] =>
  (detect[type]?.except ?? []).flatMap((name) => exceptions[name] ?? [])

const naming = (exceptions: readonly Exception[], value: string) =>
  exceptions.filter(({ exact }) => exact.includes(value)).map(({ name }) => name)

function withFinding(situation: Situation, type: string): Situation {
  const { words, tallied } = situation
  const add = (values: readonly Tallied[]) => (values.some((it) => it.type === type) ? values : [...values, value(type, 1, 1)]) // prettier-ignore
  return { ...situation, words: `${words}, and 1 × ${type}`, tallied: { old: add(tallied.old), new: add(tallied.new) } }
}

const union = (...lists: readonly (readonly string[])[]): readonly string[] => [...new Set(lists.flat())]
