import { describe, expect, test } from '@jest/globals'
import { decisionRecord } from '../../src/audit/decision-record.ts'
import type { DecidedFacts } from '../../src/audit/decision-record.ts'
import { lifecycleRecord } from '../../src/audit/lifecycle-record.ts'
import { outcomeRecord } from '../../src/audit/outcome-record.ts'
import { pseudonyms } from '../../src/audit/pseudonyms.ts'
import { refusalRecord } from '../../src/audit/refusal-record.ts'
import type { Attempt, Outcome } from '../../src/terms/attempt.ts'
import { Problem } from '../../src/terms/problem.ts'

const keys = pseudonyms(Buffer.from('a key that is long enough for this test'))
const KNOWN = new Set(['local/qwen', 'qwen2.5:14b', 'openai/gpt-4o'])
const parts = { keys, mayName: (model: string) => KNOWN.has(model), isField: (name: string) => name === 'known_field' }
const SECRET = 'CANARY-7f3a Ann Miller 536-22-8726'

const attempt: Attempt = {
  destination: 'openrouter',
  zone: 'cloud',
  node: null,
  url: new URL('https://openrouter.ai/api/v1'),
  model: 'openai/gpt-4o',
  api: 'chat_completions',
  timeoutMs: 1000,
  provider: { zdr: true, only: ['mistral', SECRET], order: ['a/b'] },
  apiKey: `sk-${SECRET}`,
  standIn: true,
}

const finding = { detector: 'us-ssn', type: 'US_SSN', score: 1, segment: 0, start: 4, end: 15, via: 'plain' } as const

/** Every text that comes from the caller holds the canary. */
const facts: DecidedFacts = {
  request: 'req_1',
  receivedAt: 1_790_000_000_000,
  api: 'chat_completions',
  ip: '10.1.2.3',
  caller: {
    issuer: 'https://idp.example',
    subject: SECRET,
    client: 'crm',
    attributes: { role: ['employee'], department: ['hr'], tenant: ['eu'], subject: [SECRET] },
    raises: [],
    tokenId: SECRET,
    tokenKey: 'at+jwt/ES256/k1',
    otherAudiences: ['other'],
    expires: 0,
  },
  prompt: {
    api: 'chat_completions',
    model: `openai/${SECRET}`,
    stream: true,
    wantsUsage: false,
    tools: true,
    bytes: 1834,
    segments: [{ path: `/messages/0/${SECRET}`, role: 'user', kind: 'value', text: SECRET }],
    unread: [
      { path: `/${SECRET}`, kind: 'image' },
      { path: '/b', kind: 'image' },
      { path: '/c', kind: 'audio' },
    ],
    body: { lan: { messages: [SECRET] }, cloud: { messages: [SECRET] } },
    provider: { only: [SECRET] },
    user: SECRET,
    stripped: ['known_field', SECRET, `${SECRET}2`, 'known_field', `anthropic-beta:${SECRET}`],
    betas: [SECRET],
    conversation: { sessions: [SECRET], turns: [{ role: 'user', text: SECRET, calls: [SECRET] }] },
  },
  detection: {
    findings: [finding, { ...finding, detector: 'context' }, { ...finding, type: 'PERSON', detector: 'person' }],
    failed: [{ detector: 'slow', why: 'timed_out' }],
  },
  decision: {
    kind: 'permit',
    level: 'internal',
    reasons: [{ kind: 'finding', what: 'US_SSN', count: 2, level: 'internal' }],
    tallied: [
      { type: 'US_SSN', count: 1, seen: [{ score: 1, excepted: [] }] },
      {
        type: 'PERSON',
        count: 2,
        seen: [
          { score: 0.7, excepted: ['staff'] },
          { score: 0.4, excepted: [] },
        ],
      },
    ],
    pinned: false,
    considered: [
      { destination: 'lan', zone: 'lan', permitted: false, ground: 'denied_by_rule', rule: 'no-lan', because: 'b' },
      {
        destination: 'openrouter',
        zone: 'cloud',
        permitted: true,
        ground: 'allowed_by_rule',
        rule: 'staff',
        because: 'b',
      },
    ],
    permitted: [{ destination: 'openrouter', zone: 'cloud', maxLevel: 'internal', rule: 'staff', provider: {} }],
    shadow: [{ rule: 'trial', wouldPermit: ['lan'] }],
    broken: [],
    obligations: [],
    retain: null,
    policy: { name: 'acme', version: '1', digest: 'ab' },
  },
  plan: {
    kind: 'attempts',
    attempts: [attempt, { ...attempt, destination: 'lan', zone: 'lan', node: 'ms01', model: SECRET, provider: null }],
  },
}

