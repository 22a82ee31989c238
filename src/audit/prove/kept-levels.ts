import type { JsonValue } from '../../terms/json.ts'
import { readPolicy } from '../index/zones.ts'

/** True for a level that is one of those asked about or above one of them, and for any that cannot be compared with them. */
export type IsAsked = (
  policy: string | null,
  level: string | null,
) => { readonly asked: boolean; readonly known: boolean }

/** Compares levels in the order of the policy that gave them. Nothing is taken for lower that is not known to be. */
export function levelsAsked(dir: string, levels: readonly string[]): IsAsked {
  const orders = new Map<string, readonly string[]>()
  const orderOf = (policy: string | null): readonly string[] => {
    if (policy === null) return []
    const order = orders.get(policy) ?? namesIn(readPolicy(dir, policy)?.['levels'])
    orders.set(policy, order)
    return order
  }
  return (policy, level) => {
    const order = orderOf(policy)
    const lowest = Math.min(...levels.map((name) => order.indexOf(name)).filter((at) => at !== -1))
    const at = level === null ? -1 : order.indexOf(level)
    if (at === -1 || !Number.isFinite(lowest)) return { asked: true, known: level !== null && levels.includes(level) }
    return { asked: at >= lowest, known: true }
  }
}

const namesIn = (value: JsonValue | undefined): readonly string[] =>
  Array.isArray(value) ? value.filter((name: JsonValue) => typeof name === 'string') : []
