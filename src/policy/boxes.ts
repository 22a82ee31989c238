/**
 * Points of a space, put together into boxes: in each dimension a set of values. Points that differ only in a dimension whose value makes no
 * difference become one box, so that a person has less to read. The boxes cover the points, each once.
 */
export type Box = {
  readonly sets: readonly (readonly number[])[]
  /** Places in the list of points. */
  readonly members: readonly number[]
}

export function boxesOf(points: readonly (readonly number[])[]): readonly Box[] {
  let boxes: readonly Box[] = points.map((point, index) => ({ sets: point.map((value) => [value]), members: [index] }))
  const dimensions = points[0]?.length ?? 0
  for (let before = Infinity; boxes.length < before;) {
    before = boxes.length
    for (let dimension = 0; dimension < dimensions; dimension += 1) boxes = mergedAlong(boxes, dimension)
  }
  return boxes
}

/** Unites boxes that are equal in all other dimensions. */
function mergedAlong(boxes: readonly Box[], dimension: number): readonly Box[] {
  const groups = new Map<string, Box[]>()
  for (const box of boxes) {
    const key = JSON.stringify(box.sets.with(dimension, []))
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [box])
    else group.push(box)
  }
  return [...groups.values()].map((group) => united(group, dimension))
}

function united(group: readonly Box[], dimension: number): Box {
  const [first] = group
  if (first === undefined || group.length === 1) return first ?? { sets: [], members: [] }
  const values = group.flatMap(({ sets }) => sets[dimension] ?? []).sort((a, b) => a - b)
  return { sets: first.sets.with(dimension, values), members: group.flatMap(({ members }) => members) }
}
