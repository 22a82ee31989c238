import { describe, expect, test } from '@jest/globals'
import { toAnswer } from '../../src/serve/answers.ts'
import { PROBLEMS, Problem } from '../../src/terms/problem.ts'
import type { ProblemCode } from '../../src/terms/problem.ts'

const codes = Object.keys(PROBLEMS) as ProblemCode[]

describe.each(codes)('%s', (code) => {
  const cause = new Error('the canary is in 10.1.2.3')
  const problem = new Problem(code, 'for the log: canary', { cause, reason: 'canary' })

  test.each([['chat_completions'], ['messages'], [null]] as const)('tells %s nothing of the log', (api) => {
    const answer = toAnswer(problem, api, 'req_1')
    expect(JSON.stringify(answer)).not.toContain('canary')
    expect(answer.status).toBe(PROBLEMS[code].status)
  })

  test('has the shape that the OpenAI SDK reads', () => {
    expect(toAnswer(problem, 'chat_completions', 'req_1').body).toEqual({
      error: { message: PROBLEMS[code].says, type: expect.stringMatching(/^[a-z_]+$/), param: null, code },
    })
  })

  test('has the shape that the Anthropic SDK reads', () => {
    expect(toAnswer(problem, 'messages', 'req_1').body).toEqual({
      type: 'error',
      error: { type: expect.stringMatching(/^[a-z_]+$/), message: PROBLEMS[code].says },
      request_id: 'req_1',
    })
  })
})

describe('retry hints', () => {
  test('a denial tells the SDKs not to send the prompt again', () => {
    const { status, headers } = toAnswer(new Problem('policy_denied', ''), 'chat_completions', 'req_1')
    expect([status, headers['x-should-retry']]).toEqual([403, 'false'])
  })

  test.each([
    [0.2, '1'],
    [30, '30'],
    [4000, '60'],
  ] as const)('a wait of %d s is told as %s', (retryAfter, told) => {
    const problem = new Problem('no_permitted_destination', '', { retryAfter })
    expect(toAnswer(problem, null, '').headers['retry-after']).toBe(told)
  })

  test('503 always comes with Retry-After', () => {
    const passing = codes.filter((code) => PROBLEMS[code].status === 503)
    expect(passing.map((code) => toAnswer(new Problem(code, ''), null, '').headers['retry-after'])).not.toContain(
      undefined,
    )
  })
})
