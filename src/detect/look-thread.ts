/** What a thread of the proxy runs: it looks at the texts it is sent. Its data are the detectors that the policy brings. */
import { parentPort, workerData } from 'node:worker_threads'
import type { CustomDetector } from '../terms/custom-detector.ts'
import { detectorsWith } from './custom-detector.ts'
import { createLookAt } from './detect.ts'
import { takeWaysOut } from './no-way-out.ts'
import type { Answered } from './run.ts'
import { READY } from './thread.ts'
import { idsOf } from './threaded-detect.ts'
import { workedMs } from './work-clock.ts'
import type { LookJob } from './threaded-detect.ts'

const all = detectorsWith((workerData ?? []) as readonly CustomDetector[])
const lookAt = createLookAt(all)

function work({ asked, detectors, budgetMs }: LookJob): readonly Answered[] {
  if (detectors !== idsOf(all)) throw new Error('these are other detectors than were asked for')
  const clock = { now: workedMs, deadline: workedMs() + budgetMs }
  const answers: Answered[] = []
  for (const one of asked) {
    const answer = lookAt(one, clock)
    answers.push(answer)
    if (answer.isLate) break
  }
  return answers
}

takeWaysOut()
parentPort?.on('message', (job: LookJob) => parentPort?.postMessage(work(job)))
parentPort?.postMessage(READY)
