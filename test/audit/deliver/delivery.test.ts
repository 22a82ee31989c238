import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { LedgerFollower } from '../../../src/audit/deliver/follow.ts'
import type { Ledger } from '../../../src/audit/ledger.ts'
import type { ConfiguredDelivery } from '../../../src/config/deliver.ts'
import { Secrets } from '../../../src/config/secrets.ts'
import { startDeliveries } from '../../../src/delivery-room.ts'
import type { DeliveryRoom } from '../../../src/delivery-room.ts'
import { aLog, deny, linesOf, newDir, open, pathOf, segmentsOf } from '../a-ledger.ts'
import { CERTIFICATE, httpsReceiver, syslogReceiver } from './receivers.ts'
import { until } from '../../harness/until.ts'

const ca = join(newDir(), 'ca.pem')
beforeAll(() => writeFileSync(ca, CERTIFICATE.cert))

const ending: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end().catch(() => {})
})

const receiver = (
  kind: 'syslog' | 'https',
  port: number,
  more: Partial<ConfiguredDelivery> = {},
): ConfiguredDelivery => ({
  ...{ name: 'siem', kind, url: new URL(`https://127.0.0.1:${String(port)}/`), format: 'json', ca, scheme: 'Splunk' },
  ...{ apiKeyEnv: null, alertAt: 1000, settleMs: 200, timeoutMs: 5000, ...more },
})

type Started = { readonly room: DeliveryRoom; readonly log: ReturnType<typeof aLog> }

async function deliver(dir: string, ledger: Ledger, deliver: readonly ConfiguredDelivery[]): Promise<Started> {
  const log = aLog()
  const nobody = { mirror: null, witnesses: [], readers: [], index: null, seal: null }
  const audit = { dir, origin: 'test.example/one', deadlineMs: 250, key: '', deliver, ...nobody }
  const room = await startDeliveries({
    config: { audit, secrets: new Secrets(new Map([['TOKEN', 'planted-value']])) },
    ...{ durable: () => ledger.state().records, monotonic: () => performance.now(), version: '0.1.0', log },
    limits: { batch: 7, pollMs: 5, retryMs: 10, retryMaxMs: 50 },
  })
  ending.push(room.stop)
  return { room, log }
}

async function ledgerIn(dir: string): Promise<Ledger> {
  const ledger = await open(dir, { limits: { segmentBytes: 4000 } })
  ending.push(ledger.close)
  return ledger
}

async function fill(ledger: Ledger, from: number, to: number) {
  for (let at = from; at < to; at += 1) await ledger.append(deny(`r${String(at)}`))
}

const cursorOf = (dir: string) =>
  (JSON.parse(readFileSync(join(`${dir}.deliver`, 'siem.json'), 'utf8')) as { next: number }).next

/** The numbers in what came, without what came again: they must be all, and in order. */
const seqOf = (message: string) => Number(/"seq":(\d+)/.exec(message)?.[1] ?? NaN)
function firstTimes(got: readonly string[]): readonly number[] {
  const seen = new Set<number>()
  return got.map(seqOf).filter((seq) => !seen.has(seq) && (seen.add(seq), true))
}
const upTo = (count: number) => Array.from({ length: count }, (_, at) => at)

