import { createHash } from 'node:crypto'
import type { Policy } from '../terms/policy.ts'

/**
 * SHA-256 over everything in a policy that can change a decision, as canonical JSON (RFC 8785: members sorted, no spaces);
 * hex. Two files with one meaning have one digest, whatever their comments, order of keys and spacing.
 */
export function digestOf(policy: Omit<Policy, 'digest'>): string {
  return createHash('sha256').update(canonicalPolicy(policy)).digest('hex')
}

/** The text that the digest is made of. */
export function canonicalPolicy({
  tests: _tests,
  digest: _digest,
  ...rest
}: Omit<Policy, 'digest'> & Partial<Pick<Policy, 'digest'>>): string {
  return canonical(rest)
}

/** For values that JSON can hold; members whose value is undefined are left out, as in JSON. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const members = Object.entries(value).filter(([, member]) => member !== undefined)
  const sorted = members.sort(([one], [other]) => (one < other ? -1 : 1)) // by UTF-16 code units, RFC 8785 §3.2.3
  return `{${sorted.map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`).join(',')}}`
}
