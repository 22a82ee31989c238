import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { fakeNode, listOf } from '../fakes/openai-node.ts'
import type { FakeNode } from '../fakes/openai-node.ts'
import { filesIn, recordsIn, removeDir, startCordon } from '../harness/cordon.ts'
import type { Cordon } from '../harness/cordon.ts'

/*
 * Every API, with a social security number anywhere in the body: in a place that has a name, in one that has none, as a key, as
 * a value, encoded. Whatever becomes of the request, the cloud must not hear it. Each model's list names the cloud first.
 */

const SSN = '536-22-8726'
const WORD = 'canary7f3a'
const CANARY = `${WORD} my SSN is ${SSN}`

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }
type Body = { readonly [key: string]: Json }

let cloud: FakeNode
let able: FakeNode
let plain: FakeNode
let strict: Cordon
let lenient: Cordon

beforeAll(async () => {
  cloud = await fakeNode({ kind: 'answer' }, { path: '/api' })
  able = await fakeNode({ kind: 'answer' }, { host: '127.0.0.2' })
  plain = await fakeNode({ kind: 'answer' }, { host: '127.0.0.2' })
  plain.get['/info'] = { model_id: 'small' }
  for (const node of [able, plain]) node.get['/v1/models'] = listOf(['small'])
  const out = '{ destination: openrouter, model: maker/model }'
  const yaml = `destinations:
  lan:
    nodes:
      - { name: able, url: "http://127.0.0.2:${String(able.port)}", kind: vllm, models: [small], parallel: 64 }
      - { name: plain, url: "http://127.0.0.2:${String(plain.port)}", kind: tgi, models: [simple], parallel: 64 }
  openrouter: { url: "http://127.0.0.1:${String(cloud.port)}/api/v1", apiKeyEnv: OPENROUTER_API_KEY }
models:
  able: [${out}, { destination: lan, model: small }]
  plain: [${out}, { destination: lan, model: simple }]
`
  const policy = readFileSync('policies/default.yaml', 'utf8')
    .replace(
      'lan: { zone: lan, maxLevel: restricted }',
      'lan: { zone: lan, maxLevel: restricted, allowedCidrs: [127.0.0.2/32] }',
    )
    .replace('hosts: [openrouter.ai]', 'hosts: [127.0.0.1]\n    allowedCidrs: [127.0.0.1/32]')
  const env = { OPENROUTER_API_KEY: 'sk-test' }
  strict = await startCordon({ yaml, policy, env })
  lenient = await startCordon({ yaml, policy, env, server: 'maxBody: 10mb, lenient: true' })
}, 60_000)

afterAll(async () => {
  await Promise.all([strict.stop(), lenient.stop()])
  await Promise.all([cloud, able, plain].map((fake) => fake.stop()))
  for (const { dir } of [strict, lenient]) removeDir(dir)
}, 30_000)

