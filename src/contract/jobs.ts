import { z } from 'zod'
import type { Operation } from './operation.ts'

/** What starting some long work answers with. Ask for it under `/admin/jobs/{job}` until its state is another than `running`. */
export const JobStarted = z.object({ job: z.string() })
export type JobStarted = z.infer<typeof JobStarted>

/** Some long work. It belongs to whoever started it; to everybody else, and to them once they may read less, there is none. */
export const Job = z.object({
  job: z.string(),
  kind: z.string().describe('What is worked on, such as `replay`.'),
  state: z.enum(['running', 'done', 'failed']),
  progress: z.number().min(0).max(1),
  started: z.iso.datetime(),
  ended: z.iso.datetime().nullable(),
  problem: z.string().nullable().describe('Why it failed, in a sentence; else null.'),
  result: z.json().nullable().describe('In the form that the operation which started it names. Null until it is done, and where there is only a file.'), // prettier-ignore
  file: z
    .object({ name: z.string(), type: z.string(), bytes: z.int() })
    .nullable()
    .describe('The file that was made: it is at `/admin/jobs/{job}/file`.'),
})
export type Job = z.infer<typeof Job>

export const JobList = z.object({ jobs: z.array(Job.omit({ result: true })).describe('Newest first.') })
export type JobList = z.infer<typeof JobList>

export const JobQuery = z.strictObject({
  wait: z
    .string()
    .optional()
    .describe(
      'Seconds, 0 to 20: the answer comes when the job has ended, or after this time. 0 where it is not there.',
    ),
})

export const JobCancelled = z.object({ job: z.string(), state: z.literal('cancelled') })
export type JobCancelled = z.infer<typeof JobCancelled>

export const JOBS = {
  jobs: {
    ...{ method: 'get', path: '/admin/jobs', who: 'signed-in' },
    summary: 'Your own long work',
    answers: { kind: 'json', schema: JobList },
  },
  job: {
    ...{ method: 'get', path: '/admin/jobs/{job}', who: 'signed-in' },
    summary: 'How far some long work is, and what came of it',
    query: JobQuery,
    answers: { kind: 'json', schema: Job },
  },
  'job-file': {
    ...{ method: 'get', path: '/admin/jobs/{job}/file', who: 'signed-in' },
    summary: 'The file that some long work made',
    answers: { kind: 'file', types: ['application/json', 'application/octet-stream', 'text/html', 'text/plain', 'text/csv'] }, // prettier-ignore
  },
  'job-cancel': {
    ...{ method: 'delete', path: '/admin/jobs/{job}', who: 'signed-in' },
    summary: 'Ends some long work, and forgets what came of it',
    answers: { kind: 'json', schema: JobCancelled },
  },
} as const satisfies Record<string, Operation>
