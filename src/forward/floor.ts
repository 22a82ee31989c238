import { AsyncLocalStorage } from 'node:async_hooks'
import type { Decision } from '../terms/decision.ts'
import type { Destination } from '../terms/destination.ts'
import type { Levels } from '../terms/level.ts'
import { rankOf } from '../terms/level.ts'
import { EgressError } from './egress-error.ts'

/** What travels with a request to the socket: what was decided about it, and who hears that it is let out. */
type Pass = { readonly decision: Decision; readonly admitted: () => void }

const current = new AsyncLocalStorage<Pass>()

/** Runs something on behalf of one request, so that the agents below can ask what was decided about it. `admitted` is called each time one lets it out. */
export function onBehalfOf<T>(decision: Decision, run: () => T, admitted: () => void = () => {}): T {
  return current.run({ decision, admitted }, run)
}

/**
 * Why a decision does not let a request go to a destination, in words for the log; null when it does.
 * No decision, and a level that the policy does not know, count as no.
 */
export function whyNotTo(destination: Destination, levels: Levels, decision: Decision | undefined): string | null {
  if (decision === undefined) return 'no decision travels with the request'
  if (decision.kind !== 'permit') return 'the decision is a denial'
  if (decision.pinned && destination.zone === 'cloud') return 'the request is pinned to the LAN'
  const rank = rankOf(levels, decision.level)
  if (rank > ceiling(levels, destination.maxLevel)) return 'the level is above the destination’s'
  const permit = decision.permitted.find(
    (it) => it.destination === destination.name && it.zone === destination.zone && rank <= ceiling(levels, it.maxLevel),
  )
  return permit === undefined ? 'the decision does not permit the destination' : null
}

/** The last floor, asked for every request at the socket: throws EGRESS_LEVEL unless the current decision permits it. */
export function admit(destination: Destination, levels: Levels): void {
  const pass = current.getStore()
  const why = whyNotTo(destination, levels, pass?.decision)
  if (pass === undefined || why !== null)
    throw new EgressError('EGRESS_LEVEL', `${destination.name}: ${why ?? 'no decision'}`)
  pass.admitted()
}

/** A ceiling that the policy does not know admits nothing: ranked as an unknown level it would admit everything. */
function ceiling(levels: Levels, maxLevel: string): number {
  return levels.includes(maxLevel) ? rankOf(levels, maxLevel) : -1
}
