import type { Zone } from '../terms/destination.ts'
import type { Recorded, Replayed } from '../terms/recorded.ts'
import { changes, SAMPLES, toRecord } from './changes.ts'
import type { Change } from './changes.ts'
import { count } from './counts.ts'
import type { Counts } from './counts.ts'

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
  const groups = changes()
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
    groups.add({
      request: recorded.request,
      from,
      to,
      levels: `${recorded.decided.level} → ${level}`,
      rules: [...gained, ...lost].map((name) => {
        const verdict = considered.find(({ destination }) => destination === name)
        return `${name}: ${verdict?.rule ?? verdict?.ground ?? 'no such destination'}`
      }),
      attributes: recorded.attributes,
    })
  }

  const done = (): Simulation => ({
    ...sums,
    open: toRecord(open),
    openSamples,
    changes: groups.list(),
  })
  return { add, skip: () => void (sums.notAsked += 1), done }
}
