import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { isSet } from './schema.ts'
import type { Column } from './schema.ts'

/** Names of callers are many; what is forgotten is looked up again. */
const REMEMBERED = 200_000

/** The words that rows are made of. Each is kept once, as a number; a set of words is a word too, and knows its members. */
export class Words {
  readonly #known = new Map<string, number>()
  readonly #counts = new Map<number, number>()
  readonly #find: StatementSync
  readonly #insert: StatementSync
  readonly #member: StatementSync
  readonly #add: StatementSync

  constructor(db: DatabaseSync) {
    this.#find = db.prepare('SELECT id FROM words WHERE kind = ? AND text = ?')
    this.#insert = db.prepare('INSERT INTO words (kind, text) VALUES (?, ?) RETURNING id')
    this.#member = db.prepare('INSERT INTO members (kind, text, word) VALUES (?, ?, ?)')
    this.#add = db.prepare('UPDATE words SET count = count + ? WHERE id = ?')
  }

  /** The number of a word, or of a set. An empty set is null. */
  idOf(column: Column, said: string | readonly string[] | null): number | null {
    const members = said === null ? [] : typeof said === 'string' ? [said] : [...new Set(said)].sort()
    if (members.length === 0) return null
    const text = isSet(column) ? JSON.stringify(members) : (members[0] ?? '')
    const key = `${column}\n${text}`
    const id = this.#known.get(key) ?? this.#load(column, text, members)
    if (this.#known.size >= REMEMBERED) this.#known.clear()
    this.#known.set(key, id)
    this.#counts.set(id, (this.#counts.get(id) ?? 0) + 1)
    return id
  }

  /** Writes how often each was used. A row that changed counts twice: these are for choosing an index, and nothing else. */
  flush(): void {
    for (const [id, count] of this.#counts) this.#add.run(count, id)
    this.#counts.clear()
  }

  #load(column: Column, text: string, members: readonly string[]): number {
    const found = this.#find.get(column, text) ?? null
    if (found !== null) return Number(found['id'])
    const id = Number(this.#insert.get(column, text)?.['id'])
    for (const member of members) this.#member.run(column, member, id)
    return id
  }
}
