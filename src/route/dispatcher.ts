import type { Attempt, AttemptResult, Dispatch } from '../terms/attempt.ts'
import type { Api } from '../terms/prompt.ts'
import type { Affinity, Trail } from './affinity.ts'
import type { Candidate } from './choose.ts'
import { choose, isFree, usualMs } from './choose.ts'
import { createFairQueue } from './fair-queue.ts'
import type { Later } from './later.ts'
import type { NodePool } from './node-pool.ts'

export type DispatcherParts = {
  readonly pool: Pick<NodePool, 'candidate' | 'began' | 'ended' | 'onChange'>
  readonly affinity: Pick<Affinity, 'known' | 'saw'>
  /** Told of each attempt as it begins; what it returns, of its end. */
  readonly began?: (attempt: Attempt) => (result: AttemptResult) => void
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number
  readonly later: Later
  /** From 0 up to, but not including, 1. */
  readonly random: () => number
  readonly queue: {
    /** Requests that may wait, all together. */
    readonly most: number
    /** How long one request may wait, all its waits together. */
    readonly waitMs: number
  }
}

/** One request that is to be sent. */
export type Departing = {
  readonly attempts: readonly Attempt[]
  /** The API that the caller speaks: nodes that speak it too come before those for which it is translated. */
  readonly api: Api
  /** Who waits in turns, and shares no cache: the tenant, or the caller where there is none. */
  readonly scope: string
  /** Asked for only where there is a choice. */
  readonly trail: () => Trail
}

export type Dispatcher = {
  readonly begin: (departing: Departing) => Dispatch
  /** Null when a request could be begun or could wait; else the seconds after which trying again makes sense. */
  readonly full: (departing: Pick<Departing, 'attempts' | 'scope'>) => number | null
  readonly waiting: () => number
}

/** Attempts of one destination and model, of which it does not matter which is made first. */
type Stage = readonly Attempt[]

/** An attempt that has its place now; `on` when none of a stage's nodes can be had. */
type Found = Attempt | 'on' | 'busy'

type Waiter = { readonly look: () => Found; readonly end: (how: Found | 'waited' | 'gone') => void }

/**
 * Gives out the attempts of all requests, so that each goes to a node that has a place for it. What is given out comes from the plan of
 * its request and from nowhere else; which nodes may be used at all is for the pool to say, at this very moment. While all nodes of a stage are busy
 * a request waits, fairly and for a bounded time; then it goes on to the next stage of its own list, if there is one.
 */
export function createDispatcher(parts: DispatcherParts): Dispatcher {
  const { pool, queue: limits } = parts
  const queue = createFairQueue<Waiter>({ most: limits.most, dropped: (waiter) => waiter.end('busy') })

  /** Whoever waits for what has become free, or for what has gone, hears of it. */
  const serve = () => {
    const found: Found[] = []
    const canGo = (waiter: Waiter) => {
      const what = waiter.look()
      if (what !== 'busy') found.push(what)
      return what !== 'busy'
    }
    for (let next = queue.take(canGo); next !== null; next = queue.take(canGo)) next.end(found.pop() ?? 'on')
  }
  pool.onChange(() => {
    if (queue.size() > 0) serve()
  })

  return {
    begin: (departing) => new Turns(parts, queue, departing),
    full: ({ attempts, scope }) => {
      if (attempts.some(({ node }) => node === null) || queue.hasRoom(scope)) return null
      const nodes = candidatesOf(parts, attempts).map(({ candidate }) => candidate)
      if (nodes.length === 0 || nodes.some(isFree)) return null
      return Math.ceil(patience(nodes, queue.size()) / 1000)
    },
    waiting: () => queue.size(),
  }
}

/** Milliseconds until so many requests are through, as far as that is known. */
function patience(nodes: readonly Candidate[], waiting: number): number {
  const slots = nodes.reduce((sum, node) => sum + node.slots, 0)
  return (usualMs(nodes) * (waiting + 1)) / Math.max(1, slots)
}

/** What one request is given, until it is answered or there is nothing left to try. */
class Turns implements Dispatch {
  readonly #parts: DispatcherParts
  readonly #queue: ReturnType<typeof createFairQueue<Waiter>>
  readonly #departing: Departing
  readonly #given = new Set<Attempt>()
  #stages: readonly Stage[]
  #trail: Trail | null = null
  /** The attempt that is under way. */
  #held: Attempt | null = null
  #heard: ((result: AttemptResult) => void) | null = null
  #lack: 'busy' | 'waited' | null = null
  #waited = 0

