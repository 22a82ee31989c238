import { inspect } from 'node:util'
import { describe, expect, test } from '@jest/globals'
import { consider, handle, list } from '../src/pipeline.ts'
import type { Exchange, Rooms, Seen } from '../src/pipeline.ts'
import type { Plan } from '../src/terms/attempt.ts'
import type { Caller } from '../src/terms/caller.ts'
import type { Decision } from '../src/terms/decision.ts'
import type { Detection } from '../src/terms/finding.ts'
import type { JsonObject } from '../src/terms/json.ts'
import { Problem } from '../src/terms/problem.ts'
import type { Prompt } from '../src/terms/prompt.ts'
import type { Witness } from '../src/terms/witness.ts'

/* Rooms that all work; each test breaks one. What happened is in `events`, in order. */

const caller = { issuer: 'i', subject: 's' } as Caller
const prompt = { model: 'm' } as Prompt
const nothing: Detection = { findings: [], failed: [] }
const permit = {
  kind: 'permit',
  broken: [],
  level: 'public',
  reasons: [],
  considered: [],
  permitted: [{ destination: 'lan' }],
} as unknown as Decision
const denial = {
  kind: 'deny',
  level: 'restricted',
  reasons: [{ kind: 'finding', what: 'US_SSN', count: 1, level: 'restricted' }],
  considered: [
    { destination: 'cloud', permitted: false, ground: 'denied_by_rule', rule: 'hr-stays', because: 'works council' },
  ],
  permitted: [],
} as unknown as Decision
const plan = { kind: 'attempts', attempts: [{ destination: 'lan' }] } as unknown as Plan
const outcome = { result: 'answered' } as never

function house(broken: Partial<Rooms> = {}) {
  const events: string[] = []
  const records: JsonObject[] = []
  const logged: unknown[] = []
  const log = { debug: () => {}, info: () => {}, warn: () => {}, error: (...line: unknown[]) => logged.push(line) }
  const rooms: Rooms = {
    authenticate: async () => caller,
    raises: () => [],
    excuse: () => null,
    read: () => prompt,
    recall: () => ({ level: null, unread: [], ties: [] }),
    attend: () => ({ witness: {} as Witness, keep: () => {} }),
    models: () => ['m'],
    detect: () => nothing,
    decide: () => permit,
    rehearse: () => null,
    prove: async () => {},
    route: () => plan,
    forward: async () => {
      events.push('forward')
      return { outcome, problem: null }
    },
    record: {
      decision: ({ problem, detection }) => ({
        type: 'decision',
        problem: problem?.code ?? null,
        failed: detection?.failed.map(({ why }) => why) ?? [],
      }),
      outcome: () => ({ type: 'outcome' }),
    },
    append: async (record) => {
      events.push(`append ${String(record['type'])}`)
      records.push(record)
    },
    log,
    ...broken,
  }
  const exchange = {
    id: 'req_1',
    api: 'chat_completions',
    receivedAt: 0,
    levels: [],
    rawHeaders: [],
    body: async () => new Uint8Array(),
  } as unknown as Exchange
  const seen: Seen = { exchange }
  return { rooms, exchange, seen, events, records, logged, handle: () => handle(rooms, exchange, seen) }
}

const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'served',
    (thrown: unknown) => (thrown instanceof Problem ? thrown.code : 'not a problem'),
  )

describe('no record, no request', () => {
  test('the decision is recorded before anything is sent, the outcome after', async () => {
    const it = house()
    await it.handle()
    expect(it.events).toEqual(['append decision', 'forward', 'append outcome'])
  })

  test('a request that cannot be recorded is not sent', async () => {
    const it = house({ append: async () => Promise.reject(new Problem('audit_unavailable', 'disk full')) })
    expect(await codeOf(it.handle())).toBe('audit_unavailable')
    expect(it.events).toEqual([])
  })

  test('nothing is sent before the record is durable', async () => {
    let durable = () => {}
    const it = house({ append: () => new Promise<void>((done) => (durable = done)) })
    const handled = it.handle()
    await new Promise((done) => setTimeout(done, 20))
    expect(it.events).toEqual([])
    durable()
    await new Promise((done) => setTimeout(done, 5))
    expect(it.events).toEqual(['forward'])
    durable()
    await handled
  })

  test('a denial that cannot be recorded is not a denial but 503', async () => {
    const it = house({
      decide: () => denial,
      append: async () => Promise.reject(new Problem('audit_unavailable', 'disk full')),
    })
    expect(await codeOf(it.handle())).toBe('audit_unavailable')
  })

  test('a record that cannot even be made stops the request', async () => {
    const record = { decision: () => { throw new TypeError('bug') }, outcome: () => ({}) } // prettier-ignore
    const it = house({ record })
    await expect(it.handle()).rejects.toThrow('bug')
    expect(it.events).toEqual([])
  })

  test('an outcome that cannot be recorded is logged, and the answer stands', async () => {
    const it = house()
    const append: Rooms['append'] = async ({ type }) => {
      if (type === 'outcome') throw new Problem('audit_unavailable', 'disk full')
    }
    await handle({ ...it.rooms, append }, it.exchange, it.seen)
    expect(it.events).toEqual(['forward'])
    expect(it.logged).toHaveLength(1)
  })
})

