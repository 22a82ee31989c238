/** What is asked of long work. */
import { JobQuery } from '../contract/jobs.ts'
import type { JOBS } from '../contract/jobs.ts'
import type { Asked } from '../serve/admin-operations.ts'
import type { JsonObject } from '../terms/json.ts'
import { Problem } from '../terms/problem.ts'
import { json } from './front-desk.ts'
import type { Work } from './front-desk.ts'
import type { JobDesk, SeenJob } from './jobs.ts'
import { refuseOthers } from './records.ts'

export type JobWorksParts = {
  readonly jobs: JobDesk
  /** A text that came from outside, as a record may hold it. */
  readonly digest: (text: string) => string
}

/** The questions about somebody's own jobs. */
export function jobWorks({ jobs, digest }: JobWorksParts): Readonly<Record<keyof typeof JOBS, Work>> {
  const nothing = (asked: Asked) => ({ answer: null, rows: 0, asked: { job: digest(nameIn(asked)) } })
  return {
    jobs: async ({ query }, visitor) => {
      refuseOthers(query, [])
      const listed = jobs.list(visitor).map(({ job: { result: _, ...job } }) => job)
      return { answer: json({ jobs: listed }), rows: null }
    },
    job: async (asked, visitor) => {
      const waitMs = 1_000 * toWait(asked.query)
      const before = jobs.see(visitor, nameIn(asked))
      if (before?.job.state === 'running') await settled(before.ended, waitMs, asked.gone)
      const seen = jobs.see(visitor, nameIn(asked))
      return seen === null ? nothing(asked) : { answer: json(seen.job as JsonObject), rows: seen.rows, asked: askedOf(seen) } // prettier-ignore
    },
    'job-file': async (asked, visitor) => {
      refuseOthers(asked.query, [])
      const seen = jobs.see(visitor, nameIn(asked))
      if (seen === null || seen.file === null) return nothing(asked)
      const { name, type, bytes } = seen.file
      const chunks = async function* () {
        yield bytes
      }
      return { answer: { kind: 'file', name, type, chunks: chunks() }, rows: seen.rows, asked: askedOf(seen) }
    },
    'job-cancel': async (asked, visitor) => {
      refuseOthers(asked.query, [])
      const seen = jobs.see(visitor, nameIn(asked))
      if (seen === null || !jobs.cancel(visitor, seen.job.job)) return nothing(asked)
      return { answer: json({ job: seen.job.job, state: 'cancelled' }), rows: null, asked: askedOf(seen) }
    },
  }
}

const nameIn = ({ params }: Asked) => params['job'] ?? ''

const askedOf = ({ job: { job, kind }, asked }: SeenJob): JsonObject => ({ ...asked, job, kind })

function toWait(query: Asked['query']): number {
  refuseOthers(query, Object.keys(JobQuery.shape))
  const written = query.get('wait') ?? '0'
  if (/^\d{1,2}$/.test(written) && Number(written) <= 20) return Number(written)
  throw new Problem('invalid_request', 'a bad wait', { says: 'wait takes seconds, 0 to 20.', param: 'wait' })
}

/** Waits until it has ended, so long, or until nobody waits any more. */
async function settled(ended: Promise<unknown>, ms: number, gone: AbortSignal): Promise<void> {
  if (ms === 0 || gone.aborted) return
  const { promise, resolve } = Promise.withResolvers<null>()
  const timer = setTimeout(() => resolve(null), ms)
  gone.addEventListener('abort', () => resolve(null), { once: true })
  await Promise.race([ended, promise])
  clearTimeout(timer)
}
