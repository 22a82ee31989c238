import { describe, expect, test } from '@jest/globals'
import { createAffinity } from '../../src/route/affinity.ts'
import { createDispatcher } from '../../src/route/dispatcher.ts'
import type { Departing } from '../../src/route/dispatcher.ts'
import { createNodePool } from '../../src/route/node-pool.ts'
import type { Probed } from '../../src/route/node-pool.ts'
import type { Attempt, AttemptResult, Dispatch } from '../../src/terms/attempt.ts'
import type { Node } from '../../src/terms/destination.ts'

const FINE: Probed = { reachable: true, models: ['m'], local: true, why: 'fine' }
const QUIET = { debug() {}, info() {}, warn() {}, error() {} }

const node = (name: string, parallel = 1): Node => ({
  ...{ name, destination: 'lan', url: new URL('http://10.0.0.1:8000'), kind: 'vllm' as const, models: [], parallel },
  ...{ apiKey: null, standIn: false },
})
const at = (name: string | null, more: Partial<Attempt> = {}): Attempt => ({
  ...{ destination: name === null ? 'openrouter' : 'lan', zone: name === null ? ('cloud' as const) : ('lan' as const) },
  ...{ node: name, url: new URL('http://10.0.0.1:8000'), model: 'm', api: 'chat_completions' as const },
  ...{ timeoutMs: 1_000, provider: null, apiKey: null, standIn: false },
  ...more,
})

/** A dispatcher over a real pool, with a clock that a test moves. */
async function house(nodes: readonly Node[], limits: { most?: number; waitMs?: number } = {}) {
  let clock = 0
  let timers: { at: number; run: () => void }[] = []
  const later = (ms: number, run: () => void) => {
    const timer = { at: clock + ms, run }
    timers.push(timer)
    return () => void (timers = timers.filter((other) => other !== timer))
  }
  const now = () => clock
  const said = { probe: async (_: Node) => FINE }
  const intervals = { probeMs: 1_000_000, failures: 1, cooldownMs: 10_000 }
  const pool = createNodePool({ nodes, probe: (it) => said.probe(it), now, log: QUIET, intervals, later })
  await pool.start()
  const affinity = createAffinity({ key: new Uint8Array(32) })
  const queue = { most: 10, waitMs: 5_000, ...limits }
  const dispatcher = createDispatcher({ pool, affinity, now, later, random: () => 0, queue })
  const begin = (attempts: readonly Attempt[], more: Partial<Departing> = {}) => {
    const dispatch = dispatcher.begin({ attempts, api: 'chat_completions', scope: 't', trail: () => [], ...more })
    let leave = () => {}
    const next = async () => (await dispatch.next((react) => void (leave = react)))?.node
    return { ...pick(dispatch), next, leave: () => leave() }
  }
  const pass = async (ms: number) => {
    clock += ms
    const due = timers.filter((timer) => timer.at <= clock)
    timers = timers.filter((timer) => timer.at > clock)
    due.forEach(({ run }) => run())
    await settle()
  }
  const inFlight = () => pool.view().map((view) => view.inFlight)
  return { pool, dispatcher, begin, pass, inFlight, said, timers: () => timers.length }
}

const pick = (dispatch: Dispatch) => ({
  ended: (result: AttemptResult['result'] = 'answered', status: number | null = 200) =>
    dispatch.ended({ destination: 'lan', node: null, model: 'm', result, status, peer: null, ms: 10 }),
  lack: () => dispatch.lack(),
  waitedMs: () => dispatch.waitedMs(),
})
const settle = async () => {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve()
}

describe('a request', () => {
  test('has its place as soon as it is given a node, so that two at once do not take the same', async () => {
    const { begin, inFlight } = await house([node('n1'), node('n2')])
    const attempts = [at('n1'), at('n2')]
    const given = await Promise.all([begin(attempts).next(), begin(attempts).next()])
    expect([given.toSorted(), inFlight()]).toEqual([
      ['n1', 'n2'],
      [1, 1],
    ])
  })

  test('that has a place need not wait for a promise', async () => {
    const { dispatcher } = await house([node('n1')])
    const begun = dispatcher.begin({ attempts: [at('n1')], api: 'chat_completions', scope: 't', trail: () => [] })
    expect(begun.next(() => {})).toMatchObject({ node: 'n1' })
  })

  test('goes to each node once, then to the next line of its list, and then nowhere', async () => {
    const { begin, inFlight } = await house([node('n1', 4), node('n2', 4), node('n3', 4)])
    const it = begin([at('n1'), at('n2'), at('n3', { model: 'other' }), at(null)])
    const given = []
    for (let i = 0; i < 4; i++) {
      given.push(await it.next())
      it.ended('error', 429)
    }
    expect([given.slice(0, 2).toSorted(), given.slice(2), await it.next()]).toEqual([['n1', 'n2'], ['n3', null], undefined]) // prettier-ignore
    expect([it.lack(), inFlight()]).toEqual([null, [0, 0, 0]])
  })

  test('goes to nodes that speak its API before those for which it is translated', async () => {
    const { begin } = await house([node('n1', 4), node('n2')])
    const attempts = [at('n1'), at('n2', { api: 'messages' })]
    expect(await begin(attempts, { api: 'messages' }).next()).toBe('n2')
    expect(await begin(attempts, { api: 'messages' }).next()).toBe('n1')
  })

  test('goes to no node that is not local any more, whatever its plan says', async () => {
    const { pool, begin, said } = await house([node('n1'), node('n2')])
    said.probe = async (it) => ({ ...FINE, local: it.name === 'n2' })
    await pool.refresh()
    expect([await begin([at('n1')]).next(), await begin([at('n1'), at('n2')]).next()]).toEqual([undefined, 'n2'])
  })

  test('follows the beginning of its prompt to the node that has seen it, and asks for that only where there is a choice', async () => {
    const { begin } = await house([node('n1', 4), node('n2', 4), node('n3', 4)])
    let asked = 0
    const trail = () => {
      asked += 1
      return ['a', 'b']
    }
    const attempts = [at('n1'), at('n2'), at('n3')]
    const first = begin(attempts, { trail })
    const where = await first.next()
    first.ended()
    for (let i = 0; i < 5; i++) {
      const it = begin(attempts, { trail })
      expect(await it.next()).toBe(where)
      it.ended()
    }
    await begin([at('n1')], { trail }).next()
    expect(asked).toBe(6)
  })

  test('may not ask for another attempt while one is under way', async () => {
    const { begin } = await house([node('n1', 2)])
    const it = begin([at('n1')])
    await it.next()
    await expect(it.next()).rejects.toThrow('has not ended')
  })
})

