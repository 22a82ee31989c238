import { describe, expect, test } from '@jest/globals'
import { match } from '../../../src/audit/reconcile/match.ts'
import type { Logged } from '../../../src/audit/reconcile/match.ts'
import type { SentAttempt } from '../../../src/audit/reconcile/sent-attempts.ts'
import { chance } from '../../decide/random-cases.ts'

const logged = (at: number | null, status = 200): Logged => ({ file: 'a', line: 1, at, client: null, method: 'POST', path: '/v1/messages', status }) // prettier-ignore
const sent = (from: number, to: number, status: number | null = 200): SentAttempt => ({ request: `r${String(from)}`, node: 'n', peer: '10.0.0.1:80', status, sure: status !== null, from, to }) // prettier-ignore
const EVER = { slackMs: 0, covers: { from: -Infinity, to: Infinity } }

describe('what a node has logged and what was sent to it', () => {
  const rows: readonly (readonly [string, readonly Logged[], readonly SentAttempt[], readonly [number, number, number]])[] = [
    ['one of each', [logged(5)], [sent(1, 9)], [1, 0, 0]],
    ['another status', [logged(5, 500)], [sent(1, 9)], [0, 1, 1]],
    ['another time', [logged(15)], [sent(1, 9)], [0, 1, 1]],
    ['two lines for one', [logged(5), logged(6)], [sent(1, 9)], [1, 1, 0]],
    ['one line for two', [logged(5)], [sent(1, 9), sent(2, 8)], [1, 0, 1]],
    ['the long one waits for the short one', [logged(5), logged(9)], [sent(1, 9), sent(2, 6)], [2, 0, 0]],
    ['broke off: whatever the status', [logged(5, 499)], [sent(1, 9, null)], [1, 0, 0]],
    ['broke off: nobody misses it', [], [sent(1, 9, null)], [0, 0, 0]],
    ['no times: as many as there are', [logged(null), logged(null), logged(null)], [sent(1, 2), sent(8, 9)], [2, 1, 0]],
    ['some without times', [logged(null), logged(5)], [sent(1, 9), sent(20, 30)], [2, 0, 0]],
  ] // prettier-ignore
  test.each(rows)('%s', (_what, lines, attempts, expected) => {
    const { accounted, unaccounted, missing } = match(lines, attempts, EVER)
    expect([accounted, unaccounted.length, missing.length]).toEqual(expected)
  })

  test('a clock may be off by the slack, and a log is asked for nothing outside of what it covers', () => {
    const options = { slackMs: 5, covers: { from: 100, to: 200 } }
    expect(match([logged(24)], [sent(10, 20)], options).accounted).toBe(1)
    expect(match([logged(26)], [sent(10, 20)], options).accounted).toBe(0)
    const around = [sent(101, 110), sent(150, 160), sent(190, 199)]
    expect(match([], around, options).missing.map(({ request }) => request)).toEqual(['r150'])
  })

  test('as many are paired as can be, in any order', () => {
    const r = chance(7)
    for (let run = 0; run < 300; run += 1) {
      const attempts = Array.from({ length: 8 }, () => r.below(20)).map((from) => sent(from, from + r.below(10)))
      const truth = attempts.map(({ from, to }) => logged(from + r.below(to - from + 1)))
      const { unaccounted, missing } = match(truth.toSorted(() => r.below(3) - 1), attempts, EVER) // prettier-ignore
      expect([unaccounted, missing]).toEqual([[], []])
    }
  })
})
