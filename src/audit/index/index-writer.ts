import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { isJsonObject } from '../../terms/json.ts'
import type { JsonObject, JsonValue } from '../../terms/json.ts'
import { decidedOf, decisionRow, LATE_ROW, outcomeRow } from './request-row.ts'
import type { Decided, PlaceOf, Row } from './request-row.ts'
import { RollUps } from './roll-ups.ts'
import type { Counted } from './roll-ups.ts'
import { BY_REQUEST, COLUMNS, NUMBERS } from './schema.ts'
import type { Column } from './schema.ts'
import { Words } from './words.ts'

type Value = string | number | null

/** Records of everything but requests that a report needs. */
const EVENTS = ['lifecycle', 'key.rotate', 'sink.poisoned', 'audit.torn']
const isEvent = (type: string) => EVENTS.includes(type) || type.startsWith('audit.') || type.startsWith('policy.')

/** A request that may change yet. */
type Kept = {
  readonly seq: number
  readonly time: number
  readonly request: string
  readonly found: string | null
  readonly decided: Decided
  ids: Counted['ids']
  numbers: Counted['numbers']
  isAnswered: boolean
  ended: number | null
}

/** Puts records into an index, in the ledger's order. The caller begins and ends transactions. */
export class IndexWriter {
  readonly #db: DatabaseSync
  readonly #words: Words
  readonly #rollUps: RollUps
  readonly #placeOf: PlaceOf
  readonly #insert: StatementSync
  readonly #event: StatementSync
  readonly #find: StatementSync
  readonly #text: StatementSync
  readonly #updates = new Map<string, StatementSync>()
  /** Permitted requests without an outcome: most are asked for again soon. */
  readonly #open = new Map<string, Kept>()
  /** Those that are not written yet, in order: most end before they need to be written as open. */
  readonly #unwritten = new Set<Kept>()
  /** The same by their names; of two of one name, the newer. */
  readonly #named = new Map<string, Kept>()

  constructor(db: DatabaseSync, placeOf: PlaceOf) {
    this.#db = db
    this.#words = new Words(db)
    this.#rollUps = new RollUps(db)
    this.#placeOf = placeOf
    const names = ['seq', 'time', 'request', 'ended', 'found', ...COLUMNS, ...NUMBERS]
    this.#insert = db.prepare(`INSERT INTO requests (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`)
    this.#event = db.prepare('INSERT INTO events (seq, time, type, fields) VALUES (?, ?, ?, ?)')
    this.#find = db.prepare(`SELECT * FROM requests INDEXED BY ${BY_REQUEST} WHERE request = ? ORDER BY seq DESC LIMIT 1`) // prettier-ignore
    this.#text = db.prepare('SELECT text FROM words WHERE id = ?')
  }

  add(record: JsonObject): void {
    const { type, seq, time, request } = record
    if (typeof type !== 'string' || typeof seq !== 'number' || typeof time !== 'number') return
    if (type === 'decision' && typeof request === 'string') this.#decide(record, seq, time, request)
    else if (type === 'outcome' && typeof request === 'string')
      this.#end(request, seq, (decided) => outcomeRow(record, decided, this.#placeOf)) // prettier-ignore
    else if (isEvent(type)) this.#event.run(seq, time, type, JSON.stringify(fieldsOf(record)))
    if (type === 'audit.late') this.#late(record['records'])
  }

  /** Writes what is still in memory. */
  flush(): void {
    for (const kept of this.#unwritten) {
      const { seq, time, request, ended, found, ids, numbers } = kept
      this.#insert.run(seq, time, request, ended, found, ...COLUMNS.map((name) => ids[name]), ...NUMBERS.map((name) => numbers[name] ?? null)) // prettier-ignore
      this.#rollUps.count(kept, 1)
    }
    this.#unwritten.clear()
    this.#named.clear()
    this.#rollUps.flush()
    this.#words.flush()
    if (this.#open.size > MOST_OPEN) this.#open.clear()
  }

  #decide(record: JsonObject, seq: number, time: number, request: string): void {
    const row = decisionRow(record, this.#placeOf)
    const ids: Record<Column, number | null> = { ...NOTHING }
    for (const name of COLUMNS) ids[name] = this.#words.idOf(name, row.words[name] ?? null)
    const kept: Kept = { seq, time, request, found: row.found ?? null, decided: decidedOf(row), ids, numbers: {}, isAnswered: false, ended: null } // prettier-ignore
    this.#unwritten.add(kept)
    this.#named.set(request, kept)
    this.#rollUps.see(kept)
    if (row.words.effect === 'permit') this.#open.set(request, kept)
  }

  #end(request: string, ended: number | null, toRow: (decided: Decided) => Row): void {
    const kept = this.#open.get(request) ?? this.#named.get(request) ?? this.#lookUp(request)
    this.#open.delete(request)
    if (kept !== null) this.#update(kept, ended, toRow(kept.decided))
  }

  #late(records: JsonValue | undefined): void {
    if (!Array.isArray(records)) return
    for (const late of records as readonly JsonValue[]) {
      if (!isJsonObject(late) || late['type'] !== 'decision' || typeof late['request'] !== 'string') continue
      this.#end(late['request'], null, () => LATE_ROW)
    }
  }

  #update(kept: Kept, ended: number | null, { words, numbers }: Row): void {
    const isWritten = !this.#unwritten.has(kept)
    if (isWritten) this.#rollUps.count(kept, -1)
    const ids = { ...kept.ids }
    const columns = COLUMNS.filter((name) => words[name] !== undefined)
    for (const name of columns) ids[name] = this.#words.idOf(name, words[name] ?? null)
    kept.ids = ids
    kept.numbers = { ...kept.numbers, ...numbers }
    kept.isAnswered = words.outcome === 'answered'
    kept.ended = ended
    if (!isWritten) return
    this.#rollUps.count(kept, 1)
    const counted = NUMBERS.filter((name) => numbers[name] !== undefined)
    const names = [...columns, ...counted, 'ended'].map((name) => `${name} = ?`).join(', ')
    const values: Value[] = [...columns.map((name) => ids[name]), ...counted.map((name) => numbers[name] ?? null)]
    const update = this.#updates.get(names) ?? this.#db.prepare(`UPDATE requests SET ${names} WHERE seq = ?`)
    this.#updates.set(names, update)
    update.run(...values, ended, kept.seq)
  }

  #lookUp(request: string): Kept | null {
    const row = this.#find.get(request)
    if (row === undefined) return null
    const number = (name: string) => (typeof row[name] === 'number' ? row[name] : null)
    const text = (name: string) => {
      const said = row[name] === null ? undefined : this.#text.get(number(name))?.['text']
      return typeof said === 'string' ? said : null
    }
    return {
      ...{ seq: Number(row['seq']), time: Number(row['time']), request, ended: number('ended') },
      found: typeof row['found'] === 'string' ? row['found'] : null,
      ids: Object.fromEntries(COLUMNS.map((name) => [name, number(name)])) as Counted['ids'],
      numbers: Object.fromEntries(NUMBERS.map((name) => [name, number(name)])),
      isAnswered: text('outcome') === 'answered',
      decided: { policy: text('policy'), pinned: text('pinned') },
    }
  }
}

const NOTHING = Object.fromEntries(COLUMNS.map((name) => [name, null])) as Record<Column, number | null>
const MOST_OPEN = 100_000
const PLACE: readonly string[] = ['v', 'seq', 'prev', 'time', 'mono_us', 'boot', 'crc', 'type']

const fieldsOf = (record: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(record).filter(([name]) => !PLACE.includes(name)))
