/** A thread of a pool that throws what it is sent. */
import { parentPort } from 'node:worker_threads'
import { READY } from '../../src/detect/thread.ts'
import type { Told } from './a-job-thread.ts'

parentPort?.on('message', ({ text }: Told) => {
  throw new Error(text)
})
parentPort?.postMessage(READY)
