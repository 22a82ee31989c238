export type Attempts = {
  /** Counts one more of this source. Seconds to wait when there were too many in this minute; null: go on. */
  readonly count: (source: string) => number | null
  /** The same, and nothing is counted. */
  readonly wait: (source: string) => number | null
}

const MINUTE = 60_000
/** Sources that are told apart; those beyond are one. */
const MOST_SOURCES = 10_000

/** Bounds how often one source may try something in a minute. A minute begins with the first try. */
export function createAttempts({ now, most }: { readonly now: () => number; readonly most: number }): Attempts {
  const counts = new Map<string, { readonly since: number; count: number }>()
  const isOver = (since: number) => now() - since >= MINUTE || now() < since
  const left = (since: number) => Math.ceil((since + MINUTE - now()) / 1000)
  return {
    count: (source) => {
      if (!counts.has(source) && counts.size >= MOST_SOURCES)
        for (const [key, { since }] of counts) if (isOver(since)) counts.delete(key)
      const key = counts.has(source) || counts.size < MOST_SOURCES ? source : ''
      const known = counts.get(key)
      const place = known === undefined || isOver(known.since) ? { since: now(), count: 0 } : known
      counts.set(key, place)
      place.count += 1
      return place.count <= most ? null : left(place.since)
    },
    wait: (source) => {
      const place = counts.get(counts.has(source) || counts.size < MOST_SOURCES ? source : '')
      return place === undefined || isOver(place.since) || place.count < most ? null : left(place.since)
    },
  }
}
