/** How busy a node says that it is itself. Null for what it does not say. */
export type Load = {
  readonly running: number | null
  readonly waiting: number | null
  /** The share of its KV cache in use, from 0 to 1. */
  readonly kv: number | null
}

/** A node that may have the next request, as far as the choice needs to know it. */
export type Candidate = {
  readonly name: string
  /** How many requests it works on at once. */
  readonly slots: number
  /** Requests that it works on for us. */
  readonly inFlight: number
  /** It has rested after failures: it gets one request, and no other until that went well. */
  readonly onTrial: boolean
  readonly load: Load | null
  /** Whether the model is loaded there; null when that is not known. */
  readonly warm: boolean | null
  /** How long a request took it of late, in milliseconds; null before the first. */
  readonly ms: number | null
  /** How much that still counts, from 0 to 1: what was long ago says little. */
  readonly fresh: number
}

export type Choosing = {
  /** Names of nodes that have seen the beginning of this prompt, the one that has seen most of it first. */
  readonly prefer: readonly string[]
  /** Requests that wait already. */
  readonly waiting: number
  /** From 0 up to, but not including, 1. */
  readonly random: () => number
}

/** A node may have so much more than its share before a prompt's beginning no longer draws it there. */
const BOUND = 1.25
/** What costs no more than so many times as much as the cheapest is drawn from. */
const NEAR = 2
/** It is better to wait than to go where it costs so many times as much. */
const PATIENCE = 4
/** A model that must be loaded first costs as much as half a request more. */
const COLD = 1.5
/** From here on a KV cache makes requests wait or be computed again. */
const FULL_CACHE = 0.8

/** Whether a node can begin a request now. */
export function isFree({ onTrial, inFlight, slots }: Candidate): boolean {
  return onTrial ? inFlight === 0 : inFlight < slots
}

/**
 * The node for the next request; null when all are busy, and when it is better to wait for one that is than to go to one that is hardly getting on. Never one that is not among `candidates`, nor one that is not free. A node on
 * trial comes first, since nothing else shows whether it is well again. Then a node that has seen the beginning of the prompt, if it has
 * no more than 1.25 times its share of all work (consistent hashing with bounded loads), or half of its slots are free anyway. Else the cheaper of two that are drawn
 * (power of two choices) from those that are not much dearer than the cheapest: a slow node is not drawn while a fast one is idle, and many
 * requests do not all run to the same idle one.
 */
export function choose<T extends Candidate>(candidates: readonly T[], { prefer, waiting, random }: Choosing): T | null {
  const free = candidates.filter(isFree)
  const trial = free.find(({ onTrial }) => onTrial)
  if (trial !== undefined) return trial
  const known = preferred(candidates, free, prefer)
  if (known !== null) return known
  const usual = usualMs(candidates)
  const costs = free.map((node) => ({ node, cost: costOf(node, usual) }))
  const least = costs.reduce((best, { cost }) => Math.min(best, cost), Infinity)
  if (least > PATIENCE * leastOfBusy(candidates, usual, waiting)) return null
  const near = costs.filter(({ cost }) => cost <= least * NEAR)
  const one = draw(near, random)
  const other = draw(
    near.filter((it) => it !== one),
    random,
  )
  return (one === null || (other !== null && other.cost < one.cost) ? other : one)?.node ?? null
}

/** What it would cost to wait for the cheapest of those that are busy, behind all who wait already. */
function leastOfBusy(candidates: readonly Candidate[], usual: number, waiting: number): number {
  const busy = candidates.filter((node) => !isFree(node) && !node.onTrial)
  const costs = busy.map((node) => costOf({ ...node, inFlight: node.inFlight + waiting }, usual))
  return Math.min(...costs)
}

function preferred<T extends Candidate>(all: readonly T[], free: readonly T[], prefer: readonly string[]): T | null {
  if (prefer.length === 0) return null
  const work = all.reduce((sum, { inFlight }) => sum + inFlight, 1)
  const slots = all.reduce((sum, node) => sum + node.slots, 0)
  const share = ({ slots: own }: T) => Math.ceil((BOUND * work * own) / slots)
  const within = (node: T) => node.inFlight + 1 <= Math.max(share(node), Math.floor(node.slots / 2))
  for (const name of prefer) {
    const node = free.find((it) => it.name === name)
    if (node !== undefined && within(node) && (node.load?.kv ?? 0) < 1) return node
  }
  return null
}

/** What one more request would cost at a node: the time until its turn and its work, in milliseconds as far as they are known. */
export function costOf({ slots, inFlight, load, warm, ms, fresh }: Candidate, usual: number): number {
  const took = usual + ((ms ?? usual) - usual) * fresh
  const work = (inFlight + 1 + (load?.waiting ?? 0)) / slots
  const crowded = 1 + Math.max(0, (load?.kv ?? 0) - FULL_CACHE) / (1 - FULL_CACHE)
  return took * work * crowded * (warm === false ? COLD : 1)
}

/** What a request takes at the nodes that are known, for those that are not. What was long ago counts little here too. */
export function usualMs(candidates: readonly Candidate[]): number {
  const weight = candidates.reduce((sum, { ms, fresh }) => sum + (ms === null ? 0 : fresh), 0)
  const sum = candidates.reduce((all, { ms, fresh }) => all + (ms ?? 0) * fresh, 0)
  return weight === 0 ? 1 : sum / weight
}

function draw<T>(from: readonly T[], random: () => number): T | null {
  return from[Math.floor(random() * from.length)] ?? null
}