  constructor(parts: DispatcherParts, queue: ReturnType<typeof createFairQueue<Waiter>>, departing: Departing) {
    this.#parts = parts
    this.#queue = queue
    this.#departing = departing
    this.#stages = stagesOf(departing.attempts)
  }

  next(whenGone: (react: () => void) => void): Attempt | null | Promise<Attempt | null> {
    if (this.#held !== null) throw new Error('the last attempt has not ended')
    for (;;) {
      const [stage] = this.#stages
      if (stage === undefined) return null
      const found = this.#look(stage)
      if (typeof found === 'object') return found
      if (found === 'busy' && this.#waited < this.#parts.queue.waitMs) return this.#wait(stage, whenGone)
      if (found === 'busy') this.#lack = 'waited'
      this.#stages = this.#stages.slice(1)
    }
  }

  ended(whole: AttemptResult): void {
    const { result, status, ms } = whole
    const node = this.#held?.node ?? null
    this.#held = null
    this.#heard?.(whole)
    this.#heard = null
    if (node === null) return
    this.#parts.pool.ended(node, { result, status, ms })
  }

  lack(): 'busy' | 'waited' | null {
    return this.#lack
  }

  waitedMs(): number {
    return this.#waited
  }

  /** Takes a place at a node of this stage, if one is free. */
  #look(stage: Stage): Found {
    const rest = stage.filter((attempt) => !this.#given.has(attempt))
    const [first] = rest
    if (first === undefined) return 'on'
    if (first.node === null) return this.#give(first)
    const all = candidatesOf(this.#parts, rest)
    if (all.length === 0) return 'on'
    const prefer = all.length > 1 ? this.#parts.affinity.known(this.#path()) : []
    for (const native of [true, false]) {
      const some = all.filter(({ attempt }) => (attempt.api === this.#departing.api) === native)
      const chosen = choose(
        some.map(({ candidate }) => candidate),
        { prefer, waiting: this.#queue.size(), random: this.#parts.random },
      )
      const it = some.find(({ candidate }) => candidate === chosen)
      if (it !== undefined) return this.#give(it.attempt)
    }
    return 'busy'
  }

  #path(): Trail {
    this.#trail ??= this.#departing.trail()
    return this.#trail
  }

  #give(attempt: Attempt): Attempt {
    this.#given.add(attempt)
    this.#held = attempt
    this.#lack = null
    this.#heard = this.#parts.began?.(attempt) ?? null
    if (attempt.node !== null) {
      this.#parts.pool.began(attempt.node)
      if (this.#trail !== null) this.#parts.affinity.saw(this.#trail, attempt.node)
    }
    return attempt
  }

  #wait(stage: Stage, whenGone: (react: () => void) => void): Promise<Attempt | null> {
    const { now, later, queue: limits } = this.#parts
    const { scope } = this.#departing
    const began = now()
    return new Promise<Attempt | null>((done, fail) => {
      let over = false
      let cancel = () => {}
      const end: Waiter['end'] = (how) => {
        if (over) return
        over = true
        cancel()
        this.#queue.leave(scope, waiter)
        this.#waited += now() - began
        if (how === 'gone') return done(null)
        if (typeof how === 'object') return done(how)
        this.#stages = this.#stages.slice(1)
        this.#lack = how === 'on' ? null : how
        try {
          done(this.next(whenGone))
        } catch (cause) {
          fail(cause)
        }
      }
      const waiter: Waiter = { look: () => this.#look(stage), end }
      if (!this.#queue.enter(scope, waiter)) return end('busy')
      cancel = later(limits.waitMs - this.#waited, () => end('waited'))
      whenGone(() => end('gone'))
    })
  }
}

type Reachable = { readonly attempt: Attempt; readonly candidate: Candidate }

function candidatesOf({ pool }: DispatcherParts, stage: Stage): readonly Reachable[] {
  return stage.flatMap((attempt) => {
    const candidate = attempt.node === null ? null : pool.candidate(attempt.node, attempt.model, attempt.url)
    return candidate === null ? [] : [{ attempt, candidate }]
  })
}

/** A list of attempts in its stages, in order. Each attempt in the cloud is one of its own. */
function stagesOf(attempts: readonly Attempt[]): readonly Stage[] {
  const stages: Attempt[][] = []
  for (const attempt of attempts) {
    const last = stages.at(-1)
    const before = last?.[0]
    const together =
      before !== undefined &&
      before.node !== null &&
      attempt.node !== null &&
      before.destination === attempt.destination &&
      before.model === attempt.model
    if (together) last?.push(attempt)
    else stages.push([attempt])
  }
  return stages
}