describe('whatever breaks, nothing is sent and one record says why', () => {
  const bug = () => {
    throw new TypeError('bug')
  }
  test.each([
    {
      name: 'a bad token',
      broken: { authenticate: async () => Promise.reject(new Problem('invalid_token', 'no')) },
      code: 'invalid_token',
    },
    { name: 'an unknown level', broken: { raises: () => { throw new Problem('invalid_request', 'no') } }, code: 'invalid_request' }, // prettier-ignore
    { name: 'a body that cannot be read', broken: { read: () => { throw new Problem('invalid_request', 'no') } }, code: 'invalid_request' }, // prettier-ignore
    { name: 'a denial', broken: { decide: () => denial }, code: 'policy_denied' },
    {
      name: 'an unknown model',
      broken: { route: () => ({ kind: 'nothing', reason: 'unknown_model' }) },
      code: 'model_not_found',
    },
    {
      name: 'no substitute',
      broken: { route: () => ({ kind: 'nothing', reason: 'no_substitute' }) },
      code: 'policy_denied',
    },
    {
      name: 'no node',
      broken: { route: () => ({ kind: 'nothing', reason: 'none_available' }) },
      code: 'no_permitted_destination',
    },
    { name: 'a bug in authenticate', broken: { authenticate: async () => bug() }, code: 'internal_error' },
    { name: 'a bug in read', broken: { read: bug }, code: 'internal_error' },
    { name: 'a bug in decide', broken: { decide: bug }, code: 'internal_error' },
    { name: 'a bug in route', broken: { route: bug }, code: 'internal_error' },
  ] as readonly { name: string; broken: Partial<Rooms>; code: string }[])('$name', async ({ broken, code }) => {
    const it = house(broken)
    expect(await codeOf(it.handle())).toBe(code)
    expect(it.events).toEqual(['append decision'])
    expect(it.records).toEqual([expect.objectContaining({ problem: code })])
  })

  test('a plan is not followed when the decision is a denial', async () => {
    const it = house({ decide: () => denial, route: () => plan })
    expect(await codeOf(it.handle())).toBe('policy_denied')
    expect(it.events).toEqual(['append decision'])
  })
})

describe('what was permitted', () => {
  test.each<{ name: string; broken: Partial<Rooms> }>([
    { name: 'the forwarder breaks', broken: { forward: async () => Promise.reject(new Error('canary')) } },
    { name: 'the memory breaks before', broken: { attend: () => { throw new Error('canary') } } },
    { name: 'the memory breaks after', broken: { attend: () => ({ witness: {} as Witness, keep: () => { throw new Error('canary') } }) } },
  ])('has an outcome, also when $name', async ({ broken }) => {
    const it = house(broken)
    expect(await codeOf(it.handle())).toBe('internal_error')
    expect(it.events.filter((event) => event !== 'forward')).toEqual(['append decision', 'append outcome'])
  }) // prettier-ignore

  test('was asked for with what earlier turns had, and with what is known of sealed parts', async () => {
    const asked: unknown[] = []
    const unread = [{ path: '/x', kind: 'encrypted', from: 'openrouter' }] as const
    const it = house({
      recall: () => ({ level: 'restricted', unread, ties: [] }),
      decide: ({ remembered, prompt: { unread } }) => {
        asked.push(remembered, unread)
        return permit
      },
    })
    await it.handle()
    expect(asked).toEqual(['restricted', unread])
  })

  test('is attended to with the ties that were recalled of it', async () => {
    const ties = [{ name: 'tie', firm: true }]
    const attended: unknown[] = []
    const it = house({
      recall: () => ({ level: null, unread: [], ties }),
      attend: (considered) => {
        attended.push(considered.ties)
        return { witness: {} as Witness, keep: () => {} }
      },
    })
    await it.handle()
    expect(attended).toEqual([ties])
  })

  test('is not sent when the memory cannot be asked', async () => {
    const it = house({ recall: () => { throw new Error('bug') } }) // prettier-ignore
    expect(await codeOf(it.handle())).toBe('internal_error')
    expect(it.events).toEqual(['append decision'])
  })
})

