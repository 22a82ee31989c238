/**
 * A short scripted run on the ledger in argv[2], signing with the key in argv[3]: two starts, a few records, changes of segments, checkpoints, two
 * stops. What was acknowledged goes to the file in argv[4]. A refusal is not an error: the disk is made to fail under it.
 */
import { createPrivateKey } from 'node:crypto'
import { openSync, readFileSync, writeSync } from 'node:fs'
import { performance } from 'node:perf_hooks'
import { openLedger } from '../../src/audit/ledger.ts'

const [dir = '', keyFile = '', journalFile = ''] = process.argv.slice(2)
const journal = openSync(journalFile, 'a')
const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

async function run(name: string): Promise<void> {
  const ledger = await openLedger({
    dir,
    origin: 'test.example/faults',
    writer: 'faulty',
    deadlineMs: 5000,
    now: () => Date.now(),
    monotonic: () => performance.now(),
    pid: process.pid,
    log: quiet,
    signers: [createPrivateKey(readFileSync(keyFile))],
    limits: { segmentBytes: 1500, checkpointRecords: 6, closeMs: 1000, retryMs: 10 },
  })
  for (let count = 0; count < 4; count += 1) {
    const request = `${name}${String(count)}`
    await ledger.append({ type: 'decision', request, effect: 'permit', padding: 'x'.repeat(300) }).then(
      async () => {
        writeSync(journal, `${request}\n`)
        await ledger.append({ type: 'outcome', request, status: 200 }).catch(() => undefined)
      },
      () => undefined,
    )
  }
  await ledger.close().catch(() => undefined)
}

for (const name of ['a', 'b']) await run(name).catch(() => undefined)
