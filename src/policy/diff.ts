import type { Zone } from '../terms/destination.ts'
import type { Level } from '../terms/level.ts'
import type { Policy } from '../terms/policy.ts'
import { boxesOf } from './boxes.ts'
import { settingsChanged } from './diff-settings.ts'
import type { Setting } from './diff-settings.ts'
import { ANYBODY, dimensionsOf, obligationsFor, rulesFor } from './dimensions.ts'
import type { Asker, Dimension } from './dimensions.ts'
import { situationsOf } from './situations.ts'
import type { Situation } from './situations.ts'

export type Side = 'old' | 'new'

export type Answer = {
  readonly level: Level
  /** Types that counted. */
  readonly types: readonly string[]
  readonly uncertain: boolean
  /** By destination: whether it may go there, and the rule or floor that says so. */
  readonly verdicts: ReadonlyMap<string, { readonly permitted: boolean; readonly by: string }>
}

/** Asks one of the two policies, in its compiled form. */
export type Judge = (asker: Asker, situation: Situation, side: Side) => Answer

/** Makes a policy ready to be asked. */
export type Judging = (policy: Policy) => Judge

/** Some requests that are alike. A dimension that is absent makes no difference. */
export type Case = {
  readonly destination: string
  readonly zone: Zone
  /** By attribute; each value as a person reads it. */
  readonly who: Readonly<Record<string, readonly string[]>>
  /** What the prompt holds; empty when that makes no difference. */
  readonly prompt: readonly string[]
  /** The rules or floors that decided, then and now. */
  readonly before: readonly string[]
  readonly now: readonly string[]
}

export type Diff = {
  readonly newlyAllowed: readonly Case[]
  readonly newlyDenied: readonly Case[]
  readonly settings: readonly Setting[]
  /** Cases that were tried. */
  readonly tried: number
  /** False when there were too many to try them all. */
  readonly whole: boolean
}

/** Cases that are tried for one destination. */
const MOST_TRIED = 60_000

/**
 * Everything that another policy permits or denies otherwise: over every value that one of the two names, another one and none, and everything
 * that a prompt may hold. Exhaustive as long as `whole` is true.
 */
export function diffPolicies(old: Policy, now: Policy, judging: Judging): Diff {
  const names = [...new Set([...old.destinations, ...now.destinations].map(({ name }) => name))]
  const parts = names.map((name) => diffAt(name, old, now, judging))
  return {
    newlyAllowed: parts.flatMap(({ newlyAllowed }) => newlyAllowed),
    newlyDenied: parts.flatMap(({ newlyDenied }) => newlyDenied),
    settings: settingsChanged(old, now),
    tried: parts.reduce((sum, { tried }) => sum + tried, 0),
    whole: parts.every(({ whole }) => whole),
  }
}

/** Only what concerns one destination: no other rule can change what is decided about it. */
function only(policy: Policy, destination: string): Policy {
  const destinations = policy.destinations.filter(({ name }) => name === destination)
  const rules = rulesFor(policy, destination).map((rule) => ({ ...rule, destinations: [destination] }))
  return { ...policy, destinations, rules, obligations: obligationsFor(policy, destination) }
}

type Point = { readonly at: readonly number[]; readonly before: string; readonly now: string }

function diffAt(name: string, old: Policy, now: Policy, judging: Judging): Omit<Diff, 'settings'> {
  const [one, other] = [only(old, name), only(now, name)]
  const [judgeOld, judgeNew] = [judging(one), judging(other)]
  const classes = classesOf(situationsOf(one, other), judgeOld, judgeNew, [one, other])
  const dimensions = dimensionsOf([one, other].flatMap(({ rules, obligations = [] }) => [...rules, ...obligations]))
  const sizes = [...dimensions.map(({ values }) => values.length), classes.length]
  const [allowed, denied]: [Point[], Point[]] = [[], []]
  const { points, whole } = pointsOf(sizes)
  let tried = 0
  for (const at of points) {
    tried += 1
    const situation = classes[at[at.length - 1] ?? 0]?.[0]
    if (situation === undefined) continue
    const asker = dimensions.reduce((it, { values }, index) => values[at[index] ?? 0]?.apply(it) ?? it, ANYBODY)
    const before = judgeOld(asker, situation, 'old').verdicts.get(name) ?? ABSENT
    const after = judgeNew(asker, situation, 'new').verdicts.get(name) ?? ABSENT
    if (before.permitted === after.permitted) continue
    const into = after.permitted ? allowed : denied
    into.push({ at, before: before.by, now: after.by })
  }
  const zone = zoneOf(name, now) ?? zoneOf(name, old) ?? 'cloud'
  const toCases = (points: readonly Point[]) => casesOf(points, { name, zone, dimensions, classes })
  return { newlyAllowed: toCases(allowed), newlyDenied: toCases(denied), tried, whole }
}

