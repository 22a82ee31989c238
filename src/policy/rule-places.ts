import type { Policy } from '../terms/policy.ts'
import { readSource } from './source.ts'

/** Where each rule of a policy that has loaded stands in its file, by id, as `file:line:col`. */
export function rulePlaces({ rules }: Policy, text: string, file: string): ReadonlyMap<string, string> {
  const { place } = readSource(text, file)
  return new Map(
    rules.map(({ id }, index) => {
      const { line, column } = place(['rules', index])
      return [id, `${file}:${String(line)}:${String(column)}`] as const
    }),
  )
}