const result: Outcome = {
  attempts: [
    {
      destination: 'lan',
      node: 'ms01',
      model: SECRET,
      result: 'timed_out',
      status: null,
      peer: '10.0.0.1:8000',
      ms: 12.3456,
    },
  ],
  status: 200,
  result: 'answered',
  served: {
    destination: 'openrouter',
    node: null,
    peer: '1.2.3.4:443',
    model: SECRET,
    provider: SECRET,
    standIn: true,
  },
  verification: { verdict: 'breached', breaches: ['provider'] },
  usage: { promptTokens: 1, completionTokens: 2, cost: 0.5 },
  queuedMs: 12.34,
  bytesOut: 99,
  firstByteMs: 3.14159,
  ms: 20,
}

describe('a decision record', () => {
  const record = decisionRecord(facts, parts)

  test('says who, what, how sensitive, why, and where to', () => {
    expect(record).toMatchObject({
      type: 'decision',
      effect: 'permit',
      request: 'req_1',
      received: 1_790_000_000_000,
      caller: {
        id: keys.caller('https://idp.example', SECRET),
        roles: ['employee'],
        department: ['hr'],
        tenant: ['eu'],
        team: null,
        client: 'crm',
        issuer: 'https://idp.example',
        session: keys.session(SECRET),
        token: 'at+jwt/ES256/k1',
        other_audiences: ['other'],
        ip: '10.1.2.3',
      },
      prompt: {
        operation: 'chat_completions',
        model: null,
        bytes: 1834,
        stream: true,
        tools: true,
        provider: { only: [keys.name(SECRET)] },
      },
      unread: [
        { kind: 'audio', count: 1 },
        { kind: 'image', count: 2 },
      ],
      findings: [
        {
          type: 'PERSON',
          count: 1,
          detectors: ['person'],
          values: [{ count: 2, score: 0.7, excepted: ['staff'], or: [{ score: 0.4 }] }],
        },
        { type: 'US_SSN', count: 2, detectors: ['context', 'us-ssn'], values: [{ count: 1, score: 1 }] },
      ],
      failed: [{ detector: 'slow', why: 'timed_out' }],
      level: 'internal',
      pinned: false,
      why: [{ kind: 'finding', what: 'US_SSN', count: 2, level: 'internal' }],
      policy: { id: 'acme', version: '1', sha256: 'ab' },
      rule: 'staff',
      destination: 'openrouter',
      considered: [
        { to: 'lan', permitted: false, ground: 'denied_by_rule', rule: 'no-lan' },
        { to: 'openrouter', permitted: true, ground: 'allowed_by_rule', rule: 'staff' },
      ],
      shadow: [{ rule: 'trial', would_permit: ['lan'] }],
      flags: [{ to: 'openrouter', provider: { zdr: true, only: ['mistral', keys.name(SECRET)], order: ['a/b'] } }],
      attempts: [
        { to: 'openrouter', node: null, model: 'openai/gpt-4o' },
        { to: 'lan', node: 'ms01', model: null },
      ],
      stand_in: true,
    })
    expect(record['stripped']).toEqual([
      'known_field',
      keys.name(SECRET),
      keys.name(`${SECRET}2`),
      `anthropic-beta:${keys.name(SECRET)}`,
    ])
  })

  test('holds no text of the prompt, the token or a key, wherever that was', () => {
    const text = JSON.stringify([record, outcomeRecord({ request: 'r', asked: SECRET, outcome: result }, parts)])
    for (const part of ['CANARY', '7f3a', 'Miller', '536-22']) expect(text).not.toContain(part)
  })

  test('names the model that was asked for when it may be named', () => {
    const prompt = { ...facts.prompt, model: 'local/qwen' }
    expect(decisionRecord({ ...facts, prompt }, parts)).toMatchObject({ prompt: { model: 'local/qwen' } })
  })

  test('gives equal prompts equal digests, and different ones different', () => {
    const hmacOf = (content: string) => {
      const prompt = { ...facts.prompt, body: { ...facts.prompt.body, lan: { messages: [content] } } }
      return (decisionRecord({ ...facts, prompt }, parts)['prompt'] as { hmac: string }).hmac
    }
    expect(hmacOf('a')).toBe(hmacOf('a'))
    expect(hmacOf('a')).not.toBe(hmacOf('b'))
  })

  const denied = { ...facts.decision, kind: 'deny', permitted: [] } as const
  const nothing = (reason: 'unknown_model' | 'no_substitute' | 'none_available') =>
    ({ kind: 'nothing', reason }) as const
  const rows: readonly { name: string; change: Partial<DecidedFacts>; effect: string }[] = [
    { name: 'permit when all agree', change: {}, effect: 'permit' },
    { name: 'deny when the decision denies', change: { decision: denied }, effect: 'deny' },
    {
      name: 'deny when the decision denies, though there is a plan',
      change: { decision: denied, plan: facts.plan },
      effect: 'deny',
    },
    { name: 'deny when the model may go nowhere', change: { plan: nothing('no_substitute') }, effect: 'deny' },
    { name: 'refuse when the model is unknown', change: { plan: nothing('unknown_model') }, effect: 'refuse' },
    { name: 'refuse when no destination is available', change: { plan: nothing('none_available') }, effect: 'refuse' },
    {
      name: 'refuse, not permit, when there is a problem of any kind',
      change: { problem: new Problem('internal_error', 'x') },
      effect: 'refuse',
    },
    {
      name: 'refuse when the caller asked for an unknown model, whatever the decision',
      change: { decision: denied, plan: nothing('unknown_model'), problem: new Problem('model_not_found', 'x') },
      effect: 'refuse',
    },
    {
      name: 'deny with the problem of a denial',
      change: { decision: denied, problem: new Problem('policy_denied', 'x') },
      effect: 'deny',
    },
  ]
  test.each(rows)('has the effect: $name', ({ change, effect }) => {
    expect(decisionRecord({ ...facts, ...change }, parts)).toMatchObject({ effect })
  })

  test('of a denial names the rule that forbade, and no destination', () => {
    const record = decisionRecord({ ...facts, decision: denied, plan: nothing('no_substitute') }, parts)
    expect(record).toMatchObject({ rule: 'no-lan', destination: null, attempts: [], flags: [], stand_in: false })
  })
})

