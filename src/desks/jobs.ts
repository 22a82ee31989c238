/** Long work that somebody asked for over the admin API: done in threads of its own, a few at a time, and kept for a while. */
import { randomBytes } from 'node:crypto'
import { Worker } from 'node:worker_threads'
import type { Job } from '../contract/jobs.ts'
import type { JsonObject, JsonValue } from '../terms/json.ts'
import type { Log } from '../terms/logger.ts'
import { Problem } from '../terms/problem.ts'
import { whyOf } from '../terms/why.ts'
import type { Visitor } from './front-desk.ts'
import type { JobFile, JobTold } from './job-thread.ts'

/** Some work to do. */
export type JobOrder = {
  /** What it is, in a word. */
  readonly kind: string
  /** The module of the thread: it calls `workOn`. */
  readonly entry: URL
  /** What that is given; it is copied. */
  readonly data: unknown
  /** What the record says of the question, whenever somebody asks for what came of it. */
  readonly asked: JsonObject
  /** Milliseconds after which it has failed; 10 minutes unless said otherwise. */
  readonly limitMs?: number
  /** Megabytes of heap; 512 unless said otherwise. */
  readonly heapMb?: number
}

/** A job as its owner may see it. */
export type SeenJob = {
  readonly job: Job
  readonly asked: JsonObject
  /** How many requests its result tells of. */
  readonly rows: number | null
  readonly file: JobFile | null
  /** Resolves when it has ended. */
  readonly ended: Promise<unknown>
}

export type JobDesk = {
  /** Begins some work and says under which name. Throws a Problem when there is too much of it. */
  readonly start: (visitor: Visitor, order: JobOrder) => string
  /** Null when there is none of that name that belongs to them, as they are now. */
  readonly see: (visitor: Visitor, job: string) => SeenJob | null
  /** Newest first. */
  readonly list: (visitor: Visitor) => readonly SeenJob[]
  /** False when there is none of that name that belongs to them. */
  readonly cancel: (visitor: Visitor, job: string) => boolean
  /** Ends all threads. */
  readonly close: () => Promise<void>
}

export type JobDeskParts = {
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly log: Log
  readonly limits?: Partial<JobLimits>
}

export type JobLimits = {
  /** Running at once: of one person, and of all. */
  readonly perPerson: number
  readonly inAll: number
  /** Ended ones that are kept; and bytes of all their results together. The oldest go first. */
  readonly kept: number
  readonly keptBytes: number
  /** Milliseconds for which a result is kept. */
  readonly keptMs: number
}

const LIMITS: JobLimits = { perPerson: 2, inAll: 4, kept: 40, keptBytes: 64_000_000, keptMs: 1_800_000 }

type Ending = { readonly at: number; readonly problem: string | null; readonly told: JobTold | null }

type Kept = {
  readonly id: string
  readonly person: string
  /** What they might read when they began: whoever may read something else now is somebody else to it. */
  readonly grants: string
  readonly order: JobOrder
  readonly started: number
  readonly worker: Worker
  readonly ended: Promise<unknown>
  progress: number
  ending: Ending | null
}

/** Says what may be done how often, and holds on to what came of it. Nothing of it outlives the process. */
export function createJobDesk({ now, log, limits = {} }: JobDeskParts): JobDesk {
  const most = { ...LIMITS, ...limits }
  const jobs = new Map<string, Kept>()

  const forgetOld = () => {
    const ended = [...jobs.values()].filter(({ ending }) => ending !== null).sort((one, other) => endOf(other) - endOf(one)) // prettier-ignore
    let bytes = 0
    for (const [index, job] of ended.entries()) {
      bytes += bytesOf(job)
      if (index >= most.kept || bytes > most.keptBytes || now() - endOf(job) > most.keptMs) jobs.delete(job.id)
    }
  }
  const running = () => [...jobs.values()].filter(({ ending }) => ending === null)
  const mine = (visitor: Visitor, id: string): Kept | null => {
    forgetOld()
    const job = jobs.get(id)
    return job !== undefined && isOf(visitor)(job) ? job : null
  }

  const stop = (job: Kept) => {
    job.ending ??= { at: now(), problem: 'It was cancelled.', told: null } // or its thread would be said to have broken
    return job.worker.terminate()
  }

  return {
    start: (visitor, order) => {
      forgetOld()
      const all = running()
      const person = personOf(visitor)
      if (all.length >= most.inAll || all.filter((job) => job.person === person).length >= most.perPerson)
        throw tooMany()
      const id = `job_${randomBytes(16).toString('hex')}`
      jobs.set(id, begin({ id, person, grants: JSON.stringify(visitor.grants), order }, { now, log }))
      return id
    },
    see: (visitor, id) => {
      const job = mine(visitor, id)
      return job && toSeen(job)
    },
    list: (visitor) => {
      forgetOld()
      return [...jobs.values()]
        .filter(isOf(visitor))
        .sort((one, other) => other.started - one.started)
        .map(toSeen)
    },
    cancel: (visitor, id) => {
      const job = mine(visitor, id)
      if (job === null) return false
      jobs.delete(id)
      void stop(job)
      return true
    },
    close: async () => {
      const all = [...jobs.values()]
      jobs.clear()
      await Promise.all(all.map(stop))
    },
  }
}

