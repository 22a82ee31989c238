/** Counts by name that do not grow without end: names beyond the limit are counted as `OTHERS`. */
export type Counts = Map<string, number>

export const OTHERS = '(others)'

const MOST_NAMES = 1_000

export function count(counts: Counts, name: string): void {
  const key = counts.has(name) || counts.size < MOST_NAMES ? name : OTHERS
  counts.set(key, (counts.get(key) ?? 0) + 1)
}

/** The most frequent first; equal ones by name. */
export function inOrder(counts: Counts): readonly { readonly name: string; readonly count: number }[] {
  return [...counts]
    .sort(([one, many], [other, few]) => few - many || (one < other ? -1 : 1))
    .map(([name, count]) => ({ name, count }))
}

/** Attributes by which reports say who is concerned. */
export const WHO = ['role', 'department', 'team', 'tenant'] as const
export type Who = (typeof WHO)[number]

export const NOBODY = '(none)'

/** Who was concerned, by attribute. Somebody with two roles counts for both. */
export type Concerned = Readonly<Record<Who, Counts>>

export const nobody = (): Concerned => ({ role: new Map(), department: new Map(), team: new Map(), tenant: new Map() })

export function concern(by: Concerned, attributes: Readonly<Partial<Record<Who, readonly string[]>>>): void {
  for (const who of WHO) {
    const values = attributes[who] ?? []
    for (const value of values.length === 0 ? [NOBODY] : values) count(by[who], value)
  }
}

/** As JSON, and only attributes that somebody has. */
export function toJson(by: Concerned) {
  const present = WHO.filter((who) => [...by[who].keys()].some((name) => name !== NOBODY))
  return Object.fromEntries(present.map((who) => [who, Object.fromEntries(inOrder(by[who]).map(pair))]))
}

const pair = ({ name, count }: { readonly name: string; readonly count: number }) => [name, count] as const
