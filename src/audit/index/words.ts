import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { isSet } from './schema.ts'
import type { Column } from './schema.ts'

/** Names of callers are many; what is forgotten is looked up again. */
const REMEMBERED = 200_000

/** The numbers of a column: of what is said in one word, and of several, as JSON. */
type Known = { readonly ones: Map<string, number>; readonly sets: Map<string, number> }

/** The words that rows are made of. Each is kept once, as a number; a set of words is a word too, and knows its members. */
export class Words {
  readonly #known = new Map<Column, Known>()
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
    if (said === null) return null
    if (typeof said === 'string') return this.#one(column, said)
    const [only] = said
    if (only === undefined) return null
    return said.length === 1 ? this.#one(column, only) : this.#several(column, said)
  }

  /** Writes how often each was used. A row that changed counts twice: these are for choosing an index, and nothing else. */
  flush(): void {
    for (const [id, count] of this.#counts) this.#add.run(count, id)
    this.#counts.clear()
  }

  #one(column: Column, word: string): number {
    const { ones } = this.#knownOf(column)
    return this.#use(ones.get(word) ?? keep(ones, word, this.#load(column, [word])))
  }

  /** In whatever order they are said, and however often each. */
  #several(column: Column, said: readonly string[]): number {
    const { sets } = this.#knownOf(column)
    const key = JSON.stringify(said)
    return this.#use(sets.get(key) ?? keep(sets, key, this.#load(column, [...new Set(said)].sort())))
  }

  #use(id: number): number {
    this.#counts.set(id, (this.#counts.get(id) ?? 0) + 1)
    return id
  }

  #knownOf(column: Column): Known {
    const found = this.#known.get(column)
    if (found !== undefined) return found
    const made = { ones: new Map<string, number>(), sets: new Map<string, number>() }
    this.#known.set(column, made)
    return made
  }

  #load(column: Column, members: readonly string[]): number {
    const text = isSet(column) ? JSON.stringify(members) : (members[0] ?? '')
    const found = this.#find.get(column, text) ?? null
    if (found !== null) return Number(found['id'])
    const id = Number(this.#insert.get(column, text)?.['id'])
    for (const member of members) this.#member.run(column, member, id)
    return id
  }
}

function keep(known: Map<string, number>, key: string, id: number): number {
  if (known.size >= REMEMBERED) known.clear()
  known.set(key, id)
  return id
}
