import { isIP } from 'node:net'
import pg from 'pg'

export type DatabaseParts = {
  readonly host: string
  readonly port: number
  readonly database: string
  readonly user: string
  readonly password: string | null
  /** Null: without TLS. `ca`: PEM certificates to trust in place of the public ones. */
  readonly tls: { readonly ca: string | null } | null
}

export type Database = {
  /** Values go by themselves, never in the text. */
  readonly query: (text: string, values?: readonly (string | number)[]) => Promise<DatabaseRows>
  readonly close: () => Promise<void>
}

export type DatabaseRows = {
  readonly rows: readonly Readonly<Record<string, unknown>>[]
  /** Rows that a statement made or changed. */
  readonly changed: number
}

/**
 * A connection to one PostgreSQL server, for commands: the proxy itself has none. With TLS the server's certificate must be valid for its name.
 * Rejects with one sentence that holds no password.
 */
export async function openDatabase({ tls, host, password, ...where }: DatabaseParts): Promise<Database> {
  const servername = isIP(host) === 0 ? { servername: host } : {}
  const client = new pg.Client({
    ...{ ...where, host, application_name: 'cordon', connectionTimeoutMillis: 10_000, keepAlive: true },
    ...(password === null ? {} : { password }),
    // Always said: an environment variable must not decide it.
    ssl: tls === null ? false : { rejectUnauthorized: true, ...servername, ...(tls.ca === null ? {} : { ca: tls.ca }) },
  })
  client.on('error', () => {}) // a connection that breaks fails the next query
  await client.connect().catch((cause: unknown) => {
    throw new Error(`the database ${host}:${String(where.port)} cannot be used: ${sayingOf(cause)}`)
  })
  return {
    query: async (text, values = []) => {
      const { rows, rowCount } = await client.query<Record<string, unknown>>(text, [...values])
      return { rows, changed: rowCount ?? 0 }
    },
    close: () => client.end(),
  }
}

const sayingOf = (cause: unknown) => (cause instanceof Error && cause.message !== '' ? cause.message : 'no connection')
