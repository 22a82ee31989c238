/** What a thread of the admin API runs: what is worked out from a policy alone. It reads no file, and opens nothing. */
import { parentPort } from 'node:worker_threads'
import { takeWaysOut } from '../detect/no-way-out.ts'
import { READY } from '../detect/thread.ts'
import type { JsonObject } from '../terms/json.ts'
import { differedPolicies } from './policy-differed.ts'
import type { Side } from './policy-differed.ts'
import { testedPolicy } from './policy-tested.ts'
import { toldPolicy } from './policy-told.ts'
import type { ToldParts } from './policy-told.ts'

export type PolicyJob =
  | ({ readonly what: 'told' | 'tested' } & ToldParts)
  | { readonly what: 'differed'; readonly from: Side; readonly to: Side; readonly now: number }

async function work(job: PolicyJob): Promise<JsonObject> {
  if (job.what === 'differed') return differedPolicies(job.from, job.to, job.now)
  return job.what === 'told' ? toldPolicy(job) : testedPolicy(job)
}

takeWaysOut()
parentPort?.on('message', (job: PolicyJob) => {
  void work(job).then(
    (answer) => parentPort?.postMessage(answer),
    (cause: unknown) => {
      throw cause // ends the thread, and the job has failed
    },
  )
})
parentPort?.postMessage(READY)
