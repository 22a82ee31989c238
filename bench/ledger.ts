/**
 * What a durable record costs: records per second, and the time from append to durable, at several concurrencies, with signed
 * checkpoints; and how fast the ledger is verified, with the public key and without.
 *
 *     node bench/ledger.ts [DIR]     DIR is on the disk to be measured; default: a temporary directory
 */
import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { openLedger } from '../src/audit/ledger.ts'
import type { Ledger } from '../src/audit/ledger.ts'
import { readPinnedKeys } from '../src/audit/note-keys.ts'
import { verifyLedger } from '../src/audit/verify-ledger.ts'

const SECONDS = 2
const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

/** About the size and the shape of a decision record. */
let count = 0
const record = (id = (count += 1)) => ({
  type: 'decision',
  effect: 'deny',
  request: `req_${String(id).padStart(26, '0')}`,
  caller: {
    id: 'ps1_0123456789abcdefghijkl',
    roles: ['employee'],
    department: ['sales'],
    client: 'crm-web',
    ip: '10.1.2.3',
  },
  prompt: { operation: 'chat_completions', model: 'llama-3.3-70b', bytes: 1834, hmac: 'hm1_0123456789abcdefghijkl' },
  findings: [{ type: 'US_SSN', count: 1, detectors: ['us-ssn'] }],
  level: 'restricted',
  policy: { id: 'acme-llm-egress', version: '2026.09.1', sha256: 'ab'.repeat(32) },
  considered: [
    { to: 'lan', permitted: true, ground: 'allowed_by_rule', rule: 'staff-lan' },
    { to: 'openrouter-eu', permitted: false, ground: 'pinned', rule: null },
    { to: 'openrouter', permitted: false, ground: 'pinned', rule: null },
  ],
  attempts: [{ to: 'lan', node: 'ms01', model: 'qwen3.5-27b' }],
})

async function client(ledger: Ledger, until: number, times: number[]): Promise<void> {
  while (performance.now() < until) {
    const begin = performance.now()
    await ledger.append(record())
    times.push(performance.now() - begin)
  }
}

function line(concurrency: number, times: number[], seconds: number): string {
  times.sort((a, b) => a - b)
  const at = (share: number) => (times[Math.floor(times.length * share)] ?? 0).toFixed(2).padStart(7)
  const rate = Math.round(times.length / seconds)
  return `${String(concurrency).padStart(11)} ${String(rate).padStart(11)} ${at(0.5)} ${at(0.99)}`
}

const key = generateKeyPairSync('ed25519').privateKey
const dir = await mkdtemp(join(process.argv[2] ?? tmpdir(), 'cordon-bench-'))
const ledger = await openLedger({
  dir,
  origin: 'bench',
  writer: 'bench',
  deadlineMs: 5000,
  now: () => Date.now(),
  monotonic: () => performance.now(),
  pid: process.pid,
  log: quiet,
  signers: [key],
})
console.log('concurrency   records/s  p50 ms  p99 ms')
for (const concurrency of [1, 8, 64, 256]) {
  const times: number[] = []
  const begin = performance.now()
  await Promise.all(Array.from({ length: concurrency }, () => client(ledger, begin + SECONDS * 1000, times)))
  console.log(line(concurrency, times, (performance.now() - begin) / 1000))
}
await ledger.close()

const publicKey = String(createPublicKey(key).export({ type: 'spki', format: 'pem' }))
for (const [name, options] of [
  ['with the key', { pinned: readPinnedKeys(publicKey) }],
  ['with the key, every line whole', { pinned: readPinnedKeys(publicKey), thorough: true }],
  ['without a key', {}],
] as const) {
  const begin = performance.now()
  const cpu = process.cpuUsage()
  const thread = process.threadCpuUsage()
  const { verdict, records, bytes, checkpoints } = await verifyLedger(dir, options)
  const wall = (performance.now() - begin) / 1000
  const { user, system } = process.cpuUsage(cpu)
  const own = process.threadCpuUsage(thread)
  const rate = (seconds: number) => Math.round(records / seconds).toLocaleString('en')
  console.log(
    `verify ${name}: ${verdict}, ${String(records)} records of ${(bytes / records).toFixed(0)} bytes on average, ` +
      `${String(checkpoints)} checkpoints, ${rate(wall)} records/s, ${rate((user + system) / 1e6)} for each second of one core, ` +
      `${rate((own.user + own.system) / 1e6)} for each second of its own thread`,
  )
}
await rm(dir, { recursive: true })