describe('a candidate policy', () => {
  test('that would permit what is denied permits nothing', async () => {
    const rehearsal = { policy: permit.policy, level: 'public', permitted: ['cloud'], changes: true }
    const it = house({ decide: () => denial, rehearse: () => rehearsal })
    expect(await codeOf(it.handle())).toBe('policy_denied')
    expect(it.seen.rehearsal).toEqual(rehearsal)
  })

  test('that breaks is logged, and changes nothing', async () => {
    const it = house({ rehearse: () => { throw new Error('bug') } }) // prettier-ignore
    await it.handle()
    expect([it.events, it.logged.length]).toEqual([['append decision', 'forward', 'append outcome'], 1])
  })
})

describe('what breaks over a prompt', () => {
  const CANARY = 'kanarieQ7w9'
  const broken = () => { throw new TypeError(`cannot read ${CANARY}`, { cause: new Error(CANARY) }) } // prettier-ignore
  const sealing: Partial<Rooms> = { decide: () => ({ ...permit, seal: true }), seal: async () => ({ field: {}, answer: async () => broken() }) } // prettier-ignore
  test.each<[string, Partial<Rooms>]>([
    ['detection', { detect: broken }],
    ['a candidate policy', { rehearse: broken }],
    ['the sealing of an answer', sealing],
  ])('is told of without its message: %s', async (_what, rooms) => {
    const it = house(rooms)
    await it.handle()
    expect(it.logged).toEqual([
      [expect.any(String), expect.objectContaining({ why: expect.stringMatching(/^TypeError/) })],
    ])
    expect(inspect(it.logged, { depth: 9 })).not.toContain(CANARY)
  })
})

describe('a list of models', () => {
  const ask = (it: ReturnType<typeof house>) => list(it.rooms, it.exchange, it.seen)

  test('is recorded before it is answered', async () => {
    const it = house()
    expect(await ask(it)).toEqual(['m'])
    expect(it.events).toEqual(['append decision'])
  })

  test('is told to nobody who is not known, and that is recorded', async () => {
    const it = house({ authenticate: async () => Promise.reject(new Problem('invalid_token', 'expired')) })
    expect(await codeOf(ask(it))).toBe('invalid_token')
    expect(it.records).toMatchObject([{ problem: 'invalid_token' }])
  })

  test('is not told when it cannot be recorded', async () => {
    const it = house({ append: async () => Promise.reject(new Problem('audit_unavailable', 'disk full')) })
    expect(await codeOf(ask(it))).toBe('audit_unavailable')
  })
})

describe('unread means sensitive', () => {
  test.each([
    { name: 'throws', detect: () => { throw new Error('the prompt: canary') } }, // prettier-ignore
    { name: 'rejects', detect: async () => Promise.reject(new Error('the prompt: canary')) },
  ])('a detect room that $name has failed, and decide is told so', async ({ detect }) => {
    const asked: Detection[] = []
    const it = house({ detect, decide: ({ detection }) => { asked.push(detection); return permit } }) // prettier-ignore
    await consider(it.rooms, it.exchange, it.seen)
    expect(asked).toEqual([{ findings: [], failed: [{ detector: 'detect', why: 'threw' }] }])
    expect(it.records[0]).toMatchObject({ failed: ['threw'] })
  })
})

describe('a refusal', () => {
  const saysOf = async (broken: Partial<Rooms>) => {
    const thrown: unknown = await house(broken)
      .handle()
      .catch((problem: unknown) => problem)
    return thrown instanceof Problem ? thrown.says : 'not a problem'
  }

  test('names the rule, its reason, the level and what was found', async () => {
    expect(await saysOf({ decide: () => denial })).toBe(
      'A policy rule forbids this request (hr-stays: works council). This prompt is restricted (US_SSN).',
    )
  })

  test('that only the caller’s own flags have caused is a bad request', async () => {
    const narrowed = {
      ...denial,
      considered: [{ ...denial.considered[0], ground: 'provider_narrowed_to_nothing', rule: null }],
    } as Decision
    expect(await codeOf(house({ decide: () => narrowed }).handle())).toBe('invalid_request')
  })
})

test('a denial that yielded to a reason is warned of once, with the rule and without the reason', async () => {
  const opened = { ...permit, broken: [{ destination: 'lan', rule: 'hr-stays' }] } as Decision
  const warned: unknown[] = []
  const log = { debug() {}, info() {}, warn: (...said: unknown[]) => void warned.push(said), error() {} }
  const it = house({ decide: () => opened, excuse: () => 'incident 4711', log })
  await it.handle()
  const about = {
    alert: 'break_glass',
    request: expect.any(String),
    broken: [{ destination: 'lan', rule: 'hr-stays' }],
  }
  expect(warned).toEqual([['a denial yielded to a reason', about]])
})
