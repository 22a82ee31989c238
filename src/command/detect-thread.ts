/** What a thread of `cordon detect` runs. Its data are detectors that a policy brings. */
import { parentPort, workerData } from 'node:worker_threads'
import { detectorsWith } from '../detect/custom-detector.ts'
import { takeWaysOut } from '../detect/no-way-out.ts'
import { READY } from '../detect/thread.ts'
import type { CustomDetector } from '../terms/custom-detector.ts'
import { createDetectAll } from './detect-job.ts'
import type { DetectJob } from './detect-job.ts'

const detectAll = createDetectAll(detectorsWith((workerData ?? []) as readonly CustomDetector[]))

takeWaysOut()
parentPort?.on('message', (job: DetectJob) => parentPort?.postMessage(detectAll(job)))
parentPort?.postMessage(READY)