const TOOL_SCHEMA = { type: 'object', properties: { city: { type: 'string', description: 'Where' } } }
/** A harmless request of each API, with as many places as one request can have. */
const BASES: Readonly<Record<string, Body>> = {
  '/v1/chat/completions': {
    messages: [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: [{ type: 'text', text: 'Hello' }] },
      {
        role: 'assistant',
        content: null,
        tool_calls: [{ id: 'c1', type: 'function', function: { name: 'f', arguments: '{"a":1}' } }],
      },
      { role: 'tool', tool_call_id: 'c1', content: 'sunny' },
    ],
    tools: [{ type: 'function', function: { name: 'f', description: 'Weather', parameters: TOOL_SCHEMA } }],
    response_format: { type: 'json_schema', json_schema: { name: 'n', schema: TOOL_SCHEMA } },
    stop: ['x'],
    metadata: { a: 'b' },
    user: 'u1',
  },
  '/v1/completions': { prompt: 'Once upon a time', suffix: 'the end', stop: ['x'], user: 'u1' },
  '/v1/embeddings': { input: ['one', 'two'], user: 'u1' },
  '/v1/responses': {
    instructions: 'Be brief.',
    input: [
      { role: 'user', content: [{ type: 'input_text', text: 'Hello' }] },
      { type: 'function_call', call_id: 'c1', name: 'f', arguments: '{"a":1}' },
      { type: 'function_call_output', call_id: 'c1', output: 'sunny' },
    ],
    tools: [{ type: 'function', name: 'f', description: 'Weather', parameters: TOOL_SCHEMA, strict: false }],
    text: { format: { type: 'text' } },
    metadata: { a: 'b' },
  },
  '/v1/messages': {
    max_tokens: 100,
    system: [{ type: 'text', text: 'Be brief.' }],
    messages: [
      { role: 'user', content: [{ type: 'text', text: 'Hello' }] },
      { role: 'assistant', content: [{ type: 'tool_use', id: 'c1', name: 'f', input: { a: 'b' } }] },
      { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'c1', content: 'sunny' }] },
    ],
    tools: [{ name: 'f', description: 'Weather', input_schema: TOOL_SCHEMA }],
    stop_sequences: ['x'],
    metadata: { user_id: 'u1' },
  },
  '/v1/messages/count_tokens': { system: 'Be brief.', messages: [{ role: 'user', content: 'Hello' }] },
}
const PATHS = Object.keys(BASES)

type Sent = { readonly status: number; readonly text: string; readonly destination: string | null }

