import { expect, jest, test } from '@jest/globals'
import { inAThread } from '../../src/desks/in-a-thread.ts'
import type { Told } from './a-job-thread.ts'

/* Real threads, which do as they are told. */

jest.setTimeout(60_000)
const ENTRY = new URL('./a-job-thread.ts', import.meta.url)
const logged: unknown[] = []
const log = { debug() {}, info() {}, warn() {}, error: (...line: unknown[]) => void logged.push(line) }
const runner = (limitMs = 30_000) => inAThread({ entry: ENTRY, most: 2, limitMs, log })
const told = (how: Told['how']): Told => ({ how })

test('short work ends with its value', async () => {
  expect(await runner()(told('value'))).toEqual({ text: 'vvvv' })
})

test('work that is refused says so to whoever asked', async () => {
  await expect(runner()(told('refuse'))).rejects.toMatchObject({ code: 'not_found', says: 'There is no such day.' })
})

test.each<[Told['how'], RegExp, number]>([
  ['throw', /"why":"Error/, 30_000],
  ['file', /made a file/, 30_000],
  ['stay', /too long/, 500],
  ['spin', /too long/, 500],
])('work that should %s ends with a failure, and the log says why', async (how, why, limitMs) => {
  logged.length = 0
  await expect(runner(limitMs)(told(how))).rejects.toMatchObject({ code: 'internal_error' })
  expect(JSON.stringify(logged)).toMatch(why)
  expect(JSON.stringify(logged)).not.toContain('a path in a message')
})

test('only so much of it is done at once, and then there is room again', async () => {
  const run = runner(2_000)
  const slow = [run(told('stay')), run(told('stay'))].map((one) => one.catch(() => 'ended'))
  await expect(run(told('value'))).rejects.toMatchObject({ code: 'rate_limited' })
  await Promise.all(slow)
  expect(await run(told('value'))).toEqual({ text: 'vvvv' })
})
