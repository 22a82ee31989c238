import { readFile } from 'node:fs/promises'
import { loadLedger, makeTables } from '../audit/postgres/load-ledger.ts'
import { openDatabase } from '../forward/database.ts'
import type { DatabaseParts } from '../forward/database.ts'
import { readArgs, UsageError } from './io.ts'
import type { ExitCode, Io } from './io.ts'

/**
 * `cordon audit index --to postgres://user@host/database LEDGER…`: loads the records of one or several ledgers into PostgreSQL, from where the run before
 * ended. The password comes from PGPASSWORD. TLS is verified; `--no-tls` is for loopback.
 */
export async function auditIndex(args: readonly string[], io: Io): Promise<ExitCode> {
  const { values, positionals } = readArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      to: { type: 'string' },
      ca: { type: 'string' },
      'no-tls': { type: 'boolean', default: false },
      unsigned: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  })
  if (values.to === undefined) throw new UsageError('audit index needs --to postgres://user@host/database')
  if (positionals.length === 0) throw new UsageError('audit index takes the folders of one or several ledgers')
  const where = placeOf(values.to)
  const isLoopback = ['localhost', '127.0.0.1', '::1'].includes(where.host)
  if (values['no-tls'] && !isLoopback) throw new UsageError('--no-tls is for a database on this machine')
  if (values['no-tls'] && values.ca !== undefined) throw new UsageError('--ca says whom TLS trusts: not with --no-tls')
  const ca = values.ca === undefined ? null : await readFile(values.ca, 'utf8')
  const database = await openDatabase({
    ...where,
    password: io.env['PGPASSWORD'] ?? null,
    tls: values['no-tls'] ? null : { ca },
  })
  try {
    await makeTables(database)
    for (const dir of positionals) {
      const loaded = await loadLedger(database, { dir, unsigned: values.unsigned })
      const { origin, from, next } = loaded
      if (values.json) io.out(`${JSON.stringify(loaded)}\n`)
      else io.out(`${origin}: ${String(next - from)} records loaded, ${String(next)} in all\n`)
    }
  } finally {
    await database.close().catch(() => {}) // what was committed is there
  }
  return 0
}

function placeOf(to: string): Omit<DatabaseParts, 'password' | 'tls'> {
  const url = URL.canParse(to) ? new URL(to) : null
  if (url === null || !['postgres:', 'postgresql:'].includes(url.protocol))
    throw new UsageError('--to takes postgres://user@host:port/database')
  // Others on this machine can read the arguments of a process.
  if (url.password !== '') throw new UsageError('--to may not hold a password: put it in PGPASSWORD')
  if (url.search !== '' || url.hash !== '') throw new UsageError('--to takes no parameters: see --ca and --no-tls')
  const [user, database] = [decodeURIComponent(url.username), decodeURIComponent(url.pathname.slice(1))]
  if (user === '' || database === '' || url.hostname === '')
    throw new UsageError('--to needs a user, a host and a database: postgres://user@host:port/database')
  return { host: url.hostname.replace(/^\[|\]$/g, ''), port: Number(url.port || '5432'), database, user }
}