const tokens = new Map<Cordon, Promise<string>>()
async function send(cordon: Cordon, path: string, body: Body): Promise<Sent> {
  if (!tokens.has(cordon)) tokens.set(cordon, cordon.token({ role: 'employee', department: 'sales' }))
  const response = await fetch(cordon.url + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${(await tokens.get(cordon)) ?? ''}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  const text = await response.text()
  return { status: response.status, text, destination: response.headers.get('x-cordon-destination') }
}

/** How many places a value has: every leaf, every key, and one more field or entry in every object and list. */
const placesIn = (value: Json): number => {
  if (Array.isArray(value)) return 1 + (value as readonly Json[]).reduce<number>((sum, item) => sum + placesIn(item), 0)
  if (typeof value !== 'object' || value === null) return 1
  return 1 + Object.values(value).reduce<number>((sum, inner) => sum + 1 + placesIn(inner), 0)
}

/** The same value with `what` at the place of a number. */
function plant(value: Json, at: number, what: Json, name: string): Json {
  let left = at
  const go = (here: Json): Json => {
    if (left-- === 0)
      return Array.isArray(here)
        ? [...(here as readonly Json[]), what]
        : isObject(here)
          ? { ...here, [name]: what }
          : what
    if (Array.isArray(here)) return (here as readonly Json[]).map(go)
    if (!isObject(here)) return here
    return Object.fromEntries(
      Object.entries(here).map(([key, inner]) => (left-- === 0 ? [CANARY, inner] : [key, go(inner)])),
    )
  }
  return go(value)
}
const isObject = (value: Json): value is Body => typeof value === 'object' && value !== null && !Array.isArray(value)

const WRITTEN: readonly ((text: string) => Json)[] = [
  (text) => text,
  (text) => JSON.stringify({ note: text }),
  (text) => JSON.stringify({ inner: JSON.stringify({ note: text }) }),
  (text) => encodeURIComponent(text),
  (text) => Buffer.from(text).toString('base64'),
  (text) => ({ type: 'text', text }),
  (text) => [{ [text]: 1 }],
  (text) => ({ type: 'never_heard_of', anything: [text] }),
]

describe('wherever a canary stands', () => {
  const heard = () => cloud.bytes()
  const forms = WRITTEN.map((write) => JSON.stringify(write(CANARY)))
  const traces = [SSN, WORD, ...forms.filter((form) => form.startsWith('"')).map((form) => form.slice(1, -1))]

  test.each(PATHS)(
    '%s does not tell the cloud, strict or lenient, streamed or not',
    async (path) => {
      const base = BASES[path] ?? {}
      let refused = 0
      let served = 0
      await fc.assert(
        fc.asyncProperty(
          fc.record({
            at: fc.nat(placesIn(base) - 1),
            write: fc.constantFrom(...WRITTEN),
            name: fc.constantFrom(CANARY, 'note', 'content', 'text', 'input', 'description', 'extra_body'),
            isLenient: fc.boolean(),
            stream: fc.boolean(),
            model: fc.constantFrom('able', 'plain'),
          }),
          async ({ at, write, name, isLenient, stream, model }) => {
            const planted = plant(base, at, write(CANARY), name) as Body
            const before = cloud.received.length
            const { status, text, destination } = await send(isLenient ? lenient : strict, path, {
              ...(isObject(planted) ? planted : {}),
              model,
              ...(stream && !/embeddings|count_tokens/.test(path) ? { stream } : {}),
            })
            if (status === 200) served += 1
            else refused += 1
            expect([destination, cloud.received.length]).not.toEqual(['openrouter', before + 1])
            expect([200, 400, 403, 404, 503]).toContain(status)
            if (status !== 200) expect(text).not.toContain(WORD)
          },
        ),
        { numRuns: 150 },
      )
      expect(traces.filter((trace) => heard().includes(trace))).toEqual([])
      expect([served > 5, refused > 5]).toEqual([true, true])
    },
    60_000,
  )

  test.each(PATHS)(
    '%s of any shape at all does not tell the cloud',
    async (path) => {
      await fc.assert(
        fc.asyncProperty(
          fc.object({ withBigInt: false, maxDepth: 4, values: [fc.string(), fc.integer(), fc.constant(CANARY)] }),
          fc.boolean(),
          async (body, isLenient) => {
            const { status } = await send(isLenient ? lenient : strict, path, {
              ...(body as Body),
              model: 'able',
              note: CANARY,
            })
            expect(status).toBeGreaterThanOrEqual(400)
          },
        ),
        { numRuns: 40 },
      )
      expect(traces.filter((trace) => heard().includes(trace))).toEqual([])
    },
    60_000,
  )

  test.each(PATHS.filter((path) => !path.endsWith('count_tokens')))(
    '%s without it does reach the cloud, as it was read',
    async (path) => {
      const words = fc.stringMatching(/^[a-z]{1,8}( [a-z]{1,8}){0,3}$/)
      await fc.assert(
        fc.asyncProperty(words, async (text) => {
          const base = BASES[path] ?? {}
          const body = { ...base, model: 'able', ...('prompt' in base ? { prompt: text } : {}) }
          const before = cloud.received.length
          const { status, destination } = await send(strict, path, body)
          expect([status, destination]).toEqual([200, 'openrouter'])
          const sent = cloud.received[before]?.body ?? {}
          for (const field of ['messages', 'input', 'prompt', 'system', 'instructions', 'tools']) {
            expect(sent[field]).toEqual((body as Body)[field])
          }
        }),
        { numRuns: 10 },
      )
    },
    60_000,
  )
})

test('nothing of it is in a log or a ledger, and nothing that has it was sent out', () => {
  for (const cordon of [strict, lenient]) {
    expect([SSN, WORD].filter((trace) => cordon.output().includes(trace))).toEqual([])
    const left = filesIn(cordon.dir).filter(({ bytes }) => bytes.includes(WORD) || bytes.includes(SSN))
    expect(left.map(({ path }) => path).filter((path) => !path.endsWith('policy.yaml'))).toEqual([]) // its own tests have one
    const restricted = recordsIn(cordon.auditDir).filter(
      ({ type, level }) => type === 'decision' && level === 'restricted',
    )
    expect(restricted.length).toBeGreaterThan(50)
    expect(restricted.filter(({ destination }) => destination === 'openrouter')).toEqual([])
  }
})
