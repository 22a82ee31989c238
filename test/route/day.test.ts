import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { createAffinity } from '../../src/route/affinity.ts'
import { attemptsFor } from '../../src/route/attempts.ts'
import { createDispatcher } from '../../src/route/dispatcher.ts'
import { createNodePool } from '../../src/route/node-pool.ts'
import type { Probed } from '../../src/route/node-pool.ts'
import type { Attempt, AttemptResult, Dispatch } from '../../src/terms/attempt.ts'
import type { Decision, Permit } from '../../src/terms/decision.ts'
import type { CloudHost, Node } from '../../src/terms/destination.ts'

/* A day of a pool in accelerated time: nodes fail in every way they can, requests come and go, and at its end nothing is left over. */

const HOUR = 3_600_000
const SECOND = 1_000
const WAIT = 30 * SECOND
const TIMEOUT = 60 * SECOND

/** What ails a node for a while. Nothing shows in a look but `down` and `leaks`. */
type Ill = 'down' | 'stalls' | 'errors' | 'resets' | 'leaks' | 'slow'
type Fault = { readonly node: string; readonly ill: Ill; readonly from: number; readonly till: number }

const NAMES = ['n1', 'n2', 'n3']
const NODES: readonly Node[] = NAMES.map((name, index) => ({
  ...{ name, destination: 'lan', url: new URL('http://10.0.0.1:8000'), kind: 'vllm', models: [], parallel: index + 1 },
  ...{ apiKey: null, standIn: false },
}))
const HOST: CloudHost = {
  ...{ destination: 'openrouter', url: new URL('https://openrouter.ai'), apiKey: null, standIn: false },
}
const choice = (destination: string, model: string) => ({ destination, model, timeoutMs: TIMEOUT })
const TABLE = [{ name: 'm', choices: [choice('lan', 'm'), choice('openrouter', 'acme/m')] }]
const PERMITS: readonly Permit[] = (['lan', 'cloud'] as const).map((zone) => {
  return { destination: zone === 'lan' ? 'lan' : 'openrouter', zone, maxLevel: 'x', rule: 'r', provider: null }
})
const decided = (pinned: boolean) =>
  ({ kind: 'permit', pinned, permitted: PERMITS.filter(({ zone }) => !pinned || zone === 'lan') }) as unknown as Decision // prettier-ignore

/** A clock, and what is to happen by it, in order. */
function timeline() {
  let clock = 0
  let due: { at: number; run: () => void }[] = []
  const later = (ms: number, run: () => void) => {
    const one = { at: clock + ms, run }
    const place = due.findIndex(({ at }) => at > one.at)
    if (place === -1) due.push(one)
    else due.splice(place, 0, one)
    return () => void (due = due.filter((other) => other !== one))
  }
  const go = async (till: number) => {
    for (let next = due[0]; next !== undefined && next.at <= till; next = due[0]) {
      due.shift()
      clock = next.at
      next.run()
      for (let turn = 0; turn < 8; turn += 1) await Promise.resolve()
    }
    clock = till
  }
  return { later, go, now: () => clock, left: () => due.length }
}

/** A random number from 0 up to 1 that is the same in every run (Park and Miller). */
function seeded(seed: number): () => number {
  let state = (Math.abs(seed) % 2_147_483_646) + 1
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647
}

