import { describe, expect, test } from '@jest/globals'
import { createNodePool } from '../../src/route/node-pool.ts'
import type { NodePoolParts, Probed } from '../../src/route/node-pool.ts'
import type { AttemptResult } from '../../src/terms/attempt.ts'
import type { Node } from '../../src/terms/destination.ts'

const node = (name: string, more: Partial<Node> = {}): Node => ({
  name,
  destination: 'lan',
  url: new URL('http://10.0.0.1:8000'),
  kind: 'vllm',
  models: [],
  parallel: 1,
  apiKey: 'planted-key',
  standIn: false,
  ...more,
})

const FINE: Probed = { reachable: true, models: ['m'], local: true, why: 'fine' }
const INTERVALS = { probeMs: 1_000, failures: 3, cooldownMs: 10_000 }

/** A pool with a clock and timers that a test moves, and a probe that answers what the test says. */
function house(nodes: readonly Node[] = [node('n1')], answer: (node: Node) => Promise<Probed> = async () => FINE) {
  let clock = 0
  let timers: { at: number; run: () => void }[] = []
  const said: { answer: (node: Node) => Promise<Probed>; asked: string[]; lines: string[] } = {
    answer,
    asked: [],
    lines: [],
  }
  const line = (level: string) => (message: string, fields?: unknown) =>
    void said.lines.push(`${level} ${message} ${JSON.stringify(fields)}`)
  const log = { debug: line('debug'), info: line('info'), warn: line('warn'), error: line('error') }
  const later: NonNullable<NodePoolParts['later']> = (ms, run) => {
    const timer = { at: clock + ms, run }
    timers.push(timer)
    return () => void (timers = timers.filter((other) => other !== timer))
  }
  const probe = (it: Node) => {
    said.asked.push(it.name)
    return said.answer(it)
  }
  const pool = createNodePool({ nodes, probe, now: () => clock, log, intervals: INTERVALS, later })
  const pass = async (ms: number) => {
    clock += ms
    const due = timers.filter(({ at }) => at <= clock)
    timers = timers.filter(({ at }) => at > clock)
    due.forEach(({ run }) => run())
    for (let turn = 0; turn < 20; turn++) await Promise.resolve()
  }
  const standing = (name = 'n1') => pool.view().find((view) => view.node.name === name)?.standing
  const fail = (result: AttemptResult['result'] = 'timed_out', status: number | null = null) => {
    pool.began('n1')
    pool.ended('n1', { result, status })
  }
  return { pool, said, pass, standing, fail, timers: () => timers.length, clock: (ms: number) => void (clock += ms) }
}

describe('a node may be used', () => {
  test('only after it was looked at', async () => {
    const { pool, standing } = house()
    expect(standing()).toBe('unknown')
    await pool.start()
    expect(standing()).toBe('ready')
  })

  test.each<[string, () => Promise<Probed>, string]>([
    ['not while it cannot prove that it is local', async () => ({ ...FINE, local: false }), 'not_local'],
    ['not while it does not answer', async () => ({ ...FINE, reachable: false }), 'unreachable'],
    ['not when the look throws', () => Promise.reject(new Error('boom')), 'unreachable'],
    [
      'not when the look throws at once',
      () => {
        throw new Error('boom')
      },
      'unreachable',
    ],
  ])('%s, whatever models are configured', async (_, answer, want) => {
    const { pool, standing } = house([node('n1', { models: ['m'] })], answer)
    await pool.start()
    expect(standing()).toBe(want)
  })

  test('not any more when it stops being local', async () => {
    const { pool, said, pass, standing } = house()
    await pool.start()
    said.answer = async () => ({ ...FINE, local: false, why: 'its cloud features are on' })
    await pass(1_000)
    expect([standing(), pool.view()[0]?.why]).toEqual(['not_local', 'its cloud features are on'])
  })

  test('not when the proof is old because looks hang', async () => {
    const { pool, said, pass, standing } = house()
    await pool.start()
    said.answer = () => new Promise(() => {})
    for (let i = 0; i < 3; i++) await pass(1_000)
    expect(standing()).toBe('ready')
    await pass(1)
    expect(standing()).toBe('unknown')
  })

  test('not on the strength of a look that took too long', async () => {
    let finish: (probed: Probed) => void = () => {}
    const { pool, pass, standing } = house([node('n1')], () => new Promise((resolve) => (finish = resolve)))
    const started = pool.start()
    await pass(3_001)
    finish(FINE)
    await started
    expect(standing()).toBe('unknown')
  })

  test('not after a request showed that it is not local, even if a look was under way', async () => {
    let finish: (probed: Probed) => void = () => {}
    const { pool, said, pass, standing, fail } = house()
    await pool.start()
    said.answer = () => new Promise((resolve) => (finish = resolve))
    await pass(1_000)
    fail('not_local')
    expect(standing()).toBe('not_local')
    finish(FINE)
    await pass(0)
    expect(standing()).toBe('not_local')
    said.answer = async () => FINE
    await pass(1_000)
    expect(standing()).toBe('ready')
  })
})

