import type { AttemptResult } from '../terms/attempt.ts'
import type { Node } from '../terms/destination.ts'
import type { NodeFacts } from '../terms/node-facts.ts'
import type { Log } from '../terms/logger.ts'
import type { Candidate } from './choose.ts'
import { signOf } from './health.ts'
import { laterUnheld } from './later.ts'
import type { Later } from './later.ts'
import type { NodeView, Standing } from './node-view.ts'

/** What a look at a node finds. `local`: nothing was found that lets it pass a prompt on. `why` is for operators. */
export type Probed = {
  readonly reachable: boolean
  readonly models: readonly string[]
  readonly local: boolean
  readonly why: string
  /** All that it found; models, contexts, load and the checks of its locality. */
  readonly facts?: NodeFacts
}

export type NodePoolParts = {
  readonly nodes: readonly Node[]
  readonly probe: (node: Node) => Promise<Probed>
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number
  readonly log: Log
  readonly intervals: {
    /** Between two looks at a node. A proof of locality counts for three times as long. */
    readonly probeMs: number
    /** So many failures in a row rest a node. */
    readonly failures: number
    /** The first rest; each further one is twice as long, up to eight times. */
    readonly cooldownMs: number
  }
  readonly later?: Later
}

/** The memory of all nodes. It opens no socket: `probe` is handed in. */
export type NodePool = {
  /** Looks at every node, and goes on looking. Resolves after the first look at each; never rejects. */
  readonly start: () => Promise<void>
  /** Looks at every node now. Never rejects. */
  readonly refresh: () => Promise<void>
  /** Looks again at every node that might be used and was not looked at for `ms`; or at the one that is named. Resolves after that; never rejects. */
  readonly freshen: (ms: number, name?: string) => Promise<void>
  readonly stop: () => void
  readonly view: () => readonly NodeView[]
  /**
   * What is known of a node, for who chooses one; null when it may not be used, when it is to go, and when it is no longer at `url`, where
   * the request was planned to go.
   */
  readonly candidate: (node: string, model: string, url?: URL) => Candidate | null
  /** A request goes to this node. Every `began` is followed by one `ended`. */
  readonly began: (node: string) => void
  readonly ended: (node: string, result: Pick<AttemptResult, 'result' | 'status'> & { readonly ms?: number }) => void
  /** Called when a place has become free, or a node has come to stand otherwise. */
  readonly onChange: (react: () => void) => void
  /** The nodes there are from now on. New ones are looked at; those that are left out get no new request. */
  readonly set: (nodes: readonly Node[]) => Promise<void>
}

type Memory = {
  readonly node: Node
  /** What the last look found, and when that look began. */
  probed: (Probed & { readonly at: number }) | null
  looking: Promise<void> | null
  /** When a request showed that the node is not local: what was seen before that no longer counts. */
  revokedAt: number | null
  failures: number
  rests: number
  restsUntil: number
  inFlight: number
  /** How long a request took of late, as a moving average, and when that was. */
  ms: number | null
  msAt: number
  /** Since when it has had work and ended none. */
  quietSince: number
  /** True for a node that was taken away, and still works on requests. */
  leaving: boolean
  /** What was last logged. */
  told: Standing
}

const PROOF_COUNTS_FOR = 3
const LONGEST_REST = 8
/** What the newest request counts for in the moving average. */
const NEWEST = 0.2
/** Milliseconds after which an average counts half. */
const HALF_LIFE = 30_000

/**
 * Remembers how each node stands: from looks on a schedule, and from how requests went. A node that was not looked at yet, or
 * not for too long, or could not prove that it is local, is not usable: no error here makes one so.
 */
