import type { Loaded } from '../app.ts'
import type { Policy } from '../terms/policy.ts'
import type { Written } from './written-policy.ts'

/** What is in force now, and how it was written. */
export type InForce = {
  readonly policy: Policy
  readonly candidate: Policy | null
  readonly candidateUntil: string | null
  readonly approved: Loaded['approved']
  readonly written: Written | null
}

export const toInForce = ({ policy, candidate, approved, written, config }: Loaded): InForce => ({
  ...{ policy, candidate, approved, written: written ?? null },
  candidateUntil: config.candidate?.until ?? null,
})
