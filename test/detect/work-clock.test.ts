import { spawnSync } from 'node:child_process'
import { pbkdf2, pbkdf2Sync } from 'node:crypto'
import { promisify } from 'node:util'
import { describe, expect, test } from '@jest/globals'
import { createDetect } from '../../src/detect/detect.ts'
import { workedMs } from '../../src/detect/work-clock.ts'
import type { Detector } from '../../src/terms/finding.ts'
import { segment } from './look.ts'

/** Works for about as long as the machine needs for this, and says how long the clock says that it was. */
const work = (rounds: number): number => {
  const began = workedMs()
  pbkdf2Sync('a', 'b', rounds, 64, 'sha512')
  return workedMs() - began
}

describe('the clock of the work', () => {
  test('counts what this thread does', () => {
    const [one, ten] = [work(100_000), work(1_000_000)]
    expect(one).toBeGreaterThan(0)
    expect(ten).toBeGreaterThan(2 * one)
  })

  test('does not count waiting, nor what other threads and processes do meanwhile', async () => {
    const first = workedMs()
    spawnSync('sleep', ['1'])
    await promisify(pbkdf2)('a', 'b', 1_000_000, 64, 'sha512')
    const waited = workedMs() - first
    expect(waited).toBeLessThan(work(1_000_000))
  })

  test('leaves a prompt its time where the process was held up', () => {
    const held: Detector = { id: 'held', types: ['US_SSN'], detect: () => (spawnSync('sleep', ['1']), []) }
    const looks = { segments: ['one', 'two'].map((text) => segment(text)) }
    const within = (now: () => number) => createDetect({ detectors: [held], now, budgetMs: 900 })(looks).failed
    expect(within(workedMs)).toEqual([])
    expect(within(() => performance.now())).toMatchObject([{ why: 'timed_out' }])
  })
})
