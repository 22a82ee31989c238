import type { FoundRequest, RecordsPage } from '../../contract/records.ts'

/** What a list shows: newest first, each request once. `next` leads to what is older than the last row; null when nothing is. */
export type Rows = { readonly rows: readonly FoundRequest[]; readonly next: string | null }

/** Adds a page that was asked for with the cursor `asked`. A list that has begun anew since has no use for it. */
export const withOlder = (list: Rows, asked: string | null, { requests, next }: RecordsPage): Rows =>
  list.next === asked ? { rows: merged(list.rows, requests), next } : list

/** Adds what comes in while somebody looks on, decided or ended; no more than `most` rows, and none below what is shown. */
export function withFresh(list: Rows, fresh: readonly FoundRequest[], most: number): Rows {
  const last = list.next === null ? undefined : list.rows.at(-1)
  const shown = last === undefined ? fresh : fresh.filter((row) => byAge(row, last) <= 0)
  return { ...list, rows: merged(list.rows, shown).slice(0, most) }
}

/**
 * Closes the gap between a list and a tail that began later. `page` is the newest one, asked for since; `top` was the first row then. Where the
 * page does not reach it, nobody knows what lies between: the list begins anew, with what the tail said in the meantime.
 */
export function withNewest(list: Rows, { requests, next }: RecordsPage, top: FoundRequest | null): Rows {
  const last = requests.at(-1)
  if (next === null || last === undefined) return { rows: merged(list.rows, requests), next: null }
  if (top !== null && byAge(last, top) >= 0) return { rows: merged(list.rows, requests), next: list.next }
  return { rows: merged(list.rows.filter((row) => byAge(row, last) < 0), requests), next } // prettier-ignore
}

/** Each request once, as it ended if that is known. */
function merged(some: readonly FoundRequest[], others: readonly FoundRequest[]): readonly FoundRequest[] {
  const all = new Map(some.map((row) => [row.request, row]))
  for (const row of others) if (row.ended !== null || all.get(row.request) === undefined) all.set(row.request, row)
  return [...all.values()].sort(byAge)
}

/** The order in which the admin API answers. */
const byAge = (one: FoundRequest, other: FoundRequest): number =>
  one.time === other.time ? other.seq - one.seq : one.time < other.time ? 1 : -1