describe('looks', () => {
  test('go on, one at a time for each node, and a node that hangs does not hold up another', async () => {
    const hanging = (it: Node) => (it.name === 'n1' ? new Promise<Probed>(() => {}) : Promise.resolve(FINE))
    const { pool, said, pass, standing } = house([node('n1'), node('n2')], hanging)
    void pool.start()
    for (let i = 0; i < 5; i++) await pass(1_000)
    expect(said.asked.filter((name) => name === 'n1')).toHaveLength(1)
    expect(said.asked.filter((name) => name === 'n2').length).toBeGreaterThanOrEqual(5)
    expect([standing('n1'), standing('n2')]).toEqual(['unknown', 'ready'])
  })

  test('end when the pool is stopped', async () => {
    const { pool, said, pass, timers } = house()
    await pool.start()
    pool.stop()
    await pass(10_000)
    expect([said.asked.length, timers()]).toEqual([1, 0])
  })

  test('discover models, unless they are configured', async () => {
    const { pool } = house([node('n1'), node('n2', { models: ['own'] })])
    await pool.start()
    expect(pool.view().map(({ models }) => models)).toEqual([['m'], ['own']])
  })

  test('are logged when something changes, and only then, without keys', async () => {
    const { pool, said, pass } = house()
    await pool.start()
    for (let i = 0; i < 5; i++) await pass(1_000)
    said.answer = async () => ({ ...FINE, reachable: false, why: 'no answer' })
    for (let i = 0; i < 5; i++) await pass(1_000)
    expect(said.lines.map((line) => line.split(' {')[0])).toEqual([
      'info a node can be used',
      'warn a node cannot be used',
    ])
    expect(said.lines.join()).not.toContain('planted-key')
  })
})

describe('before a pinned prompt', () => {
  const twoSeconds = 2_000

  test('a node is looked at again when its proof is not fresh, and not when it is', async () => {
    const it = house([node('n1'), node('n2')])
    await it.pool.start()
    await it.pool.freshen(500)
    expect(it.said.asked).toEqual(['n1', 'n2'])
    it.clock(501)
    await it.pool.freshen(500)
    expect(it.said.asked).toEqual(['n1', 'n2', 'n1', 'n2'])
  })

  test('a node that has lost its proof since is not used', async () => {
    const it = house()
    await it.pool.start()
    it.said.answer = async () => ({ ...FINE, local: false, why: 'a stub was added' })
    it.clock(twoSeconds)
    expect(it.standing()).toBe('ready')
    await it.pool.freshen(500)
    expect(it.standing()).toBe('not_local')
  })

  test('one that is named is looked at alone, also while it is on trial', async () => {
    const it = house([node('n1'), node('n2')])
    await it.pool.start()
    it.fail('unreachable')
    it.clock(INTERVALS.cooldownMs + 1)
    it.pool.began('n1')
    it.said.answer = async () => ({ ...FINE, local: false, why: 'a stub was added' })
    await it.pool.freshen(500, 'n1')
    expect(it.said.asked).toEqual(['n1', 'n2', 'n1'])
    expect(it.pool.candidate('n1', 'm')).toBeNull()
  })

  test('nobody waits for a node that is of no use anyway', async () => {
    const it = house([node('n1')], async () => ({ ...FINE, reachable: false }))
    await it.pool.start()
    it.said.answer = () => new Promise(() => {})
    it.clock(twoSeconds)
    await it.pool.freshen(500)
    expect(it.said.asked).toEqual(['n1'])
  })
})

describe('a node that fails', () => {
  test.each<[AttemptResult['result'], number | null, number]>([
    ['timed_out', null, 3],
    ['reset', null, 3],
    ['error', 500, 3],
    ['error', null, 3],
    ['unreachable', null, 1],
    ['refused', null, 1],
    ['redirected', 302, 1],
  ])('by %s (status %p) rests after %i times', async (result, status, times) => {
    const { pool, standing, fail } = house()
    await pool.start()
    for (let i = 1; i < times; i++) fail(result, status)
    expect(standing()).toBe('ready')
    fail(result, status)
    expect(standing()).toBe('resting')
  })

  test.each<[AttemptResult['result'], number | null]>([
    ['aborted', null],
    ['error', 429],
    ['error', 400],
    ['answered', 200],
  ])('does not rest for %s (status %p)', async (result, status) => {
    const { pool, standing, fail } = house()
    await pool.start()
    for (let i = 0; i < 20; i++) fail(result, status)
    expect(standing()).toBe('ready')
  })

  test('counts failures in a row only', async () => {
    const { pool, standing, fail } = house()
    await pool.start()
    for (let i = 0; i < 10; i++) {
      fail()
      fail()
      fail('answered')
    }
    expect(standing()).toBe('ready')
  })

  test('comes back by itself: a look after its rest lets one request in, and that one the others', async () => {
    const { pool, standing, fail, pass } = house()
    await pool.start()
    fail('unreachable')
    for (let i = 0; i < 9; i++) await pass(1_000)
    expect(standing()).toBe('resting')
    await pass(1_000)
    expect([standing(), pool.candidate('n1', 'm')?.onTrial]).toEqual(['trying', true])
    fail('answered')
    expect([standing(), pool.candidate('n1', 'm')?.onTrial]).toEqual(['ready', false])
  })

  test('rests longer each time, up to eight times as long, until a request goes well', async () => {
    const { pool, standing, fail, pass } = house()
    await pool.start()
    const rest = async () => {
      fail('unreachable')
      let seconds = 0
      while (standing() === 'resting' && seconds < 200) {
        await pass(1_000)
        seconds += 1
      }
      return seconds
    }
    const rests: number[] = []
    for (let i = 0; i < 6; i++) rests.push(await rest())
    expect(rests).toEqual([10, 20, 40, 80, 80, 80])
    fail('answered')
    expect(await rest()).toBe(10)
  })

  test('is on trial after its rest, one request at a time', async () => {
    const { pool, standing, fail, pass } = house()
    await pool.start()
    for (let i = 0; i < 3; i++) fail()
    for (let i = 0; i < 10; i++) await pass(1_000)
    expect(standing()).toBe('trying')
    pool.began('n1')
    expect(standing()).toBe('resting')
    pool.ended('n1', { result: 'answered', status: 200 })
    expect(standing()).toBe('ready')
  })
})

