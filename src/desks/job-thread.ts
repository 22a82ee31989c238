/** The other end of a job: what its thread calls. */
import { parentPort, workerData } from 'node:worker_threads'
import type { JsonObject } from '../terms/json.ts'
import { Problem } from '../terms/problem.ts'
import { whyOf } from '../terms/why.ts'

/** `name` is made of letters, digits, dots and dashes. */
export type JobFile = { readonly name: string; readonly type: string; readonly bytes: Uint8Array }

/** What a thread tells. `rows`: how many requests the result tells of. */
export type JobTold =
  | { readonly kind: 'progress'; readonly part: number }
  | { readonly kind: 'value'; readonly json: string; readonly file: JobFile | null; readonly rows: number | null }
  | { readonly kind: 'file'; readonly file: JobFile; readonly rows: number | null }
  /** In a sentence for whoever asked. */
  | { readonly kind: 'refused'; readonly says: string }
  /** For the log only: nothing of what the work was about. */
  | { readonly kind: 'broke'; readonly why: string }

/** What came of the work: a value, a file, or both. */
export type JobMade = { readonly rows?: number | null } & (
  { readonly value: JsonObject; readonly file?: JobFile } | { readonly file: JobFile }
)

/** Hears how much is done, from 0 to 1. It may be told often. */
export type Tell = (part: number) => void

/** Bytes of one result. */
const MOST = 32_000_000

/**
 * Does the work that the thread was started for, and tells what came of it. A Problem is told to whoever asked; of anything else only where it happened,
 * to the log, because a message may quote a draft or a prompt. It begins at once, so it is called last in its module.
 */
export function workOn<Data>(work: (data: Data, tell: Tell) => Promise<JobMade>): void {
  let last = 0
  const tell = (part: number) => {
    if (part - last < 0.005) return
    last = part
    say({ kind: 'progress', part })
  }
  work(workerData as Data, tell)
    .then((made) => say(toTold(made)))
    .catch((cause: unknown) => say(toFailure(cause)))
}

const say = (told: JobTold) => parentPort?.postMessage(told)

function toTold(made: JobMade): JobTold {
  const rows = made.rows ?? null
  const file = made.file ?? null
  const json = 'value' in made ? JSON.stringify(made.value) : null
  if ((json?.length ?? 0) + (file?.bytes.length ?? 0) > MOST) return TOO_LARGE
  if (json !== null) return { kind: 'value', json, file, rows }
  return file === null ? TOO_LARGE : { kind: 'file', file, rows }
}

const TOO_LARGE: JobTold = { kind: 'refused', says: 'The result is too large to be handed out here. Ask for less.' }

function toFailure(cause: unknown): JobTold {
  if (cause instanceof Problem) return { kind: 'refused', says: cause.says }
  return { kind: 'broke', why: whyOf(cause) }
}
