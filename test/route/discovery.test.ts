import { describe, expect, test } from '@jest/globals'
import { createDiscovery } from '../../src/route/discovery.ts'
import type { Kept, NodeSource } from '../../src/route/discovery.ts'
import type { Node } from '../../src/terms/destination.ts'

const node = (name: string, host = name, destination = 'lan'): Node => ({
  name,
  destination,
  url: new URL(`http://${host}:8000`),
  kind: 'vllm',
  models: [],
  parallel: 1,
  apiKey: null,
  standIn: false,
})

type Said = readonly Node[] | null | Error

/** A source that says what the test says, a clock and timers that the test moves, and all that was set and logged. */
function house({ fixed = [node('fixed')], first = [] as readonly Node[], kept = new Map() as Kept } = {}) {
  let clock = 0
  let timers: { at: number; run: () => void }[] = []
  const said: { now: Said; broken: boolean } = { now: null, broken: false }
  const sets: string[] = []
  const told: string[] = []
  const write = (level: string) => (message: string) => void told.push(`${level} ${message}`)
  const source: NodeSource = {
    ...{ key: 'dns', nodes: first, everyMs: 1_000, keepMs: 5_000 },
    look: () => (said.now instanceof Error ? Promise.reject(said.now) : Promise.resolve(said.now)),
    failed: (cause) => void told.push(`failed ${String(cause)}`),
  }
  const discovery = createDiscovery({
    ...{ fixed, sources: [source], now: () => clock, kept },
    set: (nodes) => {
      if (said.broken) throw new Error('no such certificate')
      sets.push(nodes.map(({ name }) => name).join(' '))
    },
    later: (ms, run) => {
      const timer = { at: clock + ms, run }
      timers.push(timer)
      return () => void (timers = timers.filter((other) => other !== timer))
    },
    log: { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') },
  })
  const pass = async (ms: number) => {
    for (const end = clock + ms; clock < end;) {
      clock = Math.min(end, ...timers.map(({ at }) => at))
      const due = timers.filter(({ at }) => at <= clock)
      timers = timers.filter(({ at }) => at > clock)
      due.forEach(({ run }) => run())
      for (let turn = 0; turn < 20; turn++) await Promise.resolve()
    }
  }
  const begin = async (now: Said) => {
    said.now = now
    await discovery.start()
  }
  return { discovery, said, sets, told, pass, begin, timers: () => timers.length }
}

describe('what a source says', () => {
  test('is there after the first look, beside what is always there, and is followed', async () => {
    const { said, sets, pass, begin } = house()
    await begin([node('a'), node('b')])
    said.now = [node('b'), node('c')]
    await pass(1_000)
    said.now = []
    await pass(1_000)
    expect(sets).toEqual(['fixed a b', 'fixed b c', 'fixed'])
  })

  test('is told to nobody while it stays as it is', async () => {
    const { sets, pass, begin, said } = house({ first: [node('a')] })
    await begin([node('a')])
    said.now = null
    await pass(10_000)
    expect(sets).toEqual([])
  })

  test('counts only where nothing before it has the name or the place', async () => {
    const { sets, told, begin } = house()
    await begin([
      node('fixed', 'elsewhere'),
      node('twin', 'fixed'),
      node('a'),
      node('a2', 'a'),
      node('a3', 'a', 'other'),
    ])
    expect(sets).toEqual(['fixed a a3'])
    expect(told.filter((line) => line.startsWith('warn')).length).toBe(1)
  })
})

describe('a source that cannot be read', () => {
  test('keeps what it had for as long as it says, then has nothing, and is told of once', async () => {
    const { said, sets, told, pass, begin } = house()
    await begin([node('a')])
    said.now = new Error('ETIMEOUT')
    await pass(5_000)
    expect(sets).toEqual(['fixed a'])
    await pass(1_000)
    expect(sets).toEqual(['fixed a', 'fixed'])
    await pass(5_000)
    expect(told.filter((line) => line.startsWith('failed'))).toEqual(['failed Error: ETIMEOUT'])
    said.now = [node('a')]
    await pass(1_000)
    expect(sets.at(-1)).toBe('fixed a')
  })

  test('at its first look leaves what it began with', async () => {
    const { sets, begin, pass } = house({ first: [node('a')] })
    await begin(new Error('ENOENT'))
    await pass(4_000)
    expect(sets).toEqual([])
  })

  test('has what the generation before it had', async () => {
    const kept: Kept = new Map()
    const before = house({ kept })
    await before.begin([node('a')])
    before.discovery.stop()
    const { sets, begin } = house({ kept })
    await begin(new Error('ETIMEOUT'))
    expect(sets).toEqual(['fixed a'])
  })
})

test('nodes that cannot be taken are offered again, and those before stay', async () => {
  const { said, sets, told, pass, begin } = house()
  said.broken = true
  await begin([node('a')])
  expect(told).toContain('error nodes that were found cannot be used: those before go on')
  said.broken = false
  await pass(1_000)
  expect(sets).toEqual(['fixed a'])
})

test('nothing is asked after the end', async () => {
  const { discovery, said, sets, pass, begin, timers } = house()
  await begin([])
  said.now = [node('a')]
  discovery.stop()
  await pass(5_000)
  expect([timers(), sets]).toEqual([0, []])
})