const ABSENT = { permitted: false, by: 'no such destination' }

const zoneOf = (destination: string, { destinations }: Policy): Zone | null =>
  destinations.find(({ name }) => name === destination)?.zone ?? null

/** Situations that neither policy can tell apart, together. */
function classesOf(
  situations: readonly Situation[],
  old: Judge,
  now: Judge,
  policies: readonly Policy[],
): Situation[][] {
  const asked = new Set(
    policies.flatMap(({ rules, obligations = [] }) =>
      [...rules, ...obligations].flatMap(({ when }) => when.finding ?? []),
    ),
  )
  const classes = new Map<string, Situation[]>()
  const print = (judge: Judge, situation: Situation, side: Side) => {
    const { level, types, uncertain } = judge(ANYBODY, situation, side)
    return [level, uncertain, ...types.filter((type) => asked.has(type)).toSorted()]
  }
  for (const situation of situations) {
    const key = JSON.stringify([print(old, situation, 'old'), print(now, situation, 'new')])
    classes.set(key, [...(classes.get(key) ?? []), situation])
  }
  return [...classes.values()]
}

/** Every point of a space; or, where there are too many, as many as may be tried, spread evenly over it. */
function pointsOf(sizes: readonly number[]): { readonly points: Iterable<readonly number[]>; readonly whole: boolean } {
  const count = sizes.reduce((product, size) => product * size, 1)
  const whole = count <= MOST_TRIED
  const step = whole ? 1 : count / MOST_TRIED
  const total = whole ? count : MOST_TRIED
  function* all() {
    for (let index = 0; index < total; index += 1) {
      let rest = Math.floor(index * step)
      yield sizes.map((size) => {
        const value = rest % size
        rest = Math.floor(rest / size)
        return value
      })
    }
  }
  return { points: all(), whole }
}

type Space = {
  readonly name: string
  readonly zone: Zone
  readonly dimensions: readonly Dimension[]
  readonly classes: readonly (readonly Situation[])[]
}

function casesOf(points: readonly Point[], { name, zone, dimensions, classes }: Space): readonly Case[] {
  const byPlace = new Map(points.map((point) => [point.at.join(), point]))
  const telling = points.filter(({ at }) => !isImplied(at, byPlace, dimensions))
  return boxesOf(telling.map(({ at }) => at)).map(({ sets, members }) => {
    const inside = members.flatMap((member) => telling[member] ?? [])
    const who = dimensions.flatMap(({ attribute, values }, index) => {
      const chosen = sets[index] ?? []
      const alone = values.flatMap(({ parts }, at) => (parts === null ? [at] : []))
      if (alone.every((at) => chosen.includes(at))) return []
      return [[attribute, chosen.flatMap((at) => values[at]?.words ?? [])] as const]
    })
    const held = sets[dimensions.length] ?? []
    return {
      destination: name,
      zone,
      who: Object.fromEntries(who),
      prompt: held.length === classes.length ? [] : held.flatMap((at) => wordsOf(classes[at] ?? [])),
      before: [...new Set(inside.map(({ before }) => before))],
      now: [...new Set(inside.map(({ now }) => now))],
    }
  })
}

/** What both policies put at one level is said by the level; anything else by what it is. */
function wordsOf(alike: readonly Situation[]): readonly string[] {
  const level = alike.find(({ raise }) => raise !== null)
  return level === undefined ? [...new Set(alike.map(({ words }) => words))] : [level.words]
}

/** True for somebody with several values of an attribute, when one of them alone, or fewer of them, are a case already. */
function isImplied(
  at: readonly number[],
  known: ReadonlyMap<string, Point>,
  dimensions: readonly Dimension[],
): boolean {
  return dimensions.some(({ values }, index) => {
    const { parts } = values[at[index] ?? 0] ?? { parts: null }
    const fewer = values.flatMap((value, place) => (isPart(value.parts ?? [place], parts) ? [place] : []))
    return fewer.some((place) => known.has(at.with(index, place).join()))
  })
}

const isPart = (some: readonly number[], all: readonly number[] | null) =>
  all !== null && some.length < all.length && some.every((place) => all.includes(place))
