import { lastCheckpoint } from '../checkpoint-file.ts'
import { LedgerFollower } from '../deliver/follow.ts'
import { readLogFile } from '../ledger-files.ts'
import { rowOf } from './row.ts'
import type { LoadedRow } from './row.ts'
import { SCHEMA } from './schema.ts'

/** What is needed of a database; `forward` has one. */
export type Tables = {
  readonly query: (
    text: string,
    values?: readonly (string | number)[],
  ) => Promise<{ readonly rows: readonly Readonly<Record<string, unknown>>[]; readonly changed: number }>
}

export type LoadOptions = {
  readonly dir: string
  /** Also records that no checkpoint covers yet. */
  readonly unsigned: boolean
}

export type LoadedLedger = { readonly origin: string; readonly from: number; readonly next: number }

const BATCH = 500

/** Makes the tables that are not there. */
export async function makeTables(tables: Tables): Promise<void> {
  await inTransaction(tables, async () => {
    for (const statement of SCHEMA) await tables.query(statement)
  })
}

/**
 * Loads the records of one ledger that are not in the database yet, in order, each batch in one transaction with how far it came: it can be stopped at
 * any moment and run again, and a second run adds nothing. Takes only what a checkpoint covers, unless `unsigned`: what is younger may not be
 * durable. Memory does not grow with the ledger. Throws one sentence when the database holds other records of this ledger.
 */
export async function loadLedger(tables: Tables, { dir, unsigned }: LoadOptions): Promise<LoadedLedger> {
  const log = await readLogFile(dir)
  if (log === null) throw new Error(`${dir}: this is no ledger: there is no file LOG here`)
  const { origin } = log
  await tables.query("insert into cordon.ledger values ($1, 0, null, 'epoch') on conflict (origin) do nothing", [
    origin,
  ])
  const { rows } = await tables.query('select next::text, head from cordon.ledger where origin = $1', [origin])
  const from = Number(rows[0]?.['next'] ?? 0)
  let head = typeof rows[0]?.['head'] === 'string' ? rows[0]['head'] : null
  const before = unsigned ? Infinity : (lastCheckpoint(dir, origin).note?.size ?? 0)
  const follower = new LedgerFollower(dir, from)
  for (;;) {
    const at = follower.next
    const batch = (await follower.read({ records: BATCH, before })).map((followed) => rowOf(origin, followed))
    const [first, last] = [batch[0], batch.at(-1)]
    if (first === undefined || last === undefined) return { origin, from, next: at }
    if (head !== null && first.prev !== head)
      throw new Error(`record ${String(at)} of ${origin} does not follow the last that the database holds`)
    await inTransaction(tables, () => put(tables, { origin, at, batch, last }))
    head = last.leaf
  }
}

type Batch = {
  readonly origin: string
  readonly at: number
  readonly batch: readonly LoadedRow[]
  readonly last: LoadedRow
}

async function put(tables: Tables, { origin, at, batch, last }: Batch): Promise<void> {
  const { changed } = await tables.query(
    'update cordon.ledger set next = $3::bigint, head = $4, loaded = now() where origin = $1 and next = $2::bigint',
    [origin, at, last.seq + 1, last.leaf],
  )
  if (changed !== 1) throw new Error(`somebody else is loading the ledger ${origin}`)
  const json = JSON.stringify(batch.map((row) => row.json))
  const made = await tables.query(
    'insert into cordon.record select * from jsonb_populate_recordset(null::cordon.record, $1::jsonb) on conflict (origin, seq) do nothing',
    [json],
  )
  if (made.changed === batch.length) return
  const { rows } = await tables.query(
    'select min(held.seq)::text as seq from cordon.record held join jsonb_populate_recordset(null::cordon.record, $1::jsonb) own using (origin, seq) where held.leaf is distinct from own.leaf',
    [json],
  )
  const other = rows[0]?.['seq']
  if (typeof other === 'string') throw new Error(`record ${other} of ${origin} is another in the database`)
}

async function inTransaction(tables: Tables, work: () => Promise<void>): Promise<void> {
  await tables.query('begin')
  try {
    await work()
    await tables.query('commit')
  } catch (cause) {
    await tables.query('rollback').catch(() => {}) // the first failure is the one to tell
    throw cause
  }
}