describe('a refusal record', () => {
  test('says what is known, from nothing but an address on', () => {
    const problem = new Problem('invalid_token', SECRET, { reason: 'aud', says: SECRET, cause: new Error(SECRET) })
    const record = refusalRecord({ request: 'r', receivedAt: 1, api: null, ip: null, problem }, parts)
    expect(record).toEqual({
      type: 'decision',
      effect: 'refuse',
      request: 'r',
      received: 1,
      api: null,
      caller: { ip: null },
      problem: 'invalid_token',
      reason: 'aud',
    })
  })

  test('keeps caller, findings and level when these were known', () => {
    const { request, receivedAt, api, ip, caller, detection, decision } = facts
    const problem = new Problem('internal_error', 'x')
    const record = refusalRecord({ request, receivedAt, api, ip, caller, detection, decision, problem }, parts)
    expect(record).toMatchObject({
      effect: 'refuse',
      level: 'internal',
      caller: { client: 'crm' },
      problem: 'internal_error',
    })
  })
})

describe('an outcome record', () => {
  test('says where it went, as seen at the socket, and what it cost', () => {
    expect(outcomeRecord({ request: 'r', asked: 'local/qwen', outcome: result }, parts)).toEqual({
      type: 'outcome',
      request: 'r',
      status: 200,
      result: 'answered',
      attempts: [
        { to: 'lan', node: 'ms01', model: null, result: 'timed_out', status: null, peer: '10.0.0.1:8000', ms: 12.3 },
      ],
      asked: 'local/qwen',
      served: {
        to: 'openrouter',
        node: null,
        peer: '1.2.3.4:443',
        model: keys.name(SECRET),
        provider: keys.name(SECRET),
        stand_in: true,
      },
      verified: 'breached',
      breaches: ['provider'],
      tokens: { prompt: 1, completion: 2 },
      cost: 0.5,
      queued_ms: 12.3,
      bytes_out: 99,
      first_byte_ms: 3.1,
      ms: 20,
    })
  })

  const served = (model: string | null, provider: string | null = null) => {
    const outcome = { ...result, served: { destination: 'o', node: null, peer: null, model, provider, standIn: false } }
    const record = outcomeRecord({ request: 'r', asked: 'openai/gpt-4o', outcome }, parts)
    return record['served'] as { model: string | null; provider: string | null }
  }

  test.each(['gpt-4o', 'gpt-4o-2024-08-06', 'openai/gpt-4o', 'openai/gpt-4o:free', 'qwen2.5:14b', null])(
    'names the served model %s, which is known or a form of what was asked for',
    (model) => expect(served(model).model).toBe(model),
  )

  test.each(['gpt-4o and then some text', 'claude', '', 'gpt-4o-536-22-8726-0000-1111', 'gpt-4oh'])(
    'gives a digest for "%s", which an answer may have made up',
    (model) => expect(served(model).model).toBe(keys.name(model)),
  )

  test.each(['Mistral', 'Google AI Studio', 'Amazon Bedrock', 'DeepInfra', null])('names the provider %s', (provider) =>
    expect(served(null, provider).provider).toBe(provider),
  )

  test.each(['my ssn is 1', 'Mistral 536', 'A', 'Ann Miller has a cold', 'x'.repeat(99)])(
    'gives a digest for the provider "%s"',
    (provider) => expect(served(null, provider).provider).toBe(keys.name(provider)),
  )
})

describe('a lifecycle record', () => {
  test('says what happened', () => {
    expect(lifecycleRecord('reload', { digest: 'ab' })).toEqual({ type: 'lifecycle', event: 'reload', digest: 'ab' })
  })
})
