/** The threads behind the Policy page and the playground, joined with what is asked of them. */
import type { IndexDesk } from '../audit/index/index-desk.ts'
import type { PLAYGROUND } from '../contract/playground.ts'
import type { POLICY, ShadowReport } from '../contract/policy.ts'
import { besides } from '../detect/thread.ts'
import type { JsonObject } from '../terms/json.ts'
import type { Log } from '../terms/logger.ts'
import type { Work } from './front-desk.ts'
import type { InForce } from './in-force.ts'
import type { PlayJob, Played } from './play.ts'
import { playgroundWorks } from './playground.ts'
import type { PlaygroundParts } from './playground.ts'
import { policyWorks } from './policy.ts'
import type { PolicyJob } from './policy-thread.ts'
import type { ScopedQuestion } from './scoped-decisions.ts'
import { createPool } from './thread-pool.ts'

export type PolicyDeskParts = Pick<PlaygroundParts, 'house' | 'jobs'> & {
  readonly inForce: () => InForce
  readonly index: Pick<IndexDesk, 'ask'>
  /** The ledger. */
  readonly dir: string
  readonly digest: (text: string) => string
  readonly now: () => number
  readonly log: Log
}

export type PolicyDesk = {
  readonly works: Readonly<Record<keyof typeof POLICY | keyof typeof PLAYGROUND, Work>>
  readonly close: () => Promise<void>
}

/** No thread is started before somebody asks for what it does. */
export function createPolicyDesk(parts: PolicyDeskParts): PolicyDesk {
  const { log } = parts
  const beside = (name: string) => besides(name, import.meta.url)
  const tooLong = 'This takes too long to work out here. The command line has no such limit: cordon policy --help.'
  const pool = createPool<PolicyJob, JsonObject>({ entry: beside('policy-thread'), count: 1, limitMs: 30_000, waitMs: 20_000, heapMb: 512, log, tooLong }) // prettier-ignore
  const shadows = createPool<ScopedQuestion, ShadowReport>({
    ...{ entry: beside('shadow-thread'), count: 1, limitMs: 60_000, waitMs: 30_000, heapMb: 512, log },
    tooLong: 'Going through these records takes too long. Ask for a shorter time.',
  })
  const plays = createPool<PlayJob, Played>({
    ...{ entry: beside('play-thread'), count: 2, limitMs: 5_000, heapMb: 384, log },
    tooLong: 'Looking at this takes more than 5 seconds. Try a shorter prompt, or a smaller draft.',
    broke: 'Looking at this needs too much memory. Try a shorter prompt, or a smaller draft.',
  })
  return {
    works: { ...policyWorks({ ...parts, pool, shadows }), ...playgroundWorks({ ...parts, pool: plays }) },
    close: async () => void (await Promise.all([pool.close(), shadows.close(), plays.close()])),
  }
}
