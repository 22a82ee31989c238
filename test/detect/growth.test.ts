import { expect, test } from '@jest/globals'
import { createDetect } from '../../src/detect/detect.ts'
import { DETECTORS } from '../../src/detect/detectors.ts'
import { forgetTexts } from '../../src/detect/memo.ts'
import { attacks } from './attacks.ts'
import { segment } from './look.ts'

const SMALL = 20_000
const LARGE = 120_000
/** Six small ones take as long as one large one; where time is quadratic, a sixth. Generous, as machines are shared. */
const MOST = 3.3
/** Below this nobody can tell growth from noise: the clock itself is that coarse. */
const NOISE_MS = 30

/** Milliseconds of this thread's own work: what others on the machine do is not in it. */
function took(run: () => unknown): number {
  const from = process.threadCpuUsage().user
  forgetTexts() // nothing is known of a text that comes the first time
  run()
  return (process.threadCpuUsage().user - from) / 1_000
}

/** How much longer the large one takes than as much in small ones: the least of a few tries, as whatever else is done only adds. */
function growth(small: () => unknown, large: () => unknown): number {
  let [short, long] = [Infinity, Infinity]
  for (let tries = 0; tries < 10; tries++) {
    long = Math.min(long, took(large))
    if (long < NOISE_MS) return 1
    short = Math.min(
      short,
      took(() => Array.from({ length: LARGE / SMALL }, () => (forgetTexts(), small()))),
    )
    if (long / Math.max(short, 1) < MOST) break
  }
  return long / Math.max(short, 1)
}

test.each(attacks)('$name do not make any detector quadratic', ({ make }) => {
  const [small, large] = [make(SMALL), make(LARGE)]
  for (const detector of DETECTORS) {
    const grew = growth(
      () => detector.detect(small, segment(small)),
      () => detector.detect(large, segment(large)),
    )
    expect({ detector: detector.id, isLinear: grew < MOST }).toEqual({ detector: detector.id, isLinear: true })
  }
})

test.each(attacks)('$name do not make the whole quadratic', ({ make }) => {
  const detect = createDetect({ detectors: DETECTORS, now: () => 0 })
  const look = (text: string) => detect({ segments: [segment(text), segment(text.slice(0, 100))] })
  const [small, large] = [make(SMALL), make(LARGE)]
  expect(
    growth(
      () => look(small),
      () => look(large),
    ),
  ).toBeLessThan(MOST)
})

test('many small segments take no more than their length', () => {
  const detect = createDetect({ detectors: DETECTORS, now: () => 0 })
  const look = (count: number) =>
    detect({ segments: Array.from({ length: count }, (_, i) => segment(`part ${String(i)} 41`)) })
  expect(
    growth(
      () => look(700),
      () => look(4_200),
    ),
  ).toBeLessThan(MOST)
})
