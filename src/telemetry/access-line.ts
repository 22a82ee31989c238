import { destinationOf, outcomeOf } from './count.ts'
import type { Story } from './story.ts'

/** What one line of the operational log says of a request. `classified` is its level: a line has a `level` of its own. */
export type AccessLine = {
  readonly request: string
  readonly api: string | null
  readonly classified: string | null
  readonly destination: string | null
  readonly outcome: string
  readonly code: string | null
  readonly status: number
  readonly ms: number
}

/** A request in one line, for whoever ships logs. It names nobody, and neither model nor address: the records do, for those who may read them. */
export function accessLine(story: Story): AccessLine {
  const { request, api, known, problem, outcome, from, to } = story
  return {
    ...{ request, api, classified: known.decision?.level ?? null, destination: destinationOf(story) },
    ...{ outcome: outcomeOf(story), code: problem?.code ?? null },
    status: outcome?.status ?? problem?.status ?? 200,
    ms: Math.round((to - from) * 10) / 10,
  }
}