export function createNodePool(parts: NodePoolParts): NodePool {
  const { now, log, later = laterUnheld } = parts
  const memories = new Map(parts.nodes.map((node) => [node.name, toMemory(node)]))
  const listeners: (() => void)[] = []
  let cancel: () => void = () => {}
  let stopped = false

  const changed = () => listeners.forEach((react) => react())
  const lookAt = (memory: Memory) => look(parts, memory).then(changed)
  const here = () => [...memories.values()].filter(({ leaving }) => !leaving)
  const refresh = async () => void (await Promise.all(here().map(lookAt)))
  // The next round waits for nobody: a node that hangs must not keep the others from being looked at.
  const goOn = () => {
    if (!stopped) cancel = later(parts.intervals.probeMs, () => void (goOn(), refresh()))
  }
  return {
    start: () => {
      goOn()
      return refresh()
    },
    refresh,
    freshen: async (ms, name) => {
      const mayBe = (memory: Memory) => (name === undefined ? mayBeUsed(parts, memory) : memory.node.name === name)
      const old = [...memories.values()].filter((memory) => mayBe(memory) && isOld(parts, memory, ms))
      await Promise.all(old.map((memory) => look(parts, memory)))
    },
    stop: () => {
      stopped = true
      cancel()
    },
    view: () => here().map((memory) => toView(parts, memory)),
    candidate: (name, model, url) => {
      const memory = memories.get(name)
      if (memory === undefined || memory.leaving) return null
      if (url !== undefined && url.href !== memory.node.url.href) return null
      return toCandidate(parts, memory, model)
    },
    began: (name) => {
      const memory = memories.get(name)
      if (memory === undefined) return
      if (memory.inFlight === 0) memory.quietSince = now()
      memory.inFlight += 1
    },
    ended: (name, result) => {
      const memory = memories.get(name)
      if (memory === undefined) return
      memory.inFlight = Math.max(0, memory.inFlight - 1)
      memory.quietSince = now()
      if (memory.leaving && memory.inFlight === 0) memories.delete(name)
      note(parts, memory, signOf(result), now())
      clock(memory, result, now())
      if (!memory.leaving) tell(log, toView(parts, memory), memory)
      changed()
    },
    onChange: (react) => void listeners.push(react),
    set: async (nodes) => {
      const added = replace(memories, nodes)
      changed()
      if (!stopped) await Promise.all(added.map(lookAt))
    },
  }
}

/** Takes over the nodes there are from now on; those that are as they were keep what is known of them. */
function replace(memories: Map<string, Memory>, nodes: readonly Node[]): readonly Memory[] {
  const names = new Set(nodes.map(({ name }) => name))
  for (const [name, memory] of memories) {
    if (names.has(name)) continue
    if (memory.inFlight === 0) memories.delete(name)
    else memory.leaving = true
  }
  return nodes.flatMap((node) => {
    const memory = memories.get(node.name)
    if (memory !== undefined && isSame(memory.node, node)) {
      memory.leaving = false
      return []
    }
    const next = { ...toMemory(node), inFlight: memory?.inFlight ?? 0 }
    memories.set(node.name, next)
    return [next]
  })
}

const isSame = (one: Node, other: Node) => JSON.stringify(one) === JSON.stringify(other)

function toMemory(node: Node): Memory {
  const health = { failures: 0, rests: 0, restsUntil: -Infinity }
  const work = { inFlight: 0, ms: null, msAt: 0, quietSince: 0, leaving: false }
  return { node, probed: null, looking: null, revokedAt: null, ...health, ...work, told: 'unknown' }
}

/** One look at a time: a node that hangs collects no questions. */
function look(parts: NodePoolParts, memory: Memory): Promise<void> {
  memory.looking ??= lookOnce(parts, memory).finally(() => {
    memory.looking = null
  })
  return memory.looking
}

async function lookOnce(parts: NodePoolParts, memory: Memory): Promise<void> {
  const at = parts.now()
  const probed = await ask(parts, memory.node)
  const revoked = memory.revokedAt !== null && memory.revokedAt >= at
  const models = probed.reachable ? probed.models : (memory.probed?.models ?? [])
  memory.probed = { ...probed, models, local: probed.local && !revoked, at }
  tell(parts.log, toView(parts, memory), memory)
}

async function ask({ probe }: NodePoolParts, node: Node): Promise<Probed> {
  try {
    return await probe(node)
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : 'the look failed'
    return { reachable: false, models: [], local: false, why }
  }
}