describe('the nodes there are', () => {
  const names = (pool: ReturnType<typeof house>['pool']) => pool.view().map(({ node }) => node.name)

  test('can be others from now on: new ones are looked at first', async () => {
    const { pool, said, standing } = house([node('n1')])
    await pool.start()
    said.answer = async (it) => ({ ...FINE, local: it.name !== 'n3' })
    await pool.set([node('n1'), node('n2'), node('n3')])
    expect([names(pool), said.asked]).toEqual([
      ['n1', 'n2', 'n3'],
      ['n1', 'n2', 'n3'],
    ])
    expect([standing('n2'), standing('n3'), pool.candidate('n3', 'm')]).toEqual(['ready', 'not_local', null])
  })

  test('one that is taken away gets nothing new, and ends what it has', async () => {
    const { pool } = house([node('n1'), node('n2')])
    await pool.start()
    pool.began('n1')
    await pool.set([node('n2')])
    expect([names(pool), pool.candidate('n1', 'm')]).toEqual([['n2'], null])
    await pool.set([node('n1'), node('n2')])
    expect(pool.candidate('n1', 'm')?.inFlight).toBe(1)
    await pool.set([node('n2')])
    pool.ended('n1', { result: 'answered', status: 200 })
    await pool.set([node('n1'), node('n2')])
    expect(pool.candidate('n1', 'm')?.inFlight).toBe(0)
  })

  test('one that is another under the same name proves itself anew', async () => {
    const { pool, said } = house([node('n1')])
    await pool.start()
    pool.began('n1')
    said.answer = () => new Promise(() => {})
    void pool.set([node('n1', { url: new URL('http://10.0.0.2:8000') })])
    expect([pool.view()[0]?.standing, pool.view()[0]?.inFlight]).toEqual(['unknown', 1])
  })
})

test('what a node says of its load and its models is known to who chooses', async () => {
  const load = { running: 2, waiting: 1, slots: 4, kv: 0.5 }
  const models = [{ id: 'm', context: null, capabilities: null, warm: true }]
  const facts = { reachable: true, models, load, local: { proven: true, checks: [] }, why: 'fine' }
  const { pool } = house([node('n1')], async () => ({ ...FINE, facts }))
  await pool.start()
  expect(pool.candidate('n1', 'm')).toMatchObject({ load, warm: true })
  expect(pool.candidate('n1', 'other')).toMatchObject({ load, warm: null })
})

test('a moving average says how long a request takes', async () => {
  const { pool, clock } = house()
  await pool.start()
  const took = (result: AttemptResult['result'], ms: number) => {
    pool.began('n1')
    pool.ended('n1', { result, status: null, ms })
    return pool.candidate('n1', 'm')?.ms
  }
  expect([took('answered', 100), took('answered', 200), took('aborted', 9_999)]).toEqual([100, 120, 120])
  clock(30_000)
  await pool.refresh()
  expect(pool.candidate('n1', 'm')).toMatchObject({ ms: 120, fresh: 0.5 })
})

test('a node that has work and ends none is as slow as that, long before a request times out', async () => {
  const { pool, clock } = house([node('n1', { parallel: 4 })])
  await pool.start()
  pool.began('n1')
  pool.ended('n1', { result: 'answered', status: 200, ms: 100 })
  pool.began('n1')
  clock(50)
  expect(pool.candidate('n1', 'm')?.ms).toBe(100)
  clock(700)
  expect(pool.candidate('n1', 'm')).toMatchObject({ ms: 750, fresh: 1 })
  pool.ended('n1', { result: 'aborted', status: null, ms: 750 })
  expect(pool.candidate('n1', 'm')?.ms).toBe(100)
})
