/** What a thread of `cordon detect` runs. */
import { parentPort } from 'node:worker_threads'
import { READY } from '../detect/thread.ts'
import { detectAll } from './detect-job.ts'
import type { DetectJob } from './detect-job.ts'

parentPort?.on('message', (job: DetectJob) => parentPort?.postMessage(detectAll(job)))
parentPort?.postMessage(READY)
