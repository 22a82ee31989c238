/** ` (did you mean "x"?)` for the name that was probably meant; empty when none is close. Names differ in case too. */
export function didYouMean(wrong: string, names: readonly string[]): string {
  const meant = nearest(wrong, names)
  return meant === undefined ? '' : ` (did you mean "${meant}"?)`
}

/** For a name that refers to nothing: what was probably meant, or else what there is. */
export function instead(wrong: string, names: readonly string[]): string {
  const meant = didYouMean(wrong, names)
  if (meant !== '') return meant
  return names.length === 0 ? '; there are none' : names.length > 12 ? '' : `; there are: ${names.join(', ')}`
}

function nearest(wrong: string, names: readonly string[]): string | undefined {
  if (wrong.length > 64) return undefined
  const limit = Math.max(1, Math.floor(wrong.length / 3))
  const scored = names
    .filter((name) => name !== wrong)
    .map((name) => ({ name, distance: editDistance(wrong.toLowerCase(), name.toLowerCase()) }))
  return scored.filter(({ distance }) => distance <= limit).sort((one, other) => one.distance - other.distance)[0]?.name
}

/** How many letters must be inserted, deleted, replaced or swapped with a neighbour (optimal string alignment). */
export function editDistance(one: string, other: string): number {
  let before: number[] = []
  let above = Array.from({ length: other.length + 1 }, (_, column) => column)
  for (let row = 1; row <= one.length; row++) {
    const current = [row]
    for (let column = 1; column <= other.length; column++) {
      const same = one[row - 1] === other[column - 1]
      const swapped = row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1]
      current[column] = Math.min(
        (above[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (above[column - 1] ?? 0) + (same ? 0 : 1),
        swapped ? (before[column - 2] ?? 0) + 1 : Infinity,
      )
    }
    before = above
    above = current
  }
  return above[other.length] ?? 0
}
