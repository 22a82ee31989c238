import type { JsonObject } from '../../terms/json.ts'
import { readLogFile } from '../ledger-files.ts'
import { followLedger } from './follow-ledger.ts'
import type { From, Joint } from './follow-ledger.ts'
import { decidedOf, decisionRow, LATE_ROW, outcomeRow } from './request-row.ts'
import type { Decided, PlaceOf, Row } from './request-row.ts'
import { keptDestinations } from './zones.ts'

/** Decisions that wait for their outcome; the oldest is told as it is when there are more. */
const MOST_OPEN = 10_000

/**
 * Tells requests as they end: each once, as `tell` takes it. A permitted one is told with its outcome, any other at once. It begins two
 * segments before the end, and an outcome whose decision lies before that is not told.
 */
export class Stories {
  readonly #dir: string
  readonly #onStory: (found: JsonObject) => void
  readonly #open = new Map<string, { readonly found: JsonObject; readonly decided: Decided }>()
  #from: From = { segments: 2 }

  constructor(dir: string, onStory: (found: JsonObject) => void) {
    this.#dir = dir
    this.#onStory = onStory
  }

  /** Permitted requests that have not ended yet, oldest first. */
  get open(): readonly JsonObject[] {
    return [...this.#open.values()].map(({ found }) => found)
  }

  /** Reads what is new. Rejects with one sentence where there is no ledger, or another one than before. */
  async read(): Promise<void> {
    const log = await readLogFile(this.#dir)
    if (log === null) throw new Error(`${this.#dir}: this is no ledger: there is no file LOG here`)
    const kept = keptDestinations(this.#dir)
    let last: Joint | null = null
    const onRecord = (record: JsonObject, at: Joint) => {
      last = at
      this.#take(record, kept)
    }
    const followed = await followLedger(this.#dir, log, this.#from, onRecord)
    if (followed === 'other_ledger') throw new Error(`${this.#dir}: this is another ledger than before`)
    this.#from = last ?? this.#from
  }

  #take(record: JsonObject, placeOf: PlaceOf): void {
    const { type, request, time, seq } = record
    if (type === 'audit.late') return this.#takeLate(record)
    if (typeof request !== 'string' || typeof time !== 'number' || typeof seq !== 'number') return
    if (type === 'decision') {
      const row = decisionRow(record, placeOf)
      const found: JsonObject = { request, seq, time: new Date(time).toISOString(), ...fieldsOf(row) }
      if (found['effect'] !== 'permit') return this.#onStory(found)
      this.#open.set(request, { found, decided: decidedOf(row) })
      if (this.#open.size > MOST_OPEN) this.#end([...this.#open.keys()][0] ?? '', {})
    } else if (type === 'outcome') {
      const row = outcomeRow(record, this.#open.get(request)?.decided ?? { policy: null, pinned: null }, placeOf)
      this.#end(request, { ended: seq, ...fieldsOf(row) })
    }
  }

  #takeLate({ records }: JsonObject): void {
    if (!Array.isArray(records)) return
    for (const { request } of records as readonly JsonObject[]) this.#end(String(request), fieldsOf(LATE_ROW))
  }

  #end(request: string, fields: JsonObject): void {
    const open = this.#open.get(request)
    if (!this.#open.delete(request) || open === undefined) return
    this.#onStory({ ...open.found, ...fields })
  }
}

const fieldsOf = ({ words, numbers }: Row): JsonObject => ({ ...words, ...numbers }) as JsonObject
