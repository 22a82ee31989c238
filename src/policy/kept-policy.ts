import { frozen } from '../terms/frozen.ts'
import type { Policy } from '../terms/policy.ts'

/**
 * A policy from the text that its digest is made of, as it is kept beside a ledger. The digest has been checked, so this is what was loaded
 * once; only the tests are gone, which decide nothing.
 */
export function fromCanonical(text: string, digest: string): Policy {
  const policy = JSON.parse(text) as Omit<Policy, 'tests' | 'digest'>
  return frozen({ ...policy, tests: [], digest })
}
