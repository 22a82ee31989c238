import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from '@jest/globals'
import { notesIn } from '../../src/audit/checkpoint-file.ts'
import { noteSigner, signNote } from '../../src/audit/signed-note.ts'
import { createWitnesses, fileKeeper } from '../../src/audit/witnesses.ts'
import type { Keeper, Witnesses } from '../../src/audit/witnesses.ts'
import { commandKeeper, httpsKeeper } from '../../src/command/witness-keepers.ts'
import { CERTIFICATE, httpsReceiver } from './deliver/receivers.ts'
import { aLog, newDir } from './a-ledger.ts'
import { newKey, ORIGIN } from './a-signed-ledger.ts'

const signer = noteSigner(ORIGIN, newKey())
const noteOf = (size: number) => signNote({ origin: ORIGIN, size, root: new Uint8Array(32) }, [signer])
const made: Witnesses[] = []
afterEach(async () => void (await Promise.all(made.splice(0).map((one) => one.stop()))))

/** A ledger of which only the last checkpoint and the number of records are known. */
async function watching(keepers: readonly Keeper[], dir = newDir()) {
  const ledger = { size: 10, records: 12, time: 1_000_000 }
  const log = aLog()
  const witnesses = await createWitnesses({
    ...{ dir, keepers, log, checkpoint: () => noteOf(ledger.size), records: () => ledger.records },
    ...{ now: () => ledger.time, most: { records: 50, ms: 60_000 }, everyMs: 60_000 },
  })
  made.push(witnesses)
  const alerts = () => log.said.flatMap(({ fields }) => (fields as { alert?: string } | undefined)?.alert ?? [])
  return { dir, ledger, witnesses, alerts }
}

describe('witnesses', () => {
  test('get each checkpoint once, and what they have outlives the process', async () => {
    const got: string[] = []
    const keeper = { name: 'siem', keep: (note: string) => Promise.resolve(void got.push(note)) }
    const { dir, ledger, witnesses } = await watching([keeper])
    await witnesses.look()
    await witnesses.look()
    ledger.size = 12
    await witnesses.look()
    expect(got).toEqual([noteOf(10), noteOf(12)])
    const again = await watching([keeper], dir)
    again.ledger.size = 12
    await again.witnesses.look()
    expect(got).toHaveLength(2)
    expect(again.witnesses.tail()).toEqual({ records: 0, seconds: 0 })
  })

  test('one that fails keeps nothing from another, is said once, and catches up', async () => {
    let broken = true
    const got: string[] = []
    const bad = {
      name: 'bad',
      keep: (note: string) => (broken ? Promise.reject(new Error('away')) : Promise.resolve(void got.push(note))),
    }
    const good = { name: 'good', keep: () => Promise.resolve() }
    const { ledger, witnesses, alerts } = await watching([bad, good])
    await witnesses.look()
    ledger.size = 11
    await witnesses.look()
    expect(witnesses.tail()).toEqual({ records: 1, seconds: 0 })
    expect(alerts()).toEqual(['witness_failed'])
    broken = false
    await witnesses.look()
    expect(got).toEqual([noteOf(11)])
  })

  test.each([
    { name: 'too many records', records: 61, seconds: 1, alert: true },
    { name: 'too long', records: 13, seconds: 61, alert: true },
    { name: 'neither', records: 60, seconds: 60, alert: false },
  ])('a tail that nobody keeps is alerted about: $name', async ({ records, seconds, alert }) => {
    let broken = false
    const keeper = { name: 'w', keep: () => (broken ? Promise.reject(new Error('away')) : Promise.resolve()) }
    const { ledger, witnesses, alerts } = await watching([keeper])
    await witnesses.look()
    broken = true
    Object.assign(ledger, { size: 11, records, time: ledger.time + seconds * 1000 })
    await witnesses.look()
    await witnesses.look()
    expect(witnesses.tail()).toEqual({ records: records - 10, seconds })
    expect(alerts().filter((one) => one === 'unwitnessed')).toHaveLength(alert ? 1 : 0)
  })

  test('none are needed: then there is no tail to speak of', async () => {
    const { witnesses } = await watching([])
    await witnesses.look()
    expect(witnesses.tail()).toBeNull()
  })

  test('a damaged file of what they have costs one more copy', async () => {
    const dir = newDir()
    writeFileSync(join(dir, 'WITNESSES'), '{"siem":{"si')
    const got: string[] = []
    const { witnesses } = await watching([{ name: 'siem', keep: (note) => Promise.resolve(void got.push(note)) }], dir)
    await witnesses.look()
    expect(got).toHaveLength(1)
  })
})

describe('a file elsewhere', () => {
  test('holds every note, in the form of the ledger’s own file', async () => {
    const path = join(newDir(), 'kept')
    const keep = fileKeeper(path)
    await keep(noteOf(1))
    await keep(noteOf(2))
    expect(notesIn(readFileSync(path, 'utf8'))).toEqual([noteOf(1), noteOf(2)])
  })
})

describe('a command', () => {
  const script = (text: string) => {
    const path = join(newDir(), 'keep.sh')
    writeFileSync(path, `#!/bin/sh\n${text}\n`)
    chmodSync(path, 0o700)
    return path
  }

  test('gets the note on its standard input, and keeps it by ending well', async () => {
    const path = join(newDir(), 'kept')
    await commandKeeper([script('cat > "$1"'), path])(noteOf(3))
    expect(readFileSync(path, 'utf8')).toBe(noteOf(3))
  })

  test.each([
    { name: 'ends badly', command: () => [script('exit 3')], says: 'ended with 3' },
    { name: 'does not end', command: () => [script('exec sleep 60')], says: 'SIGKILL' },
    { name: 'is not there', command: () => ['/nowhere/keep'], says: 'ENOENT' },
  ])('that $name has not kept it', async ({ command, says }) => {
    await expect(commandKeeper(command(), 500)(noteOf(3))).rejects.toThrow(says)
  })
})

describe('a witness by https', () => {
  const ca = join(newDir(), 'ca.pem')
  const way = (port: number, ca: string | null) => ({ ...{ name: 'w', kind: 'https', apiKeyEnv: null, ca, timeoutMs: 2000 } as const, url: new URL(`https://127.0.0.1:${String(port)}/notes`) }) // prettier-ignore

  test('gets the note as it is, with its key', async () => {
    writeFileSync(ca, CERTIFICATE.cert)
    const got: string[] = []
    const server = await httpsReceiver(got)
    await httpsKeeper(way(server.port, ca), 'a-key')(noteOf(7))
    await server.stop()
    expect(`${got.join('\n')}\n`).toBe(noteOf(7))
    expect(server.headers).toEqual(['Bearer a-key', 'text/plain; charset=utf-8'])
  })

  test.each([
    ['answers 503', 503, true],
    ['leads elsewhere', 302, true],
    ['has a certificate that nobody vouches for', 200, false],
  ])('that %s has not kept it', async (_what, status, trusted) => {
    writeFileSync(ca, CERTIFICATE.cert)
    const server = await httpsReceiver([], () => status)
    await expect(httpsKeeper(way(server.port, trusted ? ca : null), null)(noteOf(7))).rejects.toThrow()
    await server.stop()
  })

  test('that is not there has not kept it', async () => {
    const server = await httpsReceiver([])
    await server.stop()
    await expect(httpsKeeper(way(server.port, null), null)(noteOf(7))).rejects.toThrow()
  })
})