function note({ intervals }: NodePoolParts, memory: Memory, sign: ReturnType<typeof signOf>, at: number): void {
  if (sign === 'none') return
  if (sign === 'good') return void Object.assign(memory, { failures: 0, rests: 0 })
  if (sign === 'not_local') {
    memory.revokedAt = at
    if (memory.probed !== null)
      memory.probed = { ...memory.probed, local: false, why: 'a request showed that it is not local' }
    return
  }
  const onTrial = memory.failures >= intervals.failures
  memory.failures = sign === 'gone' ? Math.max(intervals.failures, memory.failures + 1) : memory.failures + 1
  // Requests that were under way when a rest began say nothing new.
  if (memory.failures < intervals.failures || (onTrial && at < memory.restsUntil)) return
  memory.restsUntil = at + intervals.cooldownMs * Math.min(2 ** memory.rests, LONGEST_REST)
  memory.rests += 1
}

/** A node that is known to be of no use is not asked again out of turn: a prompt would wait for it in vain. */
function mayBeUsed(parts: NodePoolParts, memory: Memory): boolean {
  const standing = standingOf(parts, memory)
  return standing === 'ready' || standing === 'trying' || standing === 'unknown'
}

const isOld = ({ now }: NodePoolParts, { probed }: Memory, ms: number) => probed === null || now() - probed.at > ms

/** A moving average of how long a request takes. One that failed for another reason than time says nothing about that. */
function clock(memory: Memory, { result, ms }: Parameters<NodePool['ended']>[1], at: number): void {
  if (ms === undefined || (result !== 'answered' && result !== 'timed_out')) return
  memory.ms = memory.ms === null ? ms : memory.ms + (ms - memory.ms) * NEWEST
  memory.msAt = at
}

/** After its rest a node is on trial until a request goes well: one that answers looks may still fail at its work. */
function toCandidate(parts: NodePoolParts, memory: Memory, model: string): Candidate | null {
  const { node, probed, inFlight } = memory
  const standing = standingOf(parts, memory)
  const onTrial = memory.failures >= parts.intervals.failures
  const rests = onTrial && parts.now() < memory.restsUntil
  if (rests || (standing !== 'ready' && standing !== 'trying' && standing !== 'resting')) return null
  const { load = null, models = [] } = probed?.facts ?? {}
  const warm = models.find(({ id }) => id === model)?.warm ?? null
  const pace = paceOf(memory, parts.now())
  return { name: node.name, slots: node.parallel, inFlight, onTrial, load, warm, ...pace }
}

/** A node that has had work for longer than a request takes it, and ended none, is at least so slow by now: it may have stalled. */
function paceOf({ inFlight, ms, msAt, quietSince }: Memory, at: number): Pick<Candidate, 'ms' | 'fresh'> {
  const quiet = inFlight === 0 ? 0 : at - quietSince
  return quiet > (ms ?? 0) ? { ms: quiet, fresh: 1 } : { ms, fresh: 0.5 ** ((at - msAt) / HALF_LIFE) }
}

function standingOf({ now, intervals }: NodePoolParts, memory: Memory): Standing {
  const { probed, failures, restsUntil, inFlight } = memory
  if (probed === null || now() - probed.at > intervals.probeMs * PROOF_COUNTS_FOR) return 'unknown'
  if (!probed.reachable) return 'unreachable'
  if (!probed.local) return 'not_local'
  if (failures < intervals.failures) return 'ready'
  return now() < restsUntil || inFlight > 0 ? 'resting' : 'trying'
}

function toView(parts: NodePoolParts, memory: Memory): NodeView {
  const { node, probed, inFlight, failures } = memory
  const standing = standingOf(parts, memory)
  const models = node.models.length > 0 ? node.models : (probed?.models ?? [])
  const why =
    standing === 'resting' || standing === 'trying'
      ? `${String(failures)} failures in a row`
      : (WHY[standing] ?? probed?.why ?? '')
  const facts = probed?.facts
  return { node, standing, models, inFlight, why, ...(facts && { facts }) }
}

const WHY: Partial<Record<Standing, string>> = { unknown: 'it was not looked at yet, or not for too long' }

/** Says it once when a node becomes usable or stops being so. */
function tell(log: Log, { node, standing, why, models }: NodeView, memory: Memory): void {
  if (standing === memory.told || standing === 'trying') return
  memory.told = standing
  const fields = { node: node.name, destination: node.destination, standing, why, models: models.length }
  if (standing === 'ready') log.info('a node can be used', fields)
  else log.warn('a node cannot be used', fields)
}
