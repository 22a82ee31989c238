import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, expect, test } from '@jest/globals'

/* What failed beside others is run again alone by .ci/run: nothing may pass there that does not pass alone. */

const dir = mkdtempSync(join(tmpdir(), 'cordon-again-'))
afterAll(() => rmSync(dir, { recursive: true }))

const PASSES = 'test/one-at-a-time.test.ts'
const MISSING = 'test/there-is-no-such.test.ts'

test.each([
  ['one that passes alone', [PASSES], 0],
  ['one that fails alone too', [MISSING], 1],
  ['one of each', [PASSES, MISSING], 1],
  ['none, so that nobody knows what failed', [], 1],
  ['more than a few', new Array<string>(4).fill(PASSES), 1],
])(
  'of test files: %s',
  (_, failed, status) => {
    const results = join(dir, 'results.json')
    const others = [{ name: resolve(MISSING), status: 'passed' }]
    const testResults = [...others, ...failed.map((name) => ({ name: resolve(name), status: 'failed' }))]
    writeFileSync(results, JSON.stringify({ testResults }))
    expect(spawnSync(process.execPath, ['scripts/test-again.js', results]).status).toBe(status)
  },
  60_000,
)

test('results that were never written', () => {
  expect(spawnSync(process.execPath, ['scripts/test-again.js', join(dir, 'none.json')]).status).not.toBe(0)
})
