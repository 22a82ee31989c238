import type { Zone } from '../terms/destination.ts'
import type { Recorded, Replayed } from '../terms/recorded.ts'
import { concern, count, inOrder, nobody, toJson } from './counts.ts'
import type { Concerned, Counts } from './counts.ts'

/** What a policy would have done with what was recorded, added up. Its size does not depend on how many records there were. */
export type Simulation = {
  readonly decisions: number
  /** Requests that no policy was asked about. */
  readonly notAsked: number
  readonly same: number
  readonly changed: number
  readonly undecidable: number
  /** Among those that are the same: how many have another level, which changes nothing. */
  readonly levelOnly: number
  /** Among those that changed: how many may go to the cloud where they could not, and the other way round. */
  readonly toCloud: number
  readonly fromCloud: number
  readonly open: Readonly<Record<string, number>>
  readonly openSamples: readonly string[]
  /** The most frequent first. */
  readonly changes: readonly Change[]
}

export type Change = {
  readonly from: readonly string[]
  readonly to: readonly string[]
  readonly count: number
  /** `level → level`, as it was and as it would be. */
  readonly levels: Readonly<Record<string, number>>
  /** `destination: rule or floor`, of what the policy would decide otherwise. */
  readonly rules: Readonly<Record<string, number>>
  readonly who: Readonly<Record<string, Readonly<Record<string, number>>>>
  /** Ids of requests. */
  readonly samples: readonly string[]
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

const SAMPLES = 5
/** Different changes of where prompts may go; with more destinations than anybody has, the rest is put together. */
const MOST_GROUPS = 500

export type Adding = {
  readonly add: (recorded: Recorded, replayed: Replayed) => void
  readonly skip: () => void
  readonly done: () => Simulation
}

/** Begins a simulation. `zoneOf` knows the destinations of the policy that is tried out and of those before it. */
export function simulation(zoneOf: (destination: string) => Zone | null): Adding {
  const sums = {
    decisions: 0,
    notAsked: 0,
    same: 0,
    changed: 0,
    undecidable: 0,
    levelOnly: 0,
    toCloud: 0,
    fromCloud: 0,
  }
  const groups = new Map<string, Group>()
  const open: Counts = new Map()
  const openSamples: string[] = []
  const isCloud = (name: string) => zoneOf(name) !== 'lan' // what nobody knows counts as far away

  const add = (recorded: Recorded, replayed: Replayed) => {
    sums.decisions += 1
    if (replayed.kind === 'undecidable') {
      sums.undecidable += 1
      for (const what of replayed.open) count(open, what)
      if (openSamples.length < SAMPLES) openSamples.push(recorded.request)
      return
    }
    const { level, permitted, considered } = replayed.decision
    const from = recorded.decided.permitted.toSorted()
    const to = permitted.map(({ destination }) => destination).toSorted()
    const gained = to.filter((name) => !from.includes(name))
    const lost = from.filter((name) => !to.includes(name))
    if (gained.length + lost.length === 0) {
      sums.same += 1
      if (level !== recorded.decided.level) sums.levelOnly += 1
      return
    }
    sums.changed += 1
    if (gained.some(isCloud)) sums.toCloud += 1
    if (lost.some(isCloud)) sums.fromCloud += 1
    const group = groupOf(groups, from, to)
    group.count += 1
    count(group.levels, `${recorded.decided.level} → ${level}`)
    for (const name of [...gained, ...lost]) {
      const verdict = considered.find(({ destination }) => destination === name)
      count(group.rules, `${name}: ${verdict?.rule ?? verdict?.ground ?? 'no such destination'}`)
    }
    concern(group.who, recorded.attributes)
    if (group.samples.length < SAMPLES) group.samples.push(recorded.request)
  }

  const done = (): Simulation => ({
    ...sums,
    open: toRecord(open),
    openSamples,
    changes: [...groups.values()].sort((one, other) => other.count - one.count).map(toChange),
  })
  return { add, skip: () => void (sums.notAsked += 1), done }
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

const toRecord = (counts: Counts) => Object.fromEntries(inOrder(counts).map(({ name, count }) => [name, count]))

const toChange = ({ from, to, count, levels, rules, who, samples }: Group): Change => ({
  from,
  to,
  count,
  levels: toRecord(levels),
  rules: toRecord(rules),
  who: toJson(who),
  samples,
})
