/**
 * What evidence costs: a ledger with a real signature under it is written, and then the proof of a record, the proof between two checkpoints and the
 * check of the whole are made of it, and the same proof is verified as a browser does.
 *
 *     node bench/evidence.ts [REQUESTS] [DIR]      REQUESTS: 500,000 without, two records each; DIR: where the ledger lies
 */
import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { lastSizes } from '../src/audit/find-checkpoint.ts'
import { openLedger } from '../src/audit/ledger.ts'
import { makeNearConsistency } from '../src/audit/near-consistency.ts'
import { makeNearProof } from '../src/audit/near-proof.ts'
import { readPinnedKeys } from '../src/audit/note-keys.ts'
import { verifyLedger } from '../src/audit/verify-ledger.ts'
import { verifyProofFile } from '../src/console/lib/verify/proof-file.ts'
import { request } from './a-year.ts'

const REQUESTS = Number(process.argv[2] ?? 500_000)
const ORIGIN = 'bench.example'
const key = generateKeyPairSync('ed25519').privateKey
const keys = String(createPublicKey(key).export({ type: 'spki', format: 'pem' }))

async function write(dir: string): Promise<number> {
  const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
  const ledger = await openLedger({
    ...{ dir, origin: ORIGIN, writer: 'bench', deadlineMs: 60_000, pid: process.pid, log: quiet },
    ...{ now: () => Date.now(), monotonic: () => performance.now(), signers: [key] },
  })
  for (let at = 0; at < REQUESTS; at += 256) {
    const made = Array.from({ length: Math.min(256, REQUESTS - at) }, (_, more) => request(at + more))
    await Promise.all(made.map(async (records) => {
      for (const record of records) await ledger.append(record)
    })) // prettier-ignore
  }
  await ledger.close()
  return ledger.state().records
}

/** The median and the longest of some goes at it. */
async function timed(what: string, goes: number, work: (go: number) => Promise<unknown>): Promise<void> {
  const all: number[] = []
  for (let go = 0; go < goes; go += 1) {
    const begin = performance.now()
    await work(go)
    all.push(performance.now() - begin)
  }
  all.sort((one, other) => one - other)
  const ms = (value: number | undefined) => `${(value ?? 0).toFixed(1)} ms`
  console.log(`${what.padEnd(44)} median ${ms(all[Math.floor(goes / 2)])}, longest ${ms(all.at(-1))}`)
}

const given = process.argv[3]
const dir = given ?? (await mkdtemp(join(tmpdir(), 'cordon-bench-')))
try {
  const records = await write(dir)
  const sizes = lastSizes(dir, ORIGIN)
  const [last = 0, before = 0] = sizes
  const first = sizes.at(-1) ?? 0
  console.log(`${records.toLocaleString('en')} records, ${String(sizes.length)} checkpoints at the end of their file`)
  await timed('the proof of a record', 20, (go) => makeNearProof(dir, Math.floor((last * go) / 20)))
  await timed('the proof between the last two checkpoints', 5, () => makeNearConsistency(dir, before, last))
  await timed(`the proof from checkpoint ${String(first)} to the last`, 5, () => makeNearConsistency(dir, first, last))
  const proof = JSON.stringify(await makeNearProof(dir, Math.floor(last / 3)))
  await timed('a proof, verified as in a browser', 50, () => verifyProofFile(proof, { keys, from: 'given' }))
  await timed('the check of the whole ledger', 1, () => verifyLedger(dir, { pinned: readPinnedKeys(keys) }))
} finally {
  if (given === undefined) await rm(dir, { recursive: true, force: true })
}