async function live(faults: readonly Fault[], { seed, hours, every }: { seed: number; hours: number; every: number }) {
  const time = timeline()
  const random = seeded(seed)
  const illOf = (name: string) => faults.find(({ node, from, till }) => node === name && from <= time.now() && time.now() < till)?.ill // prettier-ignore
  const probe = async ({ name }: Node): Promise<Probed> => {
    const ill = illOf(name)
    if (ill === 'down') throw new Error('down')
    return { reachable: true, models: ['m'], local: ill !== 'leaks', why: '' }
  }
  const log = { debug() {}, info() {}, warn() {}, error() {} }
  const intervals = { probeMs: 10 * SECOND, failures: 3, cooldownMs: 10 * SECOND }
  const pool = createNodePool({ nodes: NODES, probe, now: time.now, log, intervals, later: time.later })
  const affinity = createAffinity({ key: new Uint8Array(32), most: 100 })
  const queue = { most: 8, waitMs: WAIT }
  const { now, later } = time
  const dispatcher = createDispatcher({ pool, affinity, now, later, random, queue })
  await pool.start()
  const told = { asked: 0, answered: 0, refused: 0, cloud: 0, unserved: 0, gone: 0, wrong: [] as string[] }
  const open = new Set<Dispatch>()

  /** How one attempt goes, and after how long. */
  const fate = (node: string | null): readonly [AttemptResult['result'], number | null, number] => {
    const ill = node === null ? undefined : illOf(node)
    if (ill === 'down') return ['unreachable', null, 5]
    if (ill === 'stalls') return ['timed_out', null, TIMEOUT]
    if (ill === 'errors') return ['error', 500, 50]
    if (ill === 'resets') return ['reset', null, 100]
    if (ill === 'leaks') return ['not_local', null, 50]
    return ['answered', 200, (ill === 'slow' ? 40 : 4) * SECOND * (0.5 + random())]
  }

  const serve = async (pinned: boolean, scope: string, patience: number) => {
    told.asked += 1
    const decision = decided(pinned)
    const asked = { api: 'chat_completions' as const, model: 'm', segments: [] }
    const plan = attemptsFor(TABLE, asked, decision, { nodes: pool.view(), cloudHosts: [HOST] })
    if (plan.kind === 'nothing' || dispatcher.full({ attempts: plan.attempts, scope }) !== null) {
      told.refused += 1
      return
    }
    const trail = () => [`${scope}1`, `${scope}2`]
    const dispatch = dispatcher.begin({ attempts: plan.attempts, api: 'chat_completions', scope, trail })
    open.add(dispatch)
    const leaving: (() => void)[] = []
    let gone = false
    const cancel = later(patience, () => {
      gone = true
      leaving.forEach((leave) => leave())
    })
    const outcome = await tries(dispatch, plan.attempts, pinned, leaving, () => gone)
    cancel()
    open.delete(dispatch)
    told[outcome] += 1
    if (dispatch.waitedMs() > WAIT + 1) told.wrong.push('waited for too long')
  }

  const tries = async (
    dispatch: Dispatch,
    plan: readonly Attempt[],
    pinned: boolean,
    leaving: (() => void)[],
    isGone: () => boolean,
  ) => {
    // prettier-ignore
    for (;;) {
      if (isGone()) return 'gone'
      const attempt = await dispatch.next((react) => void leaving.push(react))
      if (attempt === null) return isGone() ? 'gone' : 'unserved'
      const { node, zone, destination, model } = attempt
      if (!plan.includes(attempt)) told.wrong.push('not in the plan')
      if (pinned && zone === 'cloud') told.wrong.push('a pinned request in the cloud')
      const view = pool.view().find((it) => it.node.name === node)
      if (node !== null && view?.standing === 'not_local') told.wrong.push('at a node that is not local')
      if (view !== undefined && view.inFlight > view.node.parallel) told.wrong.push('more than a node can do')
      const [result, status, ms] = fate(node)
      const how = await new Promise<AttemptResult['result']>((done) => {
        const stop = later(ms, () => done(result))
        leaving.push(() => {
          stop()
          done('aborted')
        })
      })
      dispatch.ended({ destination, node, model, result: how, status: how === result ? status : null, peer: null, ms })
      if (how === 'aborted') return 'gone'
      if (how === 'answered') {
        if (zone === 'cloud') told.cloud += 1
        return 'answered'
      }
    }
  }

  const arrive = () => {
    if (now() >= hours * HOUR) return
    // Often several at once, as when a batch begins.
    const many = random() < 0.1 ? 12 : 1
    for (let i = 0; i < many; i += 1) {
      void serve(random() < 0.5, `t${String(Math.floor(random() * 3))}`, random() < 0.1 ? 10 * SECOND : 10 * HOUR)
    }
    later(every * 2 * random(), arrive)
  }
  arrive()
  await time.go(hours * HOUR + 10 * 60 * SECOND)
  pool.stop()
  return { told, inFlight: pool.view().map(({ inFlight }) => inFlight), waiting: dispatcher.waiting(), open: open.size, timers: time.left(), pool } // prettier-ignore
}

const ILLS: readonly Ill[] = ['down', 'stalls', 'errors', 'resets', 'leaks', 'slow']
const NOTHING_LEFT = { inFlight: [0, 0, 0], waiting: 0, open: 0, timers: 0 }

describe('a day in which nodes fail at random', () => {
  test('24 hours: nothing pinned leaves, nobody waits for ever, no place is lost, and all nodes come back', async () => {
    const random = seeded(2_026)
    const faults = Array.from({ length: 240 }, (_, index): Fault => {
      const from = random() * 23 * HOUR
      const ill = ILLS[index % ILLS.length] ?? 'down'
      return { node: NAMES[index % 3] ?? '', ill, from, till: from + random() * 20 * 60 * SECOND }
    })
    const { told, pool, ...left } = await live(faults, { seed: 1, hours: 24, every: 10 * SECOND })
    expect(told.wrong).toEqual([])
    expect(left).toEqual(NOTHING_LEFT)
    expect(told.asked).toBeGreaterThan(10_000)
    const { answered, refused, unserved, gone } = told
    expect(answered + refused + unserved + gone).toBe(told.asked)
    expect(answered / told.asked).toBeGreaterThan(0.8)
    expect([told.cloud > 0, refused + unserved > 0, gone > 0]).toEqual([true, true, true])
    expect(pool.view().every(({ standing }) => standing === 'ready' || standing === 'trying')).toBe(true)
  }, 120_000)

  test('any plan of faults', async () => {
    const fault = fc.record({
      node: fc.constantFrom(...NAMES),
      ill: fc.constantFrom(...ILLS),
      from: fc.integer({ min: 0, max: HOUR }),
      till: fc.integer({ min: 0, max: HOUR }),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(fault, { maxLength: 12 }), fc.integer(), async (faults, seed) => {
        const { told, pool, ...left } = await live(faults, { seed, hours: 1, every: 5 * SECOND })
        expect([told.wrong, left, pool.view().length]).toEqual([[], NOTHING_LEFT, 3])
      }),
      { numRuns: 15 },
    )
  }, 120_000)
})
