import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { verifyLedger } from '../../src/audit/verify-ledger.ts'
import { deny, newDir, open, outcome, pathOf, permit } from './a-ledger.ts'
import { rawLines, rechain } from './a-signed-ledger.ts'

const verdictInPython = (dir: string) => {
  const { stdout } = spawnSync('python3', [resolve('docs/verify_ledger.py'), dir, '--json'], { encoding: 'utf8' })
  return (JSON.parse(stdout) as { verdict: string }).verdict
}

/** Two runs; in the second two decisions, one of them a permit with its outcome, and this heartbeat. */
async function ledgerWith(heartbeat: object): Promise<string> {
  const dir = newDir()
  const first = await open(dir)
  await first.append(deny('before'))
  await first.close()
  const ledger = await open(dir)
  await ledger.append(permit('a'))
  await ledger.append(outcome('a'))
  await ledger.append(deny('b'))
  await ledger.append({
    type: 'heartbeat',
    requests: 2,
    decisions: 2,
    permits: 1,
    outcomes: 1,
    sent: 1,
    counted: 0,
    ...heartbeat,
  })
  await ledger.append(deny('c'))
  await ledger.close()
  return dir
}

describe('a heartbeat', () => {
  test.each([
    { name: 'that counts what is recorded', heartbeat: {}, verdict: 'fine' },
    { name: 'that has not counted the last of it yet', heartbeat: { decisions: 1, outcomes: 0 }, verdict: 'fine' },
    { name: 'that counts a decision more', heartbeat: { decisions: 3 }, verdict: 'tampered' },
    { name: 'that counts a permit more', heartbeat: { permits: 2 }, verdict: 'tampered' },
    { name: 'that counts an outcome more', heartbeat: { outcomes: 2 }, verdict: 'tampered' },
    { name: 'that says more was sent than permitted', heartbeat: { sent: 2 }, verdict: 'tampered' },
    { name: 'that says nothing', heartbeat: { decisions: null }, verdict: 'tampered' },
  ])(
    '$name is $verdict, for both verifiers',
    async ({ heartbeat, verdict }) => {
      const dir = await ledgerWith(heartbeat)
      expect((await verifyLedger(dir)).verdict).toBe(verdict)
      expect(verdictInPython(dir)).toBe(verdict)
    },
    60_000,
  )

  test('shows a record that was left out, even when all is chained anew', async () => {
    const dir = await ledgerWith({})
    const lines = rawLines(dir)
    const kept = lines.filter((line) => !line.includes('"request":"b"'))
    expect(kept).toHaveLength(lines.length - 1)
    const cut = kept.findIndex((line) => line.includes('"event":"stop"')) + 1
    const anew = rechain(dir, kept, () => {})
    for (const [name, from, to] of [
      ['000000000000.jsonl', 0, cut],
      [`${String(cut).padStart(12, '0')}.jsonl`, cut, Infinity],
    ] as const)
      writeFileSync(
        pathOf(dir, name),
        anew
          .slice(from, to)
          .map((line) => `${line}\n`)
          .join(''),
      )
    expect(await verifyLedger(dir)).toMatchObject({
      verdict: 'tampered',
      why: expect.stringContaining('more decisions'),
    })
    expect(verdictInPython(dir)).toBe('tampered')
  }, 60_000)
})
