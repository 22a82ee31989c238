import { closeSync, openSync } from 'node:fs'
import { resolve, sep } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { errorText } from '../error-text.ts'
import { readLogFile } from '../ledger-files.ts'
import type { LogFile } from '../ledger-files.ts'
import { followLedger } from './follow-ledger.ts'
import type { Followed, Joint } from './follow-ledger.ts'
import { IndexWriter } from './index-writer.ts'
import { createIndexes, createTables, dropAll, INDEX_VERSION, settle } from './schema.ts'
import { keptDestinations } from './zones.ts'

export type LedgerIndexOptions = {
  /** The ledger. */
  readonly dir: string
  /** A file for the index, outside of the ledger; none: in memory. */
  readonly path?: string | undefined
  readonly onProgress?: (records: number) => void
}

export type CaughtUp = {
  /** Records that are in the index. */
  readonly records: number
  /** True when it was made anew: it was empty, of another form, or of another ledger. */
  readonly rebuilt: boolean
}

/** Records in one transaction: the more, the fewer lines of roll-ups are written twice; they are in memory until then. */
const BATCH = 100_000

/**
 * An index of a ledger's requests, for questions. It is made from the ledger and can be thrown away at any time: what is true stands in the
 * ledger. It takes in what is new when `catchUp` is called, and is made anew when the ledger is not the one that it was made from.
 */
export class LedgerIndex {
  readonly db: DatabaseSync
  readonly dir: string
  readonly #onProgress: (records: number) => void
  #busy: Promise<unknown> = Promise.resolve()

  private constructor(db: DatabaseSync, { dir, onProgress }: LedgerIndexOptions) {
    this.db = db
    this.dir = dir
    this.#onProgress = onProgress ?? (() => {})
  }

  /** Opens an index, or makes an empty one. Throws one sentence when the file is none, or lies in the ledger. */
  static open(options: LedgerIndexOptions): LedgerIndex {
    const { dir, path } = options
    if (path !== undefined && `${resolve(path)}${sep}`.startsWith(`${resolve(dir)}${sep}`))
      throw new Error('an index may not lie in the ledger: choose a file beside it')
    return new LedgerIndex(openDatabase(path), options)
  }

  /** Takes in what the ledger has beyond the index. One at a time. Rejects with one sentence where the ledger is damaged, or is none. */
  catchUp(): Promise<CaughtUp> {
    const run = this.#busy.then(() => this.#catchUp())
    this.#busy = run.catch(() => {}) // whoever asked hears of it
    return run
  }

  close(): void {
    this.db.close()
  }

  async #catchUp(): Promise<CaughtUp> {
    const log = await readLogFile(this.dir).catch((cause: unknown) => {
      throw new Error(`${this.dir}: ${errorText(cause)}`, { cause })
    })
    if (log === null) throw new Error(`${this.dir}: this is no ledger: there is no file LOG here`)
    let rebuilt = this.#about('version') !== INDEX_VERSION || this.#about('log') !== log.line
    if (rebuilt) this.#reset(log)
    if ((await this.#follow(log)) === 'other_ledger') {
      rebuilt = true
      this.#reset(log)
      await this.#follow(log)
    }
    createIndexes(this.db)
    return { records: (this.#joint()?.seq ?? -1) + 1, rebuilt }
  }

  async #follow(log: LogFile): Promise<Followed> {
    const kept = keptDestinations(this.dir)
    const writer = new IndexWriter(this.db, kept)
    let last = this.#joint()
    let count = 0
    const commit = () => {
      writer.flush()
      if (last !== null) this.#keep('joint', JSON.stringify(last))
      this.db.exec('COMMIT')
      this.#onProgress((last?.seq ?? -1) + 1)
    }
    this.db.exec('BEGIN IMMEDIATE')
    try {
      const followed = await followLedger(this.dir, log, last ?? 'beginning', (record, at) => {
        writer.add(record)
        last = at
        count += 1
        if (count % BATCH !== 0) return
        commit()
        this.db.exec('BEGIN IMMEDIATE')
      })
      commit()
      return followed
    } catch (cause) {
      if (this.db.isTransaction) this.db.exec('ROLLBACK')
      throw cause
    }
  }

  #reset({ line }: LogFile): void {
    this.db.exec('BEGIN IMMEDIATE')
    dropAll(this.db)
    createTables(this.db)
    this.#keep('version', INDEX_VERSION)
    this.#keep('log', line)
    this.db.exec('COMMIT')
  }

  #joint(): Joint | null {
    const text = this.#about('joint')
    return text === null ? null : (JSON.parse(text) as Joint)
  }

  #keep(key: string, value: string): void {
    this.db.prepare('INSERT INTO about (key, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value').run(key, value) // prettier-ignore
  }

  #about(key: string): string | null {
    const isThere = this.db.prepare("SELECT 1 FROM sqlite_master WHERE name = 'about'").get() !== undefined
    const value = isThere ? this.db.prepare('SELECT value FROM about WHERE key = ?').get(key)?.['value'] : undefined
    return typeof value === 'string' ? value : null
  }
}

function openDatabase(path: string | undefined): DatabaseSync {
  try {
    if (path !== undefined) closeSync(openSync(path, 'a', 0o600)) // SQLite would let others read it
    const db = new DatabaseSync(path ?? ':memory:', { timeout: 5_000 })
    settle(db)
    return db
  } catch (cause) {
    throw new Error(`${path ?? 'memory'} cannot be used as an index: ${errorText(cause)}`, { cause })
  }
}
