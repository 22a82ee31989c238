/** ` (did you mean "x"?)` for the name that was probably meant; empty when none is close. */
export function didYouMean(wrong: string, names: readonly string[]): string {
  if (wrong.length > 64) return ''
  const limit = Math.max(1, Math.floor(wrong.length / 3))
  const [nearest] = names
    .map((name) => ({ name, distance: distance(wrong.toLowerCase(), name.toLowerCase()) }))
    .filter((scored) => scored.name !== wrong && scored.distance <= limit)
    .sort((one, other) => one.distance - other.distance)
  return nearest === undefined ? '' : ` (did you mean "${nearest.name}"?)`
}

/** For a name that refers to nothing: what was probably meant, or else what there is. */
export function instead(wrong: string, names: readonly string[]): string {
  const meant = didYouMean(wrong, names)
  if (meant !== '') return meant
  return names.length === 0 ? '; there are none' : names.length > 12 ? '' : `; there are: ${names.join(', ')}`
}

/** Letters to insert, delete, replace, or swap with a neighbour (optimal string alignment). */
function distance(one: string, other: string): number {
  let before: number[] = []
  let above = Array.from({ length: other.length + 1 }, (_, column) => column)
  for (let row = 1; row <= one.length; row++) {
    const current = [row]
    for (let column = 1; column <= other.length; column++) {
      const replaced = (above[column - 1] ?? 0) + (one[row - 1] === other[column - 1] ? 0 : 1)
      const isSwap = row > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1]
      const swapped = isSwap ? (before[column - 2] ?? 0) + 1 : Infinity
      current.push(Math.min((above[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1, replaced, swapped))
    }
    before = above
    above = current
  }
  return above[other.length] ?? 0
}
