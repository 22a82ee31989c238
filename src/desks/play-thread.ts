/** What a thread of the playground runs. It reads no file, opens nothing, and keeps nothing of what it is sent. */
import { parentPort } from 'node:worker_threads'
import { takeWaysOut } from '../detect/no-way-out.ts'
import { READY } from '../detect/thread.ts'
import { play } from './play.ts'
import type { PlayJob } from './play.ts'

takeWaysOut()
parentPort?.on('message', (job: PlayJob) => parentPort?.postMessage(play(job)))
parentPort?.postMessage(READY)
