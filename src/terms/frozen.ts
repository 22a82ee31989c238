/**
 * The same value, frozen at every depth: what was decided or loaded cannot be changed by whoever carries it.
 * For plain objects and arrays without cycles.
 */
export function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value
  for (const inner of Object.values(value)) frozen(inner)
  return Object.freeze(value)
}
