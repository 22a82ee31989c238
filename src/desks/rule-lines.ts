import { readSource } from '../policy/source.ts'
import type { Policy } from '../terms/policy.ts'
import type { WrittenPolicy } from './written-policy.ts'

const known = new WeakMap<WrittenPolicy, Readonly<Record<string, number>>>()

/** The line on which each rule of a policy begins, by its id. Read once for each text. */
export function ruleLines(written: WrittenPolicy, { rules }: Policy): Readonly<Record<string, number>> {
  const found = known.get(written)
  if (found !== undefined) return found
  const { lines } = readSource(written.text, written.file)
  const made = Object.fromEntries(rules.map(({ id }, index) => [id, lines(['rules', index])?.from ?? 1]))
  known.set(written, made)
  return made
}
