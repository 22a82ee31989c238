import { expect, test } from '@jest/globals'
import { oneAtATime } from '../src/one-at-a-time.ts'

/** Runs that end when they are told to. */
function aRun() {
  const ends: ((failed?: Error) => void)[] = []
  const run = () =>
    new Promise<number>((resolve, reject) => {
      const which = ends.length
      ends.push((failed) => (failed === undefined ? resolve(which) : reject(failed)))
    })
  return { ends, ask: oneAtATime(run) }
}
const settled = () => new Promise((done) => setImmediate(done))

test('whoever asks during a run shares one that begins after it, however many ask', async () => {
  const { ends, ask } = aRun()
  const first = ask()
  await settled()
  const others = Array.from({ length: 1_000 }, () => ask())
  await settled()
  expect(ends.length).toBe(1)
  ends[0]?.()
  await settled()
  expect(ends.length).toBe(2)
  ends[1]?.()
  expect([await first, ...new Set(await Promise.all(others))]).toEqual([0, 1])
  void ask()
  await settled()
  expect(ends.length).toBe(3)
})

test('a run that fails is told to those who asked for it, and does not keep the next from beginning', async () => {
  const { ends, ask } = aRun()
  const first = ask()
  await settled()
  const second = ask()
  ends[0]?.(new Error('no'))
  await expect(first).rejects.toThrow('no')
  await settled()
  ends[1]?.()
  expect(await second).toBe(1)
})