describe('when all nodes are busy, a request', () => {
  const busy = async (limits: { most?: number; waitMs?: number } = {}) => {
    const it = await house([node('n1')], limits)
    const first = it.begin([at('n1')])
    await first.next()
    return { ...it, first }
  }

  test('waits until one is free, and its wait is counted', async () => {
    const { begin, pass, first, inFlight, timers, dispatcher } = await busy()
    const second = begin([at('n1')])
    const given = second.next()
    await pass(700)
    first.ended()
    expect([await given, second.waitedMs(), inFlight(), dispatcher.waiting()]).toEqual(['n1', 700, [1], 0])
    expect(timers()).toBe(1) // the pool's own
  })

  test('waits for its deadline and no longer', async () => {
    const { begin, pass, inFlight, dispatcher } = await busy()
    const second = begin([at('n1')])
    const given = second.next()
    await pass(4_999)
    expect(dispatcher.waiting()).toBe(1)
    await pass(1)
    expect([await given, second.lack(), dispatcher.waiting(), inFlight()]).toEqual([undefined, 'waited', 0, [1]])
  })

  test('goes on to the next line of its list after that, and never to what is not in its list', async () => {
    const { begin, pass } = await busy()
    const local = begin([at('n1')])
    const spills = begin([at('n1'), at(null)])
    const [one, other] = [local.next(), spills.next()]
    await pass(5_000)
    expect([await one, await other, spills.lack()]).toEqual([undefined, null, null])
  })

  test('goes on at once when no place is left to wait in', async () => {
    const { begin, dispatcher } = await busy({ most: 1 })
    void begin([at('n1')]).next()
    const local = begin([at('n1')])
    expect([await local.next(), local.lack(), await begin([at('n1'), at(null)]).next()]).toEqual([undefined, 'busy', null]) // prettier-ignore
    expect(dispatcher.full({ attempts: [at('n1')], scope: 't' })).toBeGreaterThan(0)
    expect(dispatcher.full({ attempts: [at('n1'), at(null)], scope: 't' })).toBe(null)
    expect(dispatcher.full({ attempts: [at('n1')], scope: 'another' })).toBeGreaterThan(0) // 1 waits, which is its share
    expect(dispatcher.full({ attempts: [at('n2')], scope: 't' })).toBe(null) // there is nothing to wait for
  })

  test('leaves the queue when its caller goes away', async () => {
    const { begin, first, inFlight, dispatcher } = await busy()
    const second = begin([at('n1')])
    const given = second.next()
    second.leave()
    expect([await given, dispatcher.waiting()]).toEqual([undefined, 0])
    first.ended()
    expect(inFlight()).toEqual([0])
  })

  test('does not wait for a node that has failed meanwhile', async () => {
    const { begin, first, dispatcher } = await busy()
    const second = begin([at('n1')])
    const given = second.next()
    first.ended('unreachable', null)
    expect([await given, second.lack(), dispatcher.waiting()]).toEqual([undefined, null, 0])
  })

  test('waits its turn: one tenant with many does not keep another with one from it', async () => {
    const { begin, first } = await busy()
    const order: string[] = []
    let running: { ended: () => void } | null = first
    const wait = (name: string, scope: string) => {
      const it = begin([at('n1')], { scope })
      void it.next().then(() => {
        order.push(name)
        running = it
      })
    }
    for (const name of ['a1', 'a2', 'a3', 'a4']) wait(name, 'a')
    wait('b1', 'b')
    for (let i = 0; i < 5; i++) {
      running?.ended()
      await settle()
    }
    expect(order).toEqual(['a1', 'b1', 'a2', 'a3', 'a4'])
  })

  test('waits for a trial to end well, and is not sent to a node on trial beside it', async () => {
    const { begin, pass, pool, first, inFlight } = await busy()
    first.ended('timed_out', null)
    await pass(10_000)
    const trial = begin([at('n1')])
    expect([await trial.next(), pool.candidate('n1', 'm')?.onTrial]).toEqual(['n1', true])
    const second = begin([at('n1')])
    const given = second.next()
    await settle()
    expect(inFlight()).toEqual([1])
    trial.ended()
    expect(await given).toBe('n1')
  })
})
