import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { audit } from '../../src/command/audit.ts'
import { newDir, pathOf, segmentsOf } from '../audit/a-ledger.ts'
import { askedLedger } from '../audit/index/a-ledger-to-ask.ts'
import { runWith } from './an-io.ts'

const run = (...args: readonly string[]) => runWith(audit, args)

test('audit report writes one page, and never over a file', async () => {
  const dir = await askedLedger([{ request: 'req_a' }, { request: 'req_b', effect: 'deny' }])
  const out = join(newDir(), 'report.html')
  const { code, out: said } = await run('report', dir, '--out', out)
  expect([code, said]).toEqual([0, `${out}: 2 requests\n`])
  expect(readFileSync(out, 'utf8')).toMatch(/^<!doctype html>[\s\S]*The ledger is fine[\s\S]*req_b/)
  expect(statSync(out).mode & 0o777).toBe(0o600)
  await expect(run('report', dir, '--out', out)).rejects.toThrow(/EEXIST/)
})

test('a ledger that is not fine is said, on the page and by the exit code', async () => {
  const dir = await askedLedger([{ request: 'req_a' }])
  const segment = pathOf(dir, segmentsOf(dir)[0] ?? '')
  writeFileSync(segment, readFileSync(segment, 'utf8').replace('"status":200', '"status":201'))
  const out = join(newDir(), 'report.html')
  const made = run('report', dir, '--out', out)
  await expect(made.then(({ code }) => code, () => 1)).resolves.toBe(1) // prettier-ignore
})

test.each([
  [['report'], /needs --out/],
  [['report', 'a', 'b', '--out', 'c'], /takes one folder/],
  [['report', '--out', 'c', '--since', 'yesterday'], /--since takes a day/],
])('%j is wrong usage', async (args, says) => {
  await expect(run(...args)).rejects.toThrow(says)
})
