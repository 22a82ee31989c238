/** What a thread of `cordon detect` runs. */
import { parentPort } from 'node:worker_threads'
import { DETECTORS } from '../detect/detectors.ts'
import { READY } from '../detect/thread.ts'
import { createDetectAll } from './detect-job.ts'
import type { DetectJob } from './detect-job.ts'

const detectAll = createDetectAll(DETECTORS)

parentPort?.on('message', (job: DetectJob) => parentPort?.postMessage(detectAll(job)))
parentPort?.postMessage(READY)
