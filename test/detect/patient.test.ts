import { describe, expect, test } from '@jest/globals'
import { createDetect, createPatientDetect } from '../../src/detect/detect.ts'
import { DETECTORS } from '../../src/detect/detectors.ts'
import type { Detector } from '../../src/terms/finding.ts'
import { segment } from './look.ts'

/** A clock that only moves when a detector works or somebody rests. */
function worker(perText: number) {
  let time = 0
  const looked: string[] = []
  const rests: number[] = []
  const slow: Detector = {
    id: 'slow',
    types: ['US_SSN'],
    detect: (text) => {
      looked.push(text)
      time += perText
      return []
    },
  }
  const rest = async () => {
    rests.push(time)
    time += 1_000
  }
  return { detectors: [slow], now: () => time, rest, looked, rests }
}

const texts = (count: number) => ({
  segments: Array.from({ length: count }, (_, at) => segment(`text ${'x'.repeat(300)} ${String(at)}`)),
})

describe('a patient detection', () => {
  test('finds what an impatient one does', async () => {
    const prompt = {
      segments: ['My SSN is 536-', '22-8726', 'card 4539 1488 0343 6467', 'Zm9vIFNTTiA1MzYtMjItODcyNiBiYXI='].map(
        (text) => segment(text),
      ),
    }
    const now = () => performance.now()
    const patient = createPatientDetect({
      detectors: DETECTORS,
      now,
      sliceMs: 0,
      rest: () => new Promise((done) => setImmediate(done)),
    })
    const { findings } = createDetect({ detectors: DETECTORS, now })(prompt)
    expect(findings.length).toBeGreaterThan(2)
    expect(await patient(prompt)).toEqual({ findings, failed: [] })
  })

  test('rests when it has worked for its slice, and not before', async () => {
    const it = worker(5)
    await createPatientDetect({ ...it, sliceMs: 20 })(texts(40))
    expect(it.looked.length).toBeGreaterThanOrEqual(40)
    expect(it.rests.length).toBeGreaterThan(8)
    const worked = it.rests.map((at, index) => at - 1_000 * index)
    expect(Math.max(...worked.map((at, index) => at - (worked[index - 1] ?? 0)))).toBeLessThanOrEqual(25)
  })

  test('has its budget for its own work: others may take their time', async () => {
    const it = worker(5)
    expect((await createPatientDetect({ ...it, sliceMs: 20, budgetMs: 2_000 })(texts(100))).failed).toEqual([])
    expect(it.rests.length * 1_000).toBeGreaterThan(2_000)
  })

  test('that takes too long itself has failed, and looks at nothing more', async () => {
    const it = worker(50)
    const { failed } = await createPatientDetect({ ...it, sliceMs: 20, budgetMs: 500 })(texts(100))
    expect(failed).toMatchObject([{ why: 'timed_out' }])
    expect(it.looked.length).toBeLessThan(20)
  })

  test('gives one text only so long', async () => {
    const it = worker(300)
    const { failed } = await createPatientDetect({ ...it, sliceMs: 20, textMs: 200 })(texts(3))
    expect(failed).toMatchObject([{ why: 'timed_out' }])
    expect(it.looked.length).toBe(1)
  })
})
