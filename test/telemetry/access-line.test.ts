import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { operationsLog } from '../../src/audit/operations-log.ts'
import { anApp } from './an-app.ts'
import type { AnApp, Asked } from './an-app.ts'

let it: AnApp

beforeAll(async () => {
  it = await anApp()
}, 60_000)
afterAll(() => it.stop(), 60_000)

const lines = () => it.log.filter(({ message }) => message === 'a request ended')

describe('the operational log has one line for each request', () => {
  test.each<[string, Asked, object]>([
    ['that was answered', {}, { api: 'chat_completions', classified: 'public', destination: 'lan', outcome: 'answered', code: null, status: 200 }], // prettier-ignore
    ['that was denied', { claims: { department: 'guests' } }, { classified: 'public', destination: null, outcome: 'denied', code: 'policy_denied', status: 403 }], // prettier-ignore
    ['of somebody unknown', { headers: { authorization: 'x' } }, { classified: null, outcome: 'refused', code: 'invalid_token', status: 401 }], // prettier-ignore
    ['for what is not there', { path: '/nothing' }, { api: null, outcome: 'refused', code: 'not_found', status: 404 }],
    ['for the models', { path: '/v1/models', method: 'GET' }, { api: 'models', outcome: 'listed', status: 200 }],
  ])('%s', async (_, asked, expected) => {
    const before = lines().length
    const { headers } = await it.ask(asked)
    await it.settled()
    expect(lines().slice(before)).toEqual([expect.objectContaining({ level: 'info', ...expected })])
    expect(lines().at(-1)?.['request']).toBe(headers.get('x-request-id'))
    expect(lines().at(-1)?.['ms']).toBeGreaterThanOrEqual(0)
  })

  test('as it is written, with every name in it and nothing else', async () => {
    await it.ask()
    await it.settled()
    const about = Object.fromEntries(Object.entries(lines().at(-1) ?? {}).filter(([name]) => name !== 'message'))
    const written: string[] = []
    operationsLog({ level: 'info', write: (line) => void written.push(line) }).info('a request ended', about)
    const line = JSON.parse(written[0] ?? '') as Readonly<Record<string, unknown>>
    expect(line).toMatchObject(about)
    expect(Object.keys(line).toSorted()).toEqual(['api', 'classified', 'code', 'destination', 'level', 'message', 'ms', 'outcome', 'request', 'status', 'timestamp']) // prettier-ignore
  })
})
