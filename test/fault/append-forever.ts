/** Appends to the ledger in argv[2], signing with the key in argv[4], until it is killed, and prints each record's request when it has been acknowledged. */
import { createPrivateKey } from 'node:crypto'
import { readFileSync, writeSync } from 'node:fs'
import { performance } from 'node:perf_hooks'
import { openLedger } from '../../src/audit/ledger.ts'

const [dir = '', run = '', keyFile = ''] = process.argv.slice(2)
const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
const ledger = await openLedger({
  dir,
  origin: 'test.example/kill',
  writer: 'killed',
  deadlineMs: 10_000,
  now: () => Date.now(),
  monotonic: () => performance.now(),
  pid: process.pid,
  log: quiet,
  signers: [createPrivateKey(readFileSync(keyFile))],
  limits: { segmentBytes: 20_000, checkpointRecords: 25 }, // so that some kills hit a change of segments, or a checkpoint
})

/** One client: a decision, then an outcome, again and again. */
async function client(name: number): Promise<never> {
  for (let count = 0; ; count += 1) {
    const request = `${run}-${String(name)}-${String(count)}`
    await ledger.append({ type: 'decision', request, effect: 'permit', padding: 'x'.repeat(count % 700) })
    writeSync(1, `${request}\n`)
    await ledger.append({ type: 'outcome', request, status: 200 })
  }
}

await Promise.all(Array.from({ length: 8 }, (_, name) => client(name)))
