/** Two texts side by side: what stayed, what went and what came, line by line, with as few changes as there can be (Myers 1986). */

export type DiffLine = { readonly number: number; readonly text: string }
/** A row of two columns. `changed`: a line went and another came in its place. */
export type DiffRow = {
  readonly kind: 'same' | 'gone' | 'new' | 'changed'
  readonly left: DiffLine | null
  readonly right: DiffLine | null
}

/** More changes than this are not looked for: what lies between the first and the last is shown as replaced. */
const MOST_CHANGES = 2_000

export function diffLines(from: string, to: string): readonly DiffRow[] {
  const [left, right] = [linesOf(from), linesOf(to)]
  const rows: DiffRow[] = []
  let gone: DiffLine[] = []
  let came: DiffLine[] = []
  const flush = () => {
    for (let at = 0; at < Math.max(gone.length, came.length); at += 1) {
      const [one, other] = [gone[at] ?? null, came[at] ?? null]
      rows.push({ kind: one === null ? 'new' : other === null ? 'gone' : 'changed', left: one, right: other })
    }
    ;[gone, came] = [[], []]
  }
  let [x, y] = [0, 0]
  for (const [at, other] of [...common(left, right), [left.length, right.length] as const]) {
    for (; x < at; x += 1) gone.push({ number: x + 1, text: left[x] ?? '' })
    for (; y < other; y += 1) came.push({ number: y + 1, text: right[y] ?? '' })
    flush()
    if (x === left.length && y === right.length) break
    rows.push({ kind: 'same', left: { number: x + 1, text: left[x] ?? '' }, right: { number: y + 1, text: right[y] ?? '' } }) // prettier-ignore
    x += 1
    y += 1
  }
  return rows
}

/** A line break at the end ends the last line and begins none. */
const linesOf = (text: string): readonly string[] => (text === '' ? [] : text.replace(/\r?\n$/, '').split(/\r?\n/))

type Pair = readonly [at: number, other: number]

/** The lines that both have, as pairs of places that grow. */
function common(left: readonly string[], right: readonly string[]): readonly Pair[] {
  const most = Math.min(left.length, right.length)
  let start = 0
  while (start < most && left[start] === right[start]) start += 1
  let end = 0
  while (end < most - start && left[left.length - 1 - end] === right[right.length - 1 - end]) end += 1
  const between = middle(left.slice(start, left.length - end), right.slice(start, right.length - end))
  return [
    ...Array.from({ length: start }, (_line, at): Pair => [at, at]),
    ...between.map(([at, other]): Pair => [at + start, other + start]),
    ...Array.from({ length: end }, (_line, at): Pair => [left.length - end + at, right.length - end + at]),
  ]
}

/** The furthest point on each diagonal after each number of changes, and then the way back through them. */
function middle(left: readonly string[], right: readonly string[]): readonly Pair[] {
  const [n, m] = [left.length, right.length]
  const most = Math.min(n + m, MOST_CHANGES)
  const furthest = new Int32Array(2 * most + 3)
  const trace: Int32Array[] = []
  for (let changes = 0; changes <= most; changes += 1) {
    trace.push(furthest.slice(most + 1 - changes - 1, most + 1 + changes + 2))
    for (let k = -changes; k <= changes; k += 2) {
      let x = step(furthest, most + 1, k, changes)
      while (x < n && x - k < m && left[x] === right[x - k]) x += 1
      furthest[most + 1 + k] = x
      if (x >= n && x - k >= m) return wayBack(trace, n, m)
    }
  }
  return []
}

/** Where the next change leads to on diagonal `k`: down (a line came) or right (a line went). */
function step(furthest: Int32Array, zero: number, k: number, changes: number): number {
  const [below, above] = [furthest[zero + k - 1] ?? 0, furthest[zero + k + 1] ?? 0]
  return k === -changes || (k !== changes && below < above) ? above : below + 1
}

function wayBack(trace: readonly Int32Array[], n: number, m: number): readonly Pair[] {
  const pairs: Pair[] = []
  let [x, y] = [n, m]
  for (let changes = trace.length - 1; changes >= 0; changes -= 1) {
    const before = trace[changes] ?? new Int32Array(0)
    const k = x - y
    const start = changes === 0 ? 0 : step(before, changes + 1, k, changes)
    while (x > start && y > start - k) {
      x -= 1
      y -= 1
      pairs.push([x, y])
    }
    if (changes === 0) break
    const [below, above] = [before[changes + k] ?? 0, before[changes + k + 2] ?? 0]
    if (k === -changes || (k !== changes && below < above)) y -= 1
    else x -= 1
  }
  return pairs.reverse()
}

/** Rows that are shown, or so many that are the same and are not. */
export type Fold = { readonly rows: readonly DiffRow[]; readonly isFolded: boolean }

/** Long stretches of what is the same are folded, but for some lines around each change. */
export function folds(rows: readonly DiffRow[], around = 3): readonly Fold[] {
  const near = rows.map((_row, at) =>
    rows.slice(Math.max(0, at - around), at + around + 1).some(({ kind }) => kind !== 'same'),
  )
  const found: { rows: DiffRow[]; isFolded: boolean }[] = []
  rows.forEach((row, at) => {
    const isFolded = near[at] === false
    const last = found.at(-1)
    if (last?.isFolded === isFolded) last.rows.push(row)
    else found.push({ rows: [row], isFolded })
  })
  return found.map((fold) => (fold.rows.length <= 2 ? { ...fold, isFolded: false } : fold))
}
