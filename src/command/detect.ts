import { availableParallelism } from 'node:os'
import { detectorsWith } from '../detect/custom-detector.ts'
import { besides } from '../detect/thread.ts'
import { createThreads } from '../detect/threads.ts'
import { batched, inOrder } from './detect-batches.ts'
import type { Batch } from './detect-batches.ts'
import { filesAt } from './detect-files.ts'
import { createDetectAll, detectNone } from './detect-job.ts'
import type { DetectAnswer, DetectJob } from './detect-job.ts'
import { textsOf } from './detect-texts.ts'
import type { Form } from './detect-texts.ts'
import { readArgs, UsageError } from './io.ts'
import type { ExitCode, Io } from './io.ts'
import type { CustomDetector } from '../terms/custom-detector.ts'
import { readPolicy } from './load.ts'
import { createProgress } from './progress.ts'

const OPTIONS = {
  jsonl: { type: 'boolean', default: false },
  lines: { type: 'boolean', default: false },
  explain: { type: 'boolean', default: false },
  policy: { type: 'string' },
} as const

/**
 * `cordon detect`: what sensitive data is in some texts. Texts come from standard input or from files and folders: each is one text,
 * or with `--jsonl` one JSON object with `text` and optionally `id` on each line, or with `--lines` one text on each line. Prints one
 * line of JSON for each text, in order; findings say where and what, never the text. What could not be looked at is in `failed`, and
 * makes the exit code 1. With `--policy FILE` also what that policy's own detectors find. Works on all cores, and holds no more than some megabytes for each, however much there is to read.
 */
export async function detect(args: readonly string[], io: Io): Promise<ExitCode> {
  const { values, positionals: paths } = readArgs({ args: [...args], allowPositionals: true, options: OPTIONS })
  if (values.jsonl && values.lines) throw new UsageError('give --jsonl or --lines, not both')
  const form: Form = values.jsonl ? 'jsonl' : values.lines ? 'lines' : 'whole'
  const progress = createProgress(io.bar === true ? await bytesAt(paths) : 0, io)
  const own = values.policy === undefined ? [] : ((await readPolicy(values.policy, io)).policy.detectors ?? [])
  const workers = createWorkers(values.explain, own)
  let failed = 0
  try {
    const batches = batched(textsOf(paths, form, { ...io, err: (text) => (progress.clear(), io.err(text)) }))
    const work = async (batch: Batch) => ({ batch, ...(await workers.work(batch)) })
    for await (const { batch, ...answer } of inOrder(batches, work, workers.ahead)) {
      io.out(answer.lines)
      await io.drained?.()
      failed += answer.failed
      progress.add(batch.items.reduce((sum, { bytes }) => sum + bytes, 0), batch.items.length) // prettier-ignore
    }
  } finally {
    progress.clear()
    await workers.close()
  }
  if (failed > 0) io.err(`${String(failed)} texts could not be looked at, or not wholly: see "failed"\n`)
  return failed > 0 ? 1 : 0
}

/** Characters that may be under way at once, unless one text alone has more. */
const MAX_UNDER_WAY = 64 * 1024 * 1024
/** Milliseconds: the longest that a timer can be set to. Whoever waits for a command line can stop it. */
const FOREVER = 2 ** 31 - 1

/** All cores; none beside our own where there is so little that they would not have started yet. */
function createWorkers(explain: boolean, own: readonly CustomDetector[]) {
  const count = availableParallelism()
  const waits = { maxWaiting: Infinity, waitMs: FOREVER, limitMs: FOREVER }
  const entry = besides('detect-thread', import.meta.url)
  const threads = createThreads<DetectJob, DetectAnswer>({ entry, data: own, count, ...waits })

  /** When a thread broke, each text is tried by itself, so that only the one that broke it has failed. */
  const inThread = async (job: DetectJob): Promise<DetectAnswer> => {
    const worked = await threads.run(job)
    if (worked.kind === 'done') return worked.answer
    if (job.items.length <= 1) return detectNone(job, worked.why)
    let [lines, failed] = ['', 0]
    for (const item of job.items) {
      const answer = await inThread({ ...job, items: [item] })
      lines += answer.lines
      failed += answer.failed
    }
    return { lines, failed }
  }
  return {
    work: async ({ items, isAll }: Batch) =>
      isAll ? createDetectAll(detectorsWith(own))({ items, explain }) : inThread({ items, explain }),
    ahead: { batches: 2 * count, chars: MAX_UNDER_WAY },
    close: threads.close,
  }
}

async function bytesAt(paths: readonly string[]): Promise<number> {
  let bytes = 0
  for await (const place of filesAt(paths)) if (place.kind === 'file') bytes += place.bytes
  return bytes
}
