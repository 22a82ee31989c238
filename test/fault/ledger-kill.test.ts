import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import { verifyLedger } from '../../src/audit/verify-ledger.ts'
import { linesOf, open } from '../audit/a-ledger.ts'
import { newKey, pinnedTo } from '../audit/a-signed-ledger.ts'

/** CORDON_LEDGER_KILLS=2000 for the long run (`npm run test:ledger-kills`). */
const KILLS = Number(process.env['CORDON_LEDGER_KILLS'] ?? 50)
/** Each ledger is killed so many times; after that a new one begins, so that a long run does not only read. */
const EACH = 50
const folder = mkdtempSync(join(tmpdir(), 'cordon-kill-'))
const dir = join(folder, 'ledger-0')
const keyFile = join(folder, 'key.pem')
const key = newKey()
writeFileSync(keyFile, key.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 })
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Runs the writer until it has acknowledged `count` records, kills it, and gives the acknowledged requests. */
function runAndKill(run: number, count: number, dir = join(folder, 'ledger-0')): Promise<readonly string[]> {
  const script = join(import.meta.dirname, 'append-forever.ts')
  const child = spawn(process.execPath, [script, dir, String(run), keyFile], { stdio: ['ignore', 'pipe', 'pipe'] })
  let out = ''
  let error = ''
  child.stderr.on('data', (chunk: Buffer) => (error += chunk.toString()))
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString()
    if (out.split('\n').length > count) child.kill('SIGKILL')
  })
  return new Promise((resolve, reject) => {
    child.on('close', (_code, signal) => {
      if (signal === 'SIGKILL') resolve(out.split('\n').slice(0, -1))
      else reject(new Error(`the writer ended by itself: ${error}`))
    })
  })
}

describe('a ledger whose writer is killed with SIGKILL', () => {
  const ledgers = Array.from({ length: Math.ceil(KILLS / EACH) }, (_, at) => ({
    at,
    kills: Math.min(EACH, KILLS - at * EACH),
  }))

  test.each(ledgers)(
    '$kills times under load (ledger $at) loses no acknowledged record, and verifies after each start',
    async ({ at, kills }) => {
      const dir = join(folder, `ledger-${String(at)}`)
      const acknowledged: string[] = []
      for (let run = 0; run < kills; run += 1) {
        acknowledged.push(...(await runAndKill(run, 1 + (((at * EACH + run) * 37) % 200), dir)))
        const { verdict, firstBad, checkpoints } = await verifyLedger(dir, pinnedTo(key)) // as the kill left it
        const wanted = run === 0 && checkpoints === 0 ? 'unverifiable' : 'fine' // the first kill may come before the first checkpoint
        expect({ run, verdict, firstBad }).toEqual({ run, verdict: wanted, firstBad: null })
      }
      const ledger = await open(dir, { origin: 'test.example/kill', signers: [key] })
      await ledger.close()
      const report = await verifyLedger(dir, pinnedTo(key))
      expect(report).toMatchObject({ verdict: 'fine', tornTail: null, open: 0, unsigned: 0 })
      expect(report.checkpoints).toBeGreaterThan(kills)
      expect(report.recovered).toBeGreaterThan(0)
      const lines = linesOf(dir)
      const decided = new Set(lines.filter(({ type }) => type === 'decision').map(({ request }) => request))
      expect(acknowledged.filter((request) => !decided.has(request))).toEqual([])
      const outcomes = lines.filter(({ type }) => type === 'outcome').map(({ request }) => request)
      expect(new Set(outcomes).size).toBe(outcomes.length)
      expect(outcomes).toHaveLength(decided.size)
      if (at > 0) rmSync(dir, { recursive: true })
    },
    300_000,
  )
})

describe('a ledger with a writer', () => {
  test('refuses a writer in another process, and is free when the first was killed', async () => {
    const ledger = await open(dir, { origin: 'test.example/kill', pid: process.pid })
    await expect(runAndKill(1000, 1)).rejects.toThrow(
      `another process is writing to the ledger ${dir} (pid ${String(process.pid)}`,
    )
    await ledger.close()
    expect(await runAndKill(1001, 1)).not.toHaveLength(0)
    await (await open(dir, { origin: 'test.example/kill' })).close()
  }, 30_000)
})
