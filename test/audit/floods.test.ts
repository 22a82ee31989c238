import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import { createFloods } from '../../src/audit/floods.ts'
import type { Floods } from '../../src/audit/floods.ts'
import type { JsonObject } from '../../src/terms/json.ts'
import { aLog } from './a-ledger.ts'

const START = 1_790_000_000_000
const stranger = (ip: string | null, problem = 'invalid_token') => ({
  type: 'decision',
  effect: 'refuse',
  caller: { ip },
  problem,
})

describe('refusals of strangers', () => {
  let time = START
  let written: JsonObject[] = []
  let broken = false
  let floods: Floods

  beforeEach(() => {
    jest.useFakeTimers()
    time = START
    written = []
    broken = false
    const append = (record: JsonObject) => {
      if (broken) return Promise.reject(new Error('the disk'))
      written.push(record)
      return Promise.resolve()
    }
    floods = createFloods({ append, now: () => time, log: aLog() })
  })
  afterEach(() => {
    floods.stop()
    jest.useRealTimers()
  })

  async function refuse(count: number, record: JsonObject): Promise<void> {
    for (let at = 0; at < count; at += 1) {
      await floods.append(record)
      time += 1
    }
  }
  const kinds = () => written.map(({ type }) => type)

  test('the first ten of a minute leave their own records, the rest one with their number', async () => {
    await refuse(1000, stranger('10.1.2.3'))
    expect(kinds()).toEqual(Array.from({ length: 10 }, () => 'decision'))
    expect(floods.counted()).toBe(990)
    time = START + 60_000
    await jest.advanceTimersByTimeAsync(5000)
    expect(written.slice(10)).toEqual([
      { type: 'flood', source: '10.1.2.3', problem: 'invalid_token', count: 990, first: START + 10, last: START + 999 },
    ])
  })

  test('the next minute of the same source begins with its own records again', async () => {
    await refuse(12, stranger('10.1.2.3'))
    time = START + 60_000
    await refuse(1, stranger('10.1.2.3'))
    expect(kinds().slice(10)).toEqual(['flood', 'decision'])
  })

  test('sources and kinds are told apart, and an address that is not known is one', async () => {
    for (const record of [
      stranger('10.0.0.1'),
      stranger('10.0.0.2'),
      stranger('10.0.0.1', 'not_found'),
      stranger(null),
    ])
      await refuse(11, record)
    await floods.flush()
    expect(
      written.filter(({ type }) => type === 'flood').map(({ source, problem, count }) => [source, problem, count]),
    ).toEqual([
      ['10.0.0.1', 'invalid_token', 1],
      ['10.0.0.2', 'invalid_token', 1],
      ['10.0.0.1', 'not_found', 1],
      ['unknown', 'invalid_token', 1],
    ])
  })

  test('more sources than are told apart are counted together, so that memory does not grow', async () => {
    for (let at = 0; at < 10_500; at += 1) await floods.append(stranger(`10.0.${String(at >> 8)}.${String(at & 255)}`))
    await floods.flush()
    expect(written.filter(({ type }) => type === 'decision')).toHaveLength(10_000)
    expect(written.filter(({ type }) => type === 'flood')).toEqual([
      expect.objectContaining({ source: 'others', count: 500 }),
    ])
  })

  test.each<{ name: string; record: JsonObject }>([
    { name: 'a known caller', record: { type: 'decision', effect: 'refuse', caller: { id: 'ps1_x', ip: '10.0.0.1' } } },
    { name: 'a denial', record: { type: 'decision', effect: 'deny', caller: { ip: '10.0.0.1' } } },
    { name: 'a permit', record: { type: 'decision', effect: 'permit', caller: { ip: '10.0.0.1' } } },
    { name: 'an outcome', record: { type: 'outcome' } },
  ])('$name is never counted', async ({ record }) => {
    await refuse(50, record)
    expect(written).toHaveLength(50)
  })

  test('what could not be recorded is counted on, and nobody is answered without a first record', async () => {
    await refuse(15, stranger('10.0.0.1'))
    broken = true
    await expect(floods.flush()).rejects.toThrow('the disk')
    await expect(floods.append(stranger('10.0.0.9'))).rejects.toThrow('the disk')
    broken = false
    await refuse(3, stranger('10.0.0.1'))
    await floods.flush()
    expect(written.at(-1)).toMatchObject({ type: 'flood', count: 8, first: START + 10 })
  })
})
