import { appendFileSync, existsSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, jest, test } from '@jest/globals'
import { audit } from '../../src/command/audit.ts'
import type { LedgerStatus } from '../../src/audit/ledger-status.ts'
import { newDir, open, pathOf, permit, segmentsOf } from '../audit/a-ledger.ts'
import { copyOf, newKey, signedLedger, rawLines } from '../audit/a-signed-ledger.ts'
import { runWith } from './an-io.ts'

jest.setTimeout(60_000)

const key = newKey()
const run = async (dir: string, ...args: readonly string[]) => {
  const { code, out } = await runWith(audit, ['status', dir, '--json', ...args], { now: new Date().toISOString() })
  return { code, ...(JSON.parse(out) as LedgerStatus) }
}

test('of a ledger that was closed: how much there is, how much of it is signed', async () => {
  const dir = await signedLedger(key)
  const records = rawLines(dir).length
  expect(await run(dir)).toMatchObject({
    ...{ code: 0, problems: [], origin: 'test.example/one', records, unsigned: 0, unwitnessed: null, torn: 0 },
    checkpoint: { size: records },
    last: { seq: records - 1, type: 'checkpoint.pre' },
    segment: segmentsOf(dir).at(-1),
    ...(existsSync('/proc/locks') ? { writer: { writer: 'w1', running: false } } : {}),
  })
})

test('of one that is being written, without disturbing it', async () => {
  const dir = newDir()
  const ledger = await open(dir, { limits: { reserveBytes: 4096, checkMs: 10 } })
  await ledger.append(permit('a'))
  while (!existsSync(join(dir, 'RESERVE'))) await new Promise((resolve) => setTimeout(resolve, 5))
  const found = await run(dir)
  expect(found).toMatchObject({ code: 0, records: ledger.state().records, last: { type: 'decision' }, checkpoint: null, reserve: 4096 }) // prettier-ignore
  if (existsSync('/proc/locks')) expect(found.writer?.running).toBe(true)
  await ledger.append(permit('b'))
  await ledger.close()
})

type Row = readonly [what: string, breaks: (dir: string) => void, says: string]
const lastOf = (dir: string) => pathOf(dir, segmentsOf(dir).at(-1) ?? '')
const rows: readonly Row[] = [
  ['records are gone', (dir) => rmSync(lastOf(dir)), 'the last checkpoint covers more records than there are'],
  ['the last line is no record', (dir) => appendFileSync(lastOf(dir), 'x\n'), 'the last line cannot be read'],
  ['the checkpoints are damaged', (dir) => writeFileSync(join(dir, 'checkpoints'), 'x\n\n\n\n'), 'checkpoint'],
  ['a gap waits for its record', (dir) => writeFileSync(join(dir, 'GAP'), '{"type":"audit.gap_accepted"}'), 'a gap was accepted'],
  ['no witness had one for long', (dir) => writeFileSync(join(dir, 'WITNESSES'), '{"nas":{"size":3,"at":0}}'), 'no witness has had a checkpoint'],
] // prettier-ignore
test.each(rows)('%s: says so', async (_what, breaks, says) => {
  const dir = copyOf(await signedLedger(key))
  breaks(dir)
  const { code, problems } = await run(dir)
  expect(code).toBe(1)
  expect(problems.join()).toContain(says)
})

test('a run that did not stop in order, and what it left of a line', async () => {
  const dir = copyOf(await signedLedger(key))
  const text = readFileSync(lastOf(dir), 'utf8')
  const lines = text.split('\n')
  const at = lines.findLastIndex((line) => line.includes('"type":"decision"'))
  truncateSync(lastOf(dir), lines.slice(0, at + 1).join('\n').length + 1)
  rmSync(join(dir, 'checkpoints'))
  appendFileSync(lastOf(dir), '{"v":1')
  const { torn, problems } = await run(dir)
  expect(torn).toBe(6)
  if (existsSync('/proc/locks')) expect(problems).toEqual(['nobody writes, and the last run did not stop in order'])
})

test('a mirror is compared by its number of records', async () => {
  const dir = await signedLedger(key)
  const copy = copyOf(dir)
  expect(await run(dir, '--mirror', copy)).toMatchObject({ code: 0, mirror: rawLines(dir).length })
  await (await open(copy, { signers: [key] })).close()
  expect((await run(dir, '--mirror', copy)).problems).toEqual(['the mirror has more records than the ledger'])
})

test('tells people', async () => {
  const dir = await signedLedger(key)
  const { out } = await runWith(audit, ['status', dir])
  expect(out).toMatch(/^OK\n {2}origin {6}test\.example\/one\n {2}writer {6}.*w1/)
  await expect(runWith(audit, ['status', newDir()])).rejects.toThrow('there is no ledger in')
})
