import type { JsonObject } from '../../terms/json.ts'
import type { ReadScope } from '../../terms/reading.ts'
import { exportChunk, exportSize } from './export-rows.ts'
import type { ChunkQuestion } from './export-rows.ts'
import { FILTERS } from './filter.ts'
import { eventsIn } from './events.ts'
import type { Filter, FilterName, Group } from './filter.ts'
import { historyOf, spanOf } from './history.ts'
import type { LedgerIndex } from './ledger-index.ts'
import { lastSeen, newerThan } from './newer.ts'
import { overviewOf } from './overview.ts'
import { countBy } from './count-by.ts'
import { findRequest, pageOf } from './query.ts'
import type { Page } from './query.ts'
import { suggest } from './suggest.ts'
import { wholeRecord } from './whole-record.ts'
import { totalOf } from './total.ts'
import type { Total } from './total.ts'

/** What the admin API asks. */
export type Ask = { readonly scope: ReadScope } & (
  | {
      readonly what: 'records'
      readonly filter: Filter
      readonly limit: number
      readonly after?: string | undefined
      /** Also how many there are. */
      readonly total?: boolean
    }
  | { readonly what: 'overview'; readonly filter: Filter }
  | { readonly what: 'suggestions'; readonly name: FilterName; readonly text: string }
  /** Without `after`, none: where to begin. */
  | { readonly what: 'newer'; readonly filter: Filter; readonly after: number | null; readonly limit: number }
  /** How many an export has, and then the export piece by piece. */
  | { readonly what: 'export-size'; readonly filter: Filter }
  | ({ readonly what: 'export-chunk' } & Omit<ChunkQuestion, 'scope'>)
  | { readonly what: 'aggregates'; readonly filter: Filter; readonly groups: readonly Group[] }
  | { readonly what: 'record'; readonly request: string }
  | { readonly what: 'policies'; readonly counts: boolean }
  | { readonly what: 'span'; readonly since: number; readonly until: number }
  /** Records that are no requests. They are nobody's, and whoever asks for somebody else sees to who may know what. */
  | { readonly what: 'events'; readonly types: readonly string[] }
)

export type Answered = {
  /** Null: there is nothing of it that may be read. */
  readonly body: JsonObject | null
  readonly rows: number
  /** Which of the values that were asked for stand in the ledger, so that a record may name them. */
  readonly known: readonly string[]
}

/** Answers from an index that has all that the ledger has. Throws BadQuestion. */
export async function answer(index: LedgerIndex, ask: Ask): Promise<Answered> {
  const { db } = index
  if (ask.what === 'export-chunk') {
    const chunk = exportChunk(db, ask)
    return { body: chunk as unknown as JsonObject, rows: chunk.rows, known: [] }
  }
  await index.catchUp()
  if (ask.what === 'events') return { body: { events: eventsIn(db, ask.types) as unknown as JsonObject[] }, rows: 0, known: [] } // prettier-ignore
  if (ask.what === 'record') {
    const found = findRequest(db, ask.request, ask.scope)
    if (found === null) return { body: null, rows: 0, known: [] }
    return { body: { found, ...(await wholeRecord(index.dir, found)) }, rows: 1, known: [ask.request] }
  }
  if (ask.what === 'suggestions') {
    const found = suggest(db, ask)
    return { body: { suggestions: found as unknown as JsonObject[] }, rows: found.length, known: [] }
  }
  if (ask.what === 'policies') {
    const history = historyOf(db, ask)
    const rows = Object.values(history.counts ?? {}).reduce((sum, count) => sum + count, 0)
    return { body: history as unknown as JsonObject, rows, known: [] }
  }
  if (ask.what === 'span') return { body: spanOf(db, ask.since, ask.until), rows: 0, known: [] }
  const known = knownIn(index, ask.filter)
  switch (ask.what) {
    case 'records': {
      const page = pageOf(db, ask)
      const total = ask.total === true ? notBelow(totalOf(db, ask), page) : null
      return { body: { ...page, total } as unknown as JsonObject, rows: page.requests.length, known }
    }
    case 'aggregates': {
      const counted = countBy(db, ask)
      return { body: counted as unknown as JsonObject, rows: counted.requests, known }
    }
    case 'overview': {
      const overview = overviewOf(db, ask)
      return { body: overview as unknown as JsonObject, rows: overview.totals.requests, known }
    }
    case 'export-size': {
      const size = exportSize(db, ask)
      return { body: { ...size }, rows: size.rows, known }
    }
    case 'newer': {
      const { after } = ask
      const newer = after === null ? { requests: [], next: lastSeen(db, ask.scope) } : newerThan(db, { ...ask, after })
      return { body: newer as unknown as JsonObject, rows: newer.requests.length, known }
    }
  }
}

/** What a page shows is there, however few of the newest were counted. */
function notBelow({ count, isExact }: Total, { requests, next }: Page): Total {
  return { count: isExact ? count : Math.max(count, requests.length + (next === null ? 0 : 1)), isExact }
}

function knownIn({ db }: LedgerIndex, { named }: Filter): readonly string[] {
  const find = db.prepare('SELECT 1 FROM members WHERE kind = ? AND text = ? LIMIT 1')
  return Object.entries(named).flatMap(([name, values]) =>
    values.filter((value) => find.get(FILTERS[name as FilterName], value) !== undefined),
  )
}