describe.each(['syslog', 'https'] as const)('delivery by %s', (kind) => {
  const serve = (got: string[], port = 0) => (kind === 'syslog' ? syslogReceiver(got, port) : httpsReceiver(got, undefined, port)) // prettier-ignore

  test('hands over every record in order, across segments, while the ledger is written', async () => {
    const [dir, got] = [newDir(), [] as string[]]
    const ledger = await ledgerIn(dir)
    await fill(ledger, 0, 40)
    const server = await serve(got)
    ending.push(server.stop)
    const { room } = await deliver(dir, ledger, [receiver(kind, server.port)])
    await fill(ledger, 40, 80)
    await until(() => room.state()['siem']?.behind === 0)
    expect(got.map(seqOf)).toEqual(upTo(81)) // and the start
    expect(cursorOf(dir)).toBe(81)
  }, 60_000)

  test('loses nothing when the receiver dies and comes back', async () => {
    const [dir, got] = [newDir(), [] as string[]]
    const ledger = await ledgerIn(dir)
    let server = await serve(got)
    const { port } = server
    const { room, log } = await deliver(dir, ledger, [receiver(kind, port)])
    await fill(ledger, 0, 30)
    await until(() => got.length > 10)
    await server.stop()
    await fill(ledger, 30, 60)
    await until(() => (room.state()['siem']?.failures ?? 0) > 2)
    server = await serve(got, port)
    ending.push(server.stop)
    await fill(ledger, 60, 90)
    await until(() => room.state()['siem']?.behind === 0)
    expect(firstTimes(got)).toEqual(upTo(91))
    const said = log.said.map(({ message }) => message)
    expect(said.filter((message) => message.includes('cannot be delivered'))).toHaveLength(1)
    expect(said.at(-1)).toContain('delivered again')
  }, 60_000)

  test('goes on where it was after a restart, without the receiver hearing anything twice', async () => {
    const [dir, got] = [newDir(), [] as string[]]
    const ledger = await ledgerIn(dir)
    const server = await serve(got)
    ending.push(server.stop)
    const first = await deliver(dir, ledger, [receiver(kind, server.port, { settleMs: 60_000 })])
    await fill(ledger, 0, 20)
    await until(() => got.length === 21)
    await first.room.stop()
    await fill(ledger, 20, 40)
    const second = await deliver(dir, ledger, [receiver(kind, server.port)])
    await until(() => second.room.state()['siem']?.behind === 0)
    expect(got.map(seqOf)).toEqual(upTo(41))
  }, 60_000)

  test('sends again what was on its way when the process was killed', async () => {
    const [dir, got] = [newDir(), [] as string[]]
    const ledger = await ledgerIn(dir)
    const server = await serve(got)
    ending.push(server.stop)
    const killed = await deliver(dir, ledger, [receiver(kind, server.port)]) // it is never stopped
    await fill(ledger, 0, 20)
    await until(() => killed.room.state()['siem']?.behind === 0)
    writeFileSync(join(`${dir}.deliver`, 'siem.json'), '{"v":1,"origin":"test.example/one","next":5}\n')
    const again: string[] = []
    const other = await serve(again)
    ending.push(other.stop)
    const { room } = await deliver(dir, ledger, [receiver(kind, other.port)])
    await until(() => room.state()['siem']?.behind === 0)
    expect(again.map(seqOf)).toEqual(upTo(21).slice(5))
  }, 60_000)

  test('says so when the receiver is far behind, once, and when it has caught up', async () => {
    const [dir, got] = [newDir(), [] as string[]]
    const ledger = await ledgerIn(dir)
    const down = await serve(got)
    await down.stop()
    const { room, log } = await deliver(dir, ledger, [receiver(kind, down.port, { alertAt: 20 })])
    await fill(ledger, 0, 40)
    const alerts = () => log.said.filter(({ fields }) => (fields as { alert?: string } | undefined)?.alert === 'delivery_behind') // prettier-ignore
    await until(() => alerts().length > 0 && (room.state()['siem']?.failures ?? 0) > 3)
    const server = await serve(got, down.port)
    ending.push(server.stop)
    await until(() => room.state()['siem']?.behind === 0)
    expect(alerts()).toEqual([expect.objectContaining({ level: 'error' })])
    await until(() => log.said.some(({ message }) => message.includes('caught up')))
    expect(got.length).toBeGreaterThanOrEqual(41)
  }, 60_000)

  test('delays no append while the receiver hangs', async () => {
    const dir = newDir()
    const ledger = await ledgerIn(dir)
    await deliver(dir, ledger, [receiver(kind, 9, { timeoutMs: 60_000 })]) // a port that nobody listens on
    await fill(ledger, 0, 50)
    expect(linesOf(dir)).toHaveLength(51)
  }, 60_000)

  test('trusts no certificate but those that are configured', async () => {
    const [dir, got] = [newDir(), [] as string[]]
    const ledger = await ledgerIn(dir)
    const server = await serve(got)
    ending.push(server.stop)
    const { room } = await deliver(dir, ledger, [receiver(kind, server.port, { ca: null })])
    await until(() => (room.state()['siem']?.failures ?? 0) > 1)
    expect(got).toEqual([])
  }, 60_000)
})

