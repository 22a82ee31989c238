import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { isJsonObject } from '../../terms/json.ts'
import type { JsonObject, JsonValue } from '../../terms/json.ts'
import { decidedOf, decisionRow, LATE_ROW, outcomeRow } from './request-row.ts'
import type { Decided, PlaceOf, Row } from './request-row.ts'
import { RollUps } from './roll-ups.ts'
import type { Counted } from './roll-ups.ts'
import { COLUMNS, NUMBERS } from './schema.ts'
import { Words } from './words.ts'

type Value = string | number | null

/** Records of everything but requests that a report needs. */
const EVENTS = ['lifecycle', 'key.rotate', 'sink.poisoned', 'audit.torn']
const isEvent = (type: string) => EVENTS.includes(type) || type.startsWith('audit.') || type.startsWith('policy.')

/** A request that may change yet. */
type Kept = Counted & { readonly seq: number; readonly decided: Decided }

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
  /** Those that no roll-up counts yet: most end before they need to be counted as open. */
  readonly #uncounted = new Set<Kept>()

  constructor(db: DatabaseSync, placeOf: PlaceOf) {
    this.#db = db
    this.#words = new Words(db)
    this.#rollUps = new RollUps(db)
    this.#placeOf = placeOf
    const names = ['seq', 'time', 'request', 'found', ...COLUMNS]
    this.#insert = db.prepare(`INSERT INTO requests (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`)
    this.#event = db.prepare('INSERT INTO events (seq, time, type, fields) VALUES (?, ?, ?, ?)')
    this.#find = db.prepare('SELECT * FROM requests WHERE request = ? ORDER BY seq DESC LIMIT 1')
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

  flush(): void {
    for (const kept of this.#uncounted) this.#rollUps.count(kept, 1)
    this.#uncounted.clear()
    this.#rollUps.flush()
    this.#words.flush()
    if (this.#open.size > MOST_OPEN) this.#open.clear()
  }

  #decide(record: JsonObject, seq: number, time: number, request: string): void {
    const row = decisionRow(record, this.#placeOf)
    const ids = Object.fromEntries(COLUMNS.map((name) => [name, this.#words.idOf(name, row.words[name] ?? null)])) as Counted['ids'] // prettier-ignore
    this.#insert.run(seq, time, request, row.found ?? null, ...COLUMNS.map((name) => ids[name]))
    const kept: Kept = { seq, time, ids, numbers: {}, isAnswered: false, decided: decidedOf(row) }
    this.#uncounted.add(kept)
    this.#rollUps.see(kept)
    if (row.words.effect === 'permit') this.#open.set(request, kept)
  }

  #end(request: string, ended: number | null, toRow: (decided: Decided) => Row): void {
    const kept = this.#open.get(request) ?? this.#lookUp(request)
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
    const columns = COLUMNS.filter((name) => words[name] !== undefined)
    const counted = NUMBERS.filter((name) => numbers[name] !== undefined)
    const ids = { ...kept.ids, ...Object.fromEntries(columns.map((name) => [name, this.#words.idOf(name, words[name] ?? null)])) } // prettier-ignore
    const names = [...columns, ...counted, 'ended'].map((name) => `${name} = ?`).join(', ')
    const values: Value[] = [...columns.map((name) => ids[name]), ...counted.map((name) => numbers[name] ?? null)]
    const update = this.#updates.get(names) ?? this.#db.prepare(`UPDATE requests SET ${names} WHERE seq = ?`)
    this.#updates.set(names, update)
    update.run(...values, ended, kept.seq)
    if (!this.#uncounted.delete(kept)) this.#rollUps.count(kept, -1)
    const isAnswered = words.outcome === 'answered'
    this.#rollUps.count({ time: kept.time, ids, numbers: { ...kept.numbers, ...numbers }, isAnswered }, 1)
  }

  #lookUp(request: string): Kept | null {
    const found = this.#find.get(request)
    if (found === undefined) return null
    const number = (name: string) => (typeof found[name] === 'number' ? found[name] : null)
    const text = (name: string) => {
      const said = found[name] === null ? undefined : this.#text.get(number(name))?.['text']
      return typeof said === 'string' ? said : null
    }
    return {
      seq: Number(found['seq']),
      time: Number(found['time']),
      ids: Object.fromEntries(COLUMNS.map((name) => [name, number(name)])) as Counted['ids'],
      numbers: Object.fromEntries(NUMBERS.map((name) => [name, number(name)])),
      isAnswered: text('outcome') === 'answered',
      decided: { policy: text('policy'), pinned: text('pinned') },
    }
  }
}

const MOST_OPEN = 100_000
const PLACE: readonly string[] = ['v', 'seq', 'prev', 'time', 'mono_us', 'boot', 'crc', 'type']

const fieldsOf = (record: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(record).filter(([name]) => !PLACE.includes(name)))