const tooMany = () =>
  new Problem('rate_limited', 'too many jobs', {
    says: 'So much long work is under way already. Wait until some of it has ended, or cancel it.',
    reason: 'jobs',
    retryAfter: 10,
  })

const personOf = ({ caller: { issuer, subject } }: Visitor) => JSON.stringify([issuer, subject])

const isOf = (visitor: Visitor) => {
  const [person, grants] = [personOf(visitor), JSON.stringify(visitor.grants)]
  return (job: Kept) => job.person === person && job.grants === grants
}

const endOf = ({ ending, started }: Kept) => ending?.at ?? started
const bytesOf = ({ ending }: Kept) => {
  const told = ending?.told
  return (told?.kind === 'value' ? 2 * told.json.length : 0) + (fileOf(told)?.bytes.length ?? 0)
}

const LIMIT = 600_000
const HEAP_MB = 512

/** Starts the thread. It sees no environment, and keeps no process alive. */
function begin(
  { order, ...about }: Pick<Kept, 'id' | 'person' | 'grants' | 'order'>,
  { now, log }: Pick<JobDeskParts, 'now' | 'log'>,
): Kept {
  const { entry, data, limitMs = LIMIT, heapMb = HEAP_MB } = order
  const limits = { maxOldGenerationSizeMb: heapMb, maxYoungGenerationSizeMb: 32 }
  const worker = new Worker(entry, { workerData: data, env: {}, execArgv: [], resourceLimits: limits, name: 'cordon-job' }) // prettier-ignore
  const { promise: ended, resolve } = Promise.withResolvers<null>()
  const job: Kept = { ...about, order, started: now(), worker, ended, progress: 0, ending: null }
  const end = (problem: string | null, told: JobTold | null) => {
    if (job.ending !== null) return
    clearTimeout(timer)
    job.ending = { at: now(), problem, told }
    void worker.terminate()
    resolve(null)
  }
  const timer = setTimeout(() => end('It took too long. Ask for less, such as a shorter time.', null), limitMs).unref()
  const broke = (why: string) => {
    if (job.ending !== null) return
    log.error('a job broke', { kind: order.kind, why })
    end('It could not be done. The log of the proxy says why.', null)
  }
  worker.on('message', (told: JobTold) => {
    if (told.kind === 'progress') job.progress = Math.min(1, Math.max(job.progress, told.part))
    else if (told.kind === 'broke') broke(told.why)
    else end(told.kind === 'refused' ? told.says : null, told)
  })
  const threw = (cause: unknown) => broke(whyOf(cause))
  worker.on('error', threw)
  worker.on('messageerror', threw)
  worker.on('exit', () => broke('the thread has ended'))
  worker.unref()
  return job
}

const fileOf = (told: JobTold | null | undefined) =>
  told?.kind === 'value' || told?.kind === 'file' ? told.file : null

function toSeen({ id, order, started, progress, ending, ended }: Kept): SeenJob {
  const told = ending?.told ?? null
  const file = fileOf(told)
  return {
    job: {
      ...{ job: id, kind: order.kind, progress: ending !== null && ending.problem === null ? 1 : progress },
      state: ending === null ? 'running' : ending.problem === null ? 'done' : 'failed',
      started: new Date(started).toISOString(),
      ended: ending === null ? null : new Date(ending.at).toISOString(),
      problem: ending?.problem ?? null,
      result: told?.kind === 'value' ? (JSON.parse(told.json) as JsonValue & Job['result']) : null,
      file: file && { name: file.name, type: file.type, bytes: file.bytes.length },
    },
    ...{ asked: order.asked, rows: told?.kind === 'value' || told?.kind === 'file' ? told.rows : null, file, ended },
  }
}
