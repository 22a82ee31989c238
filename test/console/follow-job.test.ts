import { describe, expect, test } from '@jest/globals'
import { followJob } from '../../src/console/lib/follow-job.ts'
import type { Job } from '../../src/contract/jobs.ts'

const GONE = new Error('there is no such work')
const BUSY = new Error('no answer')

const job = (state: Job['state'], progress: number): Job => ({
  ...{ job: 'j1', kind: 'replay', state, progress, started: '2026-11-01T00:00:00.000Z', ended: null },
  ...{ problem: null, result: null, file: null },
})

/** Follows work that answers like this, one after the other, and writes down all that happens. */
async function followed(answers: readonly (Job | Error)[], stopAfter = Infinity) {
  const said: string[] = []
  let asked = 0
  const end = await followJob({
    ask: (seconds) => {
      said.push(`ask ${String(seconds)}`)
      const answer = answers[asked]
      asked += 1
      if (answer === undefined) throw new Error('asked too often')
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer)
    },
    isFinal: (thrown) => thrown === GONE,
    pause: (ms) => Promise.resolve(void said.push(`pause ${String(ms)}`)),
    isOver: () => asked >= stopAfter,
    onRunning: ({ progress }) => said.push(`at ${String(progress)}`),
    onLost: () => said.push('lost'),
  })
  return { end: end.end === 'ended' ? end.job.state : end.end, said }
}

describe('following long work', () => {
  test.each<[string, readonly (Job | Error)[], string, string[]]>([
    ['that is done at once', [job('done', 1)], 'done', ['ask 1']],
    ['that takes a while', [job('running', 0.1), job('running', 0.5), job('done', 1)], 'done', ['ask 1', 'at 0.1', 'ask 2', 'at 0.5', 'ask 3']], // prettier-ignore
    ['that fails', [job('running', 0), job('failed', 0)], 'failed', ['ask 1', 'at 0', 'ask 2']],
    ['that nobody knows', [GONE], 'gone', ['ask 1']],
    ['over a gap', [job('running', 0.1), BUSY, BUSY, job('done', 1)], 'done', ['ask 1', 'at 0.1', 'ask 2', 'lost', 'pause 1000', 'ask 3', 'lost', 'pause 2000', 'ask 4']], // prettier-ignore
    ['after a gap, from the shortest pause again', [BUSY, job('running', 0.2), BUSY, job('done', 1)], 'done', ['ask 1', 'lost', 'pause 1000', 'ask 2', 'at 0.2', 'ask 3', 'lost', 'pause 1000', 'ask 4']], // prettier-ignore
  ])('%s', async (_name, answers, end, said) => {
    expect(await followed(answers)).toEqual({ end, said })
  })

  test('no wait is longer than somebody who looks at it, no pause longer than a quarter of a minute', async () => {
    const { said } = await followed([...Array.from({ length: 9 }, () => job('running', 0)), ...Array.from({ length: 9 }, () => BUSY), job('done', 1)]) // prettier-ignore
    expect(new Set(said.filter((one) => one.startsWith('ask')))).toEqual(new Set(['ask 1', 'ask 2', 'ask 3', 'ask 4', 'ask 5'])) // prettier-ignore
    expect(said.findLast((one) => one.startsWith('pause'))).toBe('pause 15000')
  })

  test('nothing is said after it was stopped', async () => {
    expect(await followed([job('running', 0.1), job('done', 1)], 2)).toEqual({ end: 'stopped', said: ['ask 1', 'at 0.1', 'ask 2'] }) // prettier-ignore
    expect(await followed([BUSY], 1)).toEqual({ end: 'stopped', said: ['ask 1'] })
  })
})
