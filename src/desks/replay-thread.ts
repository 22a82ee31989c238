/** What the thread of a replay runs: what another policy would have done with recorded requests. */
import { policiesOf } from '../command/decisions.ts'
import { replayers, zones } from '../command/policy-simulate.ts'
import type { ReplayReport } from '../contract/playground.ts'
import { takeWaysOut } from '../detect/no-way-out.ts'
import { fromCanonical } from '../policy/kept-policy.ts'
import { simulation } from '../policy/simulation.ts'
import type { Policy } from '../terms/policy.ts'
import { toChange, toTime } from './changes-told.ts'
import { readDraft } from './draft.ts'
import { workOn } from './job-thread.ts'
import { eachScoped } from './scoped-decisions.ts'
import type { ScopedQuestion } from './scoped-decisions.ts'

export type ReplayJob = ScopedQuestion & {
  /** A policy as it was written; or as it is kept, and under which digest. */
  readonly policy: { readonly draft: string } | { readonly canonical: string; readonly digest: string }
  /** Milliseconds since 1970. */
  readonly now: number
}

async function replay(policy: Policy, job: ReplayJob, tell: (part: number) => void): Promise<ReplayReport> {
  const before = await policiesOf(job.dir)
  const replayed = replayers(policy, before)
  const sums = simulation(zones([...before.values(), policy]))
  const damaged = await eachScoped(job, {
    onDecision: (recorded) => sums.add(recorded, replayed(recorded.decided.policy.digest)(recorded)),
    onOther: sums.skip,
    tell,
  })
  const { changes, open, openSamples, ...counted } = sums.done()
  const { name, version, digest } = policy
  return {
    ...{ policy: { name, version, digest }, problems: [], ...windowOf(job), ...counted, damaged },
    ...{ open: { ...open }, openSamples: [...openSamples], changes: changes.map(toChange) },
  }
}

const windowOf = ({ since, until }: ReplayJob) => ({ since: toTime(since), until: toTime(until) })

const NOTHING = {
  ...{ decisions: 0, notAsked: 0, same: 0, changed: 0, undecidable: 0, levelOnly: 0, toCloud: 0, fromCloud: 0 },
  ...{ open: {}, openSamples: [], changes: [], damaged: 0 },
}

takeWaysOut()
workOn<ReplayJob>(async (job, tell) => {
  const read = 'draft' in job.policy ? readDraft(job.policy.draft, job.now) : null
  const policy = 'draft' in job.policy ? (read?.loaded?.policy ?? null) : fromCanonical(job.policy.canonical, job.policy.digest) // prettier-ignore
  if (policy === null) return { value: { ...NOTHING, ...windowOf(job), policy: null, problems: [...(read?.problems ?? [])] } } // prettier-ignore
  const report = await replay(policy, job, tell)
  return { value: report, rows: report.decisions }
})
