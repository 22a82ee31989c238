import { expect, jest, test } from '@jest/globals'
import { inAThread } from '../../src/desks/in-a-thread.ts'
import type { Told } from './a-job-thread.ts'

/* Real threads, which do as they are told. */

jest.setTimeout(60_000)
const ENTRY = new URL('./a-job-thread.ts', import.meta.url)
const runner = (limitMs = 30_000) => inAThread({ entry: ENTRY, most: 2, limitMs })
const told = (how: Told['how']): Told => ({ how })

test('short work ends with its value', async () => {
  expect(await runner()(told('value'))).toEqual({ text: 'vvvv' })
})

test.each<[Told['how'], RegExp, number]>([
  ['refuse', /refused/, 30_000],
  ['throw', /a path in a message/, 30_000], // for the log: whoever asked hears that it broke
  ['file', /made a file/, 30_000],
  ['stay', /too long/, 500],
  ['spin', /too long/, 500],
])('work that should %s ends with a failure', async (how, why, limitMs) => {
  await expect(runner(limitMs)(told(how))).rejects.toThrow(why)
})

test('only so much of it is done at once, and then there is room again', async () => {
  const run = runner(2_000)
  const slow = [run(told('stay')), run(told('stay'))].map((one) => one.catch(() => 'ended'))
  await expect(run(told('value'))).rejects.toMatchObject({ code: 'rate_limited' })
  await Promise.all(slow)
  expect(await run(told('value'))).toEqual({ text: 'vvvv' })
})