describe('delivery', () => {
  test('by syslog does not take what was written for what was read', async () => {
    const [dir, got] = [newDir(), [] as string[]]
    const ledger = await ledgerIn(dir)
    const deaf = await syslogReceiver([], 0, true)
    const { room } = await deliver(dir, ledger, [receiver('syslog', deaf.port, { settleMs: 2000 })])
    await fill(ledger, 0, 20)
    await new Promise((done) => setTimeout(done, 300))
    await deaf.stop()
    const server = await syslogReceiver(got, deaf.port)
    ending.push(server.stop)
    await until(() => room.state()['siem']?.behind === 0)
    expect(got.map(seqOf)).toEqual(upTo(21))
  }, 60_000)

  test('hands over nothing that is not durable yet', async () => {
    const dir = newDir()
    const ledger = await ledgerIn(dir)
    await fill(ledger, 0, 9)
    const follower = new LedgerFollower(dir, 2)
    expect((await follower.read({ records: 100, before: 5 })).map(({ seq }) => seq)).toEqual([2, 3, 4])
    expect(await follower.read({ records: 100, before: 5 })).toEqual([])
    expect((await follower.read({ records: 100, before: 10 })).map(({ seq }) => seq)).toEqual([5, 6, 7, 8, 9])
  })

  test('stops where records are missing', async () => {
    const dir = newDir()
    const ledger = await ledgerIn(dir)
    await fill(ledger, 0, 40)
    rmSync(pathOf(dir, segmentsOf(dir)[1] ?? ''))
    const follower = new LedgerFollower(dir, 0)
    const readAll = async () => {
      while ((await follower.read({ records: 100, before: 41 })).length > 0);
    }
    await expect(readAll()).rejects.toThrow('is missing from the ledger')
  })

  test.each([
    {
      format: 'json',
      says: /^<110>1 \d{4}-\S+Z test\.example cordon - decision \[meta sequenceId="2"\]\[origin software="Cordon" swVersion="0\.1\.0"\] \{"v":1,"type":"decision",/,
    },
    { format: 'ocsf', says: /^<108>1 .* \{"metadata":\{"version":"1\.8\.0"/ },
    { format: 'cef', says: /^<108>1 .* CEF:0\|Cordon\|/ },
  ] as const)(
    'by syslog as $format is an RFC 5424 message',
    async ({ format, says }) => {
      const [dir, got] = [newDir(), [] as string[]]
      const ledger = await ledgerIn(dir)
      const server = await syslogReceiver(got)
      ending.push(server.stop)
      await deliver(dir, ledger, [receiver('syslog', server.port, { format })])
      await ledger.append(format === 'json' ? { type: 'decision', request: 'r', effect: 'permit' } : deny('r'))
      await until(() => got.length === 2)
      expect(got[1]).toMatch(says)
    },
    60_000,
  )

  test('by HTTPS has its key in the header, and nowhere else', async () => {
    const [dir, got] = [newDir(), [] as string[]]
    const ledger = await ledgerIn(dir)
    const server = await httpsReceiver(got, (nth) => (nth < 2 ? 503 : 200))
    ending.push(server.stop)
    const { log } = await deliver(dir, ledger, [receiver('https', server.port, { format: 'hec', apiKeyEnv: 'TOKEN' })])
    await fill(ledger, 0, 3)
    await until(() => got.length === 4)
    expect(new Set(server.headers)).toEqual(new Set(['Splunk planted-value', 'application/x-ndjson']))
    expect(JSON.parse(got[1] ?? '')).toMatchObject({ sourcetype: 'cordon', source: 'test.example/one', event: { seq: 1, request: 'r0' } }) // prettier-ignore
    expect(JSON.stringify(log.said)).not.toContain('planted-value')
    expect(log.said[0]?.fields).toMatchObject({ to: 'siem', why: 'the receiver answered 503' })
  }, 60_000)

  test('refuses to start with the cursor of another ledger', async () => {
    const dir = newDir()
    const ledger = await ledgerIn(dir)
    const server = await syslogReceiver([])
    ending.push(server.stop)
    const { room } = await deliver(dir, ledger, [receiver('syslog', server.port)])
    await until(() => room.state()['siem']?.behind === 0)
    await room.stop()
    writeFileSync(join(`${dir}.deliver`, 'siem.json'), '{"v":1,"origin":"test.example/two","next":5}\n')
    await expect(deliver(dir, ledger, [receiver('syslog', server.port)])).rejects.toThrow('is no cursor')
  }, 60_000)
})
