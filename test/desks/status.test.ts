import { describe, expect, test } from '@jest/globals'
import { OPERATIONS } from '../../src/contract/operations.ts'
import { statusWorks } from '../../src/desks/status.ts'
import type { StatusParts } from '../../src/desks/status.ts'
import type { Asked } from '../../src/serve/admin-operations.ts'
import type { Grants } from '../../src/terms/grants.ts'
import { expectToFit } from '../harness/expect-to-fit.ts'

/* How nodes stand: for whoever reads records; how busy they are, which tells of others' requests, for whoever reads them all. */

const node = { name: 'ms01', destination: 'lan', kind: 'vllm', parallel: 16 }
const nodes = [
  { node, standing: 'ready', models: ['small'], inFlight: 5, why: 'its address is in range' },
  { node: { ...node, name: 'ms02' }, standing: 'not_local', models: [], inFlight: 0, why: 'it has cloud models' },
]
const house = () => ({
  nodes: () => nodes,
  config: { cloudHosts: [{ destination: 'openrouter-eu', url: new URL('https://eu.openrouter.ai/api/v1') }] },
  policy: { destinations: [{ name: 'openrouter-eu', region: 'eu' }] },
})
const { status } = statusWorks({ house, missing: () => [] } as unknown as StatusParts)
const asked = { query: new Map() } as unknown as Asked
const ask = async (records: Grants['records']) => {
  const visitor = { caller: {}, grants: { records, policy: true, sealed: [] } } as unknown as Parameters<
    typeof status
  >[1]
  const { answer } = await status(asked, visitor)
  return answer?.kind === 'json' ? answer.body : null
}

describe('how nodes stand', () => {
  test('is told with how busy they are to whoever reads all records', async () => {
    const body = await ask([{}])
    expect(body).toMatchObject({
      nodes: [
        { node: 'ms01', state: 'ready', why: null, inFlight: 5 },
        { node: 'ms02', state: 'not_local', why: 'it has cloud models', inFlight: 0 },
      ],
      clouds: [{ destination: 'openrouter-eu', host: 'eu.openrouter.ai', region: 'eu' }],
    })
    expectToFit(OPERATIONS.status, { status: 200, body })
  })

  test('is told without it to everybody else who reads any', async () => {
    const body = await ask([{ tenant: ['acme'] }])
    expect(body).toMatchObject({ nodes: [{ inFlight: null }, { inFlight: null }] })
  })

  test('is not for those who read none', () => expect(OPERATIONS.status.who).toBe('records'))
})
