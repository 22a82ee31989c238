import { generateKeyPairSync } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { leafHash } from '../../src/audit/leaf.ts'
import { audit } from '../../src/command/audit.ts'
import { openDatabase } from '../../src/forward/database.ts'
import type { Database } from '../../src/forward/database.ts'
import { deny, newDir, open, pathOf, segmentsOf } from '../audit/a-ledger.ts'
import { copyOf, rawLines, signedLedger } from '../audit/a-signed-ledger.ts'
import { richLedger } from '../audit/export/a-rich-ledger.ts'
import { postgresFolder, startPostgres } from '../audit/postgres/a-postgres.ts'
import type { Postgres } from '../audit/postgres/a-postgres.ts'
import { runWith } from './an-io.ts'

const folder = postgresFolder()
if (folder === null)
  console.warn('There is no PostgreSQL here: its tests are skipped. With it: apt-get install postgresql')
const withServer = folder === null ? describe.skip : describe

const { privateKey } = generateKeyPairSync('ed25519')

describe('audit index', () => {
  test.each([
    { args: ['ledger'], says: 'needs --to' },
    { args: ['--to', 'postgres://u@h/d'], says: 'takes the folders' },
    { args: ['x', '--to', 'mysql://u@h/d'], says: 'takes postgres://' },
    { args: ['x', '--to', 'postgres://u:planted-value@h/d'], says: 'PGPASSWORD' },
    { args: ['x', '--to', 'postgres://u@h/d?sslmode=disable'], says: 'no parameters' },
    { args: ['x', '--to', 'postgres://h/d'], says: 'needs a user' },
    { args: ['x', '--to', 'postgres://u@db.example.com/d', '--no-tls'], says: 'on this machine' },
  ])('refuses $args', async ({ args, says }) => {
    const failed = await runWith(audit, ['index', ...args]).catch((cause: unknown) => cause as Error)
    expect(failed).toMatchObject({ name: 'UsageError', message: expect.stringContaining(says) })
    expect(String(failed)).not.toContain('planted-value')
  })
})

