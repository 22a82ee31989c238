import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { isJsonObject } from '../../terms/json.ts'
import type { JsonObject, JsonValue } from '../../terms/json.ts'
import { decisionRow, LATE_ROW, outcomeRow } from './request-row.ts'
import type { Row, ZoneOf } from './request-row.ts'
import { COLUMNS, NUMBERS } from './schema.ts'
import { Words } from './words.ts'

type Value = string | number | null

/** Records of everything but requests that a report needs. */
const EVENTS = ['lifecycle', 'key.rotate', 'sink.poisoned', 'audit.torn']
const isEvent = (type: string) => EVENTS.includes(type) || type.startsWith('audit.') || type.startsWith('policy.')

/** Puts records into an index, in the ledger's order. The caller begins and ends transactions. */
export class IndexWriter {
  readonly #db: DatabaseSync
  readonly #words: Words
  readonly #zoneOf: ZoneOf
  readonly #insert: StatementSync
  readonly #event: StatementSync
  readonly #find: StatementSync
  readonly #updates = new Map<string, StatementSync>()
  /** Permitted requests without an outcome: most are asked for again soon. */
  readonly #open = new Map<string, { readonly seq: number; readonly policy: string | null }>()

  constructor(db: DatabaseSync, zoneOf: ZoneOf) {
    this.#db = db
    this.#words = new Words(db)
    this.#zoneOf = zoneOf
    const names = ['seq', 'time', 'request', ...COLUMNS]
    this.#insert = db.prepare(`INSERT INTO requests (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`)
    this.#event = db.prepare('INSERT INTO events (seq, time, type, fields) VALUES (?, ?, ?, ?)')
    this.#find = db.prepare(
      'SELECT seq, (SELECT text FROM words WHERE id = policy) AS policy FROM requests WHERE request = ? ORDER BY seq DESC LIMIT 1',
    )
  }

  add(record: JsonObject): void {
    const { type, seq, time, request } = record
    if (typeof type !== 'string' || typeof seq !== 'number' || typeof time !== 'number') return
    if (type === 'decision' && typeof request === 'string') this.#decide(record, seq, time, request)
    else if (type === 'outcome' && typeof request === 'string') this.#end(record, seq, request)
    else if (isEvent(type)) this.#event.run(seq, time, type, JSON.stringify(fieldsOf(record)))
    if (type === 'audit.late') this.#late(record['records'])
  }

  flush(): void {
    this.#words.flush()
    if (this.#open.size > MOST_OPEN) this.#open.clear()
  }

  #decide(record: JsonObject, seq: number, time: number, request: string): void {
    const { words } = decisionRow(record, this.#zoneOf)
    const values = COLUMNS.map((name) => this.#words.idOf(name, words[name] ?? null))
    this.#insert.run(seq, time, request, ...values)
    const { policy = null } = words
    if (words.effect === 'permit') this.#open.set(request, { seq, policy: typeof policy === 'string' ? policy : null })
  }

  #end(record: JsonObject, ended: number, request: string): void {
    const decision = this.#open.get(request) ?? this.#lookUp(request)
    this.#open.delete(request)
    if (decision === null) return
    this.#update(decision.seq, ended, outcomeRow(record, decision.policy, this.#zoneOf))
  }

  #late(records: JsonValue | undefined): void {
    if (!Array.isArray(records)) return
    for (const late of records as readonly JsonValue[]) {
      if (!isJsonObject(late) || late['type'] !== 'decision' || typeof late['request'] !== 'string') continue
      const decision = this.#open.get(late['request']) ?? this.#lookUp(late['request'])
      this.#open.delete(late['request'])
      if (decision !== null) this.#update(decision.seq, null, LATE_ROW)
    }
  }

  #update(seq: number, ended: number | null, { words, numbers }: Row): void {
    const columns = COLUMNS.filter((name) => words[name] !== undefined)
    const counted = NUMBERS.filter((name) => numbers[name] !== undefined)
    const names = [...columns, ...counted, 'ended'].map((name) => `${name} = ?`).join(', ')
    const values: Value[] = columns.map((name) => this.#words.idOf(name, words[name] ?? null))
    for (const name of counted) values.push(numbers[name] ?? null)
    const update = this.#updates.get(names) ?? this.#db.prepare(`UPDATE requests SET ${names} WHERE seq = ?`)
    this.#updates.set(names, update)
    update.run(...values, ended, seq)
  }

  #lookUp(request: string): { readonly seq: number; readonly policy: string | null } | null {
    const found = this.#find.get(request)
    if (found === undefined) return null
    return { seq: Number(found['seq']), policy: typeof found['policy'] === 'string' ? found['policy'] : null }
  }
}

const MOST_OPEN = 100_000
const PLACE: readonly string[] = ['v', 'seq', 'prev', 'time', 'mono_us', 'boot', 'crc', 'type']

const fieldsOf = (record: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(record).filter(([name]) => !PLACE.includes(name)))
