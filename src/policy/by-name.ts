/** Without a prototype, so that looking up a type called `constructor` finds nothing. */
export function byName<T, U>(
  map: Readonly<Record<string, T>>,
  to: (name: string, item: T) => U,
): Readonly<Record<string, U>> {
  const entries = Object.entries(map).map(([name, item]) => [name, to(name, item)] as const)
  return Object.assign(Object.create(null) as Record<string, U>, Object.fromEntries(entries))
}