withServer('audit index, with a PostgreSQL', () => {
  let server: Postgres
  let database: Database
  const ca = join(newDir(), 'ca.pem')
  const to = () => `postgres://tester@127.0.0.1:${String(server.port)}/postgres`
  const index = async (args: readonly string[], password = server.password, tls: readonly string[] = ['--ca', ca]) =>
    runWith(
      (args, io) => audit(args, { ...io, env: { PGPASSWORD: password } }),
      ['index', '--to', to(), ...tls, ...args],
    )
  const rowsOf = async (text: string) => (await database.query(text)).rows

  beforeAll(async () => {
    server = await startPostgres(folder ?? '')
    writeFileSync(ca, server.certificate)
    const { port, password, certificate } = server
    database = await openDatabase({ host: '127.0.0.1', port, database: 'postgres', user: 'tester', password, tls: { ca: certificate } }) // prettier-ignore
  }, 120_000)
  afterAll(async () => {
    await database.close()
    await server.stop()
  }, 60_000)
  const clear = () => database.query('drop schema if exists cordon cascade')

  test('loads every record, typed, and with its leaf', async () => {
    await clear()
    const dir = await richLedger(privateKey)
    expect((await index([dir])).out).toContain(`${String(rawLines(dir).length)} records loaded`)
    const rows = await rowsOf('select seq::int, leaf, record from cordon.record order by seq')
    expect(rows.map(({ leaf }) => leaf)).toEqual(rawLines(dir).map((line) => Buffer.from(leafHash(line), 'base64').toString('hex'))) // prettier-ignore
    expect(rows.map(({ record }) => record)).toEqual(rawLines(dir).map((line) => JSON.parse(line) as unknown))
    expect(await rowsOf("select level, pinned, prompt_bytes::int, caller from cordon.record where effect = 'permit' and request = 'r1'")).toEqual([{ level: 'restricted', pinned: true, prompt_bytes: 120, caller: 'ps1_abc' }]) // prettier-ignore
    expect(await rowsOf('select cost, status::int from cordon.record where cost is not null')).toEqual([{ cost: 0.25, status: 200 }]) // prettier-ignore
  }, 60_000)

  test('goes on where it ended, and adds nothing twice', async () => {
    await clear()
    const dir = newDir()
    const count = async () => (await rowsOf('select count(*)::int as n, max(seq)::int as last from cordon.record'))[0]
    for (const run of [1, 2, 3]) {
      const ledger = await open(dir, { signers: [privateKey] })
      for (let at = 0; at < 700; at += 1) void ledger.append(deny(`${String(run)}-${String(at)}`))
      await ledger.append(deny(`${String(run)}-last`))
      await ledger.close()
      await index([dir])
      await index([dir])
      const n = rawLines(dir).length
      expect(await count()).toEqual({ n, last: n - 1 })
    }
  }, 60_000)

  test('loads several ledgers side by side', async () => {
    await clear()
    const [one, two] = [await signedLedger(privateKey), await signedLedger(privateKey, { origin: 'test.example/two' })]
    await index([one, two])
    expect(
      await rowsOf('select origin, count(*)::int as n from cordon.record group by origin order by origin'),
    ).toEqual([
      { origin: 'test.example/one', n: rawLines(one).length },
      { origin: 'test.example/two', n: rawLines(two).length },
    ])
  }, 60_000)

  test('takes what no checkpoint covers only when it is told to', async () => {
    await clear()
    const dir = newDir()
    const ledger = await open(dir)
    await ledger.append(deny('r'))
    await ledger.close()
    expect((await index([dir, '--json'])).out).toContain('"next":0')
    expect((await index([dir, '--unsigned', '--json'])).out).toContain('"next":3')
  }, 60_000)

  test('refuses another history of the same ledger, and changes nothing', async () => {
    await clear()
    const dir = await signedLedger(privateKey)
    await index([dir])
    const before = await rowsOf('select seq, leaf from cordon.record order by seq')
    await database.query('update cordon.ledger set next = 3, head = null')
    const other = copyOf(dir)
    const path = pathOf(other, segmentsOf(other)[0] ?? '')
    writeFileSync(path, readFileSync(path, 'utf8').replace('"request":"a1"', '"request":"zz"'))
    await expect(index([other])).rejects.toThrow('is another in the database')
    await database.query("update cordon.ledger set head = 'x'")
    await expect(index([dir])).rejects.toThrow('does not follow')
    expect(await rowsOf('select seq, leaf from cordon.record order by seq')).toEqual(before)
  }, 60_000)

  test('keeps what no text of PostgreSQL can hold as a mark', async () => {
    await clear()
    const dir = newDir()
    const ledger = await open(dir, { signers: [privateKey] })
    await ledger.append({
      ...deny('r'),
      rule: 'a\u0000b',
      caller: { client: 'c\u0000d', roles: ["'); drop table cordon.record; --"] },
    })
    await ledger.close()
    await index([dir])
    expect(await rowsOf("select rule, client, roles from cordon.record where request = 'r'")).toEqual([
      { rule: 'a\ufffdb', client: 'c\ufffdd', roles: "'); drop table cordon.record; --" },
    ])
  }, 60_000)

  test.each([
    { name: 'a wrong password', password: 'another-planted', tls: ['--ca', ca] },
    { name: 'a certificate that nobody has vouched for', password: undefined, tls: [] },
  ])(
    'fails for $name, and shows no password',
    async ({ password, tls }) => {
      const failed = await index(['x'], password, tls).catch((cause: unknown) => cause as Error)
      expect(failed).toBeInstanceOf(Error)
      expect(String(failed)).toContain('cannot be used')
      expect(String(failed)).not.toMatch(/planted/)
    },
    60_000,
  )
})
