import { concern, count, inOrder, nobody, toJson } from './counts.ts'
import type { Concerned, Counts, Who } from './counts.ts'

/** Requests that would have gone elsewhere, in one way. */
export type Change = {
  readonly from: readonly string[]
  readonly to: readonly string[]
  readonly count: number
  /** `level → level`, as it was and as it would be. */
  readonly levels: Readonly<Record<string, number>>
  /** `destination: rule or floor`, of what would be decided otherwise. */
  readonly rules: Readonly<Record<string, number>>
  readonly who: Readonly<Record<string, Readonly<Record<string, number>>>>
  /** Ids of requests. */
  readonly samples: readonly string[]
}

export type Changed = {
  readonly request: string
  readonly from: readonly string[]
  readonly to: readonly string[]
  readonly levels: string
  readonly rules: readonly string[]
  readonly attributes: Readonly<Partial<Record<Who, readonly string[]>>>
}

export type Changes = {
  readonly add: (changed: Changed) => void
  /** The most frequent first. */
  readonly list: () => readonly Change[]
}

type Group = {
  readonly from: readonly string[]
  readonly to: readonly string[]
  readonly levels: Counts
  readonly rules: Counts
  readonly who: Concerned
  readonly samples: string[]
  count: number
}

export const SAMPLES = 5
/** Different changes of where prompts may go; with more destinations than anybody has, the rest is put together. */
const MOST_GROUPS = 500

/** Adds up changes. Its size does not depend on how many there are. */
export function changes(): Changes {
  const groups = new Map<string, Group>()
  const add = ({ request, from, to, levels, rules, attributes }: Changed) => {
    const group = groupOf(groups, from, to)
    group.count += 1
    count(group.levels, levels)
    for (const rule of rules) count(group.rules, rule)
    concern(group.who, attributes)
    if (group.samples.length < SAMPLES) group.samples.push(request)
  }
  return { add, list: () => [...groups.values()].sort((one, other) => other.count - one.count).map(toChange) }
}

function groupOf(groups: Map<string, Group>, from: readonly string[], to: readonly string[]): Group {
  const wanted = JSON.stringify([from, to])
  const isFull = groups.size >= MOST_GROUPS && !groups.has(wanted)
  const key = isFull ? 'others' : wanted
  const known = groups.get(key)
  if (known !== undefined) return known
  const ends = isFull ? { from: ['(others)'], to: ['(others)'] } : { from, to }
  const group = { ...ends, count: 0, levels: new Map(), rules: new Map(), who: nobody(), samples: [] }
  groups.set(key, group)
  return group
}

const toChange = ({ from, to, count, levels, rules, who, samples }: Group): Change => ({
  from,
  to,
  count,
  levels: toRecord(levels),
  rules: toRecord(rules),
  who: toJson(who),
  samples,
})

/** By name, the most frequent first. */
export const toRecord = (counts: Counts): Readonly<Record<string, number>> =>
  Object.fromEntries(inOrder(counts).map(({ name, count }) => [name, count]))
