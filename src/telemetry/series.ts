/** The values of one metric, one for each list of labels. */
export type Series<V> = {
  /** The value for these labels, made when it is asked for first. */
  readonly at: (labels: readonly string[]) => V
  readonly all: () => readonly (readonly [labels: readonly string[], value: V])[]
}

type Branch<V> = { readonly next: Map<string, Branch<V>>; value: V | null }

const branch = <V>(): Branch<V> => ({ next: new Map<string, Branch<V>>(), value: null })

/** Found by one label after the other: making one text of them all, each time, would cost more than what is counted. */
export function createSeries<V>(make: () => V): Series<V> {
  const root = branch<V>()
  return {
    at: (labels) => {
      let here = root
      for (const label of labels) here = grown(here, label)
      return (here.value ??= make())
    },
    all: () => leaves(root, []),
  }
}

function grown<V>({ next }: Branch<V>, label: string): Branch<V> {
  const known = next.get(label)
  if (known !== undefined) return known
  const made = branch<V>()
  next.set(label, made)
  return made
}

function leaves<V>({ next, value }: Branch<V>, path: readonly string[]): readonly (readonly [readonly string[], V])[] {
  const own = value === null ? [] : [[path, value] as const]
  return [...own, ...[...next].flatMap(([label, below]) => leaves(below, [...path, label]))]
}
