/**
 * How fast a policy is asked again about the decisions of a ledger: records per second. Makes a ledger in a temporary folder, with the rooms
 * that make real records.
 *
 *     node bench/policy-simulate.ts [RECORDS]     default: 1,000,000, which needs about 1.5 GB for a minute
 */
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { policySimulate } from '../src/command/policy-simulate.ts'
import { readPolicy, readText } from '../src/command/load.ts'
import { decidedLedger } from './decided-ledger.ts'

const RECORDS = Number(process.argv[2] ?? 1_000_000)
const now = Date.now()
const { policy } = await readPolicy('policies/default.yaml', { now: () => now })
const begin = performance.now()
const { dir, bytes } = await decidedLedger(policy, RECORDS, now)

try {
  console.log(
    `made ${RECORDS.toLocaleString('en')} records, ${(bytes / 1e6).toFixed(0)} MB, in ${((performance.now() - begin) / 1000).toFixed(1)} s`,
  )
  const [rules = ''] = (await readText('policies/default.yaml')).split('\ntests:')
  const stricter = rules
    .replaceAll('shadow: true', 'shadow: false')
    .replace('PERSON: { level: { 1: internal, 10:', 'PERSON: { level: { 1: internal, 3:')
  const file = join(dir, 'stricter.yaml')
  await writeFile(file, stricter)
  for (const [name, against] of [
    ['the same policy', 'policies/default.yaml'],
    ['another policy', file],
  ] as const) {
    let out = ''
    const start = performance.now()
    const io = {
      out: (text: string) => void (out += text),
      err: () => {},
      colour: false,
      now: Date.now,
    } as unknown as Parameters<typeof policySimulate>[1]
    await policySimulate(['--against', dir, '--policy', against, '--json'], io)
    const seconds = (performance.now() - start) / 1000
    const { decisions, changed, undecidable } = JSON.parse(out) as Record<string, number>
    console.log(
      `${name}: ${seconds.toFixed(1)} s, ${Math.round(RECORDS / seconds).toLocaleString('en')} records/s; ` +
        `${String(decisions)} decisions, ${String(changed)} changed, ${String(undecidable)} undecidable; ` +
        `${(process.memoryUsage().rss / 1e6).toFixed(0)} MB resident`,
    )
  }
} finally {
  await rm(dir, { recursive: true })
}
