import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { DEFAULT_LIMITS } from '../../src/read/limits.ts'
import { readRequest } from '../../src/read/read-request.ts'
import type { JsonObject, JsonValue } from '../../src/terms/json.ts'
import { Problem } from '../../src/terms/problem.ts'
import type { Prompt } from '../../src/terms/prompt.ts'
import { CANARY, isSeen, planted } from './planting.ts'
import { problemOf } from './problem-of.ts'

const bytesOf = (body: JsonValue) => new TextEncoder().encode(JSON.stringify(body))
const read = (body: JsonValue) => readRequest('chat_completions', bytesOf(body))

function readOrNull(body: JsonValue): Prompt | null {
  try {
    return read(body)
  } catch (thrown) {
    if (thrown instanceof Problem) return null
    throw thrown
  }
}

const FOLDER = 'test/wire/chat-completions'
const bodies = readdirSync(FOLDER)
  .map((file) => JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as { readonly body?: JsonObject })
  .flatMap(({ body }) => (body === undefined || readOrNull(body) === null ? [] : [body]))

describe('every text of a request', () => {
  test('is in a segment, or is sealed and unread, wherever in an accepted body it is planted', () => {
    let accepted = 0
    for (const body of bodies) {
      for (const changed of planted(body)) {
        const prompt = readOrNull(changed)
        if (prompt === null) continue
        accepted++
        if (!isSeen(prompt)) throw new Error(`unseen in ${JSON.stringify(changed)}`)
      }
    }
    expect(accepted).toBeGreaterThan(500)
  })

  test('is in a segment, in whatever a schema, an argument or a list of documents is made of', () => {
    const free = fc.jsonValue({ maxDepth: 4 }).filter((value) => !JSON.stringify(value).includes('"__proto__":'))
    fc.assert(
      fc.property(free, fc.nat(), (value, which) => {
        const all = planted(value as JsonValue)
        const inner = all[which % all.length] ?? CANARY
        const places: readonly JsonObject[] = [
          { tools: [{ type: 'function', function: { name: 'f', parameters: { properties: inner } } }] },
          { response_format: { type: 'json_schema', json_schema: { name: 'f', schema: { examples: [inner] } } } },
          { guided_json: { a: inner } },
          { documents: [{ a: inner }] },
          { metadata: { a: inner } },
          { messages: [{ role: 'user', content: [{ type: 'x', a: inner }] }] },
        ]
        for (const place of places) {
          const prompt = read({ model: 'm', messages: [{ role: 'user', content: 'x' }], ...place })
          expect(isSeen(prompt)).toBe(true)
        }
      }),
      { numRuns: 300 },
    )
  })

  test('has the pointer of its value', () => {
    for (const body of bodies) {
      for (const { path, kind, text } of read(body).segments) {
        const tokens = path
          .split('/')
          .slice(1)
          .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'))
        const at = (steps: readonly string[]) =>
          steps.reduce<JsonValue>((value, key) => (value as JsonObject)[key] ?? null, body)
        expect(kind === 'key' ? tokens.at(-1) : String(at(tokens))).toBe(text)
        if (kind === 'key') expect(Object.hasOwn(at(tokens.slice(0, -1)) as JsonObject, text)).toBe(true)
      }
    }
  })

  test('has the role of its message', () => {
    const { segments } = read({ model: 'm', messages: [{ role: 'tool', content: [{ type: 'text', text: 'x' }] }] })
    expect(segments.at(-1)).toEqual({ path: '/messages/0/content/0/text', role: 'tool', kind: 'value', text: 'x' })
  })

  test('leaves out only the payload of what is marked unread', () => {
    const payload = Buffer.alloc(3000, 'Maria').toString('base64')
    const url = `data:image/png;base64,${payload}`
    const prompt = read({
      model: 'm',
      messages: [
        { role: 'user', content: [{ type: 'image_url', image_url: { url } }] },
        { role: 'user', content: payload },
      ],
    })
    expect(prompt.segments.map(({ text }) => text)).toEqual(['m', 'data:image/png;base64,'])
    expect(prompt.unread).toEqual([
      { path: '/messages/0/content/0', kind: 'image' },
      { path: '/messages/1/content', kind: 'blob' },
    ])
  })

  test('has a number from seven digits on, as it is sent', () => {
    const numbers = [999999, 1000000, -5362287, 0.123456, 0.1234567, 4111111111111111, 1e6, 12.5]
    const prompt = read({
      model: 'm',
      messages: [{ role: 'user', content: 'x' }],
      tools: [{ type: 'function', function: { name: 'f', parameters: { enum: numbers } } }],
    })
    const texts = prompt.segments.filter(({ path }) => path.includes('/enum/')).map(({ text }) => text)
    expect(texts).toEqual(['1000000', '-5362287', '0.123456', '0.1234567', '4111111111111111', '1000000'])
  })
})

describe('what may be sent', () => {
  test('reads again as itself, with nothing left to strip and nothing for the LAN alone', () => {
    for (const body of bodies) {
      const { model, body: sent } = read(body)
      const lan = read({ model, ...sent.lan })
      const cloud = read({ model, ...sent.cloud })
      expect({ body: lan.body.lan, stripped: lan.stripped }).toEqual({ body: sent.lan, stripped: [] })
      expect({ ...cloud.body, stripped: cloud.stripped }).toEqual({ lan: sent.cloud, cloud: sent.cloud, stripped: [] })
    }
  })

  test('holds nothing that Cordon sets, strips or refuses', () => {
    const never = [
      'model',
      'stream',
      'stream_options',
      'user',
      'provider',
      'models',
      'route',
      'plugins',
      'metadata',
      'store',
    ]
    for (const body of bodies) {
      const { lan, cloud } = read(body).body
      expect([...Object.keys(lan), ...Object.keys(cloud)].filter((field) => never.includes(field))).toEqual([])
    }
  })

  test('is made of the very values that were read', () => {
    const prompt = read({ model: 'm', messages: [{ role: 'user', content: 'x' }], tools: [], guided_json: { a: 1 } })
    expect(prompt.body.cloud['messages']).toBe(prompt.body.lan['messages'])
    expect(Object.keys(prompt.body.cloud)).toEqual(['messages', 'tools'])
  })

  test('has no unknown part for the cloud, and keeps its neighbours in order', () => {
    const part = (text: string) => ({ type: 'text', text })
    const content = [{ type: 'x', text: 'a' }, part('b'), { type: 'y' }, part('c')]
    const { body } = read({ model: 'm', messages: [{ role: 'user', content }] })
    expect(body.lan).toEqual({ messages: [{ role: 'user', content }] })
    expect(body.cloud).toEqual({ messages: [{ role: 'user', content: [part('b'), part('c')] }] })
  })
})

describe('a request that is not read', () => {
  test('of an API that has no body is not found', () => {
    expect(problemOf(() => readRequest('models', bytesOf({ model: 'm' }))).code).toBe('not_found')
  })

  test('names the field at fault and quotes none of its values, wherever the fault is planted', () => {
    let refused = 0
    for (const body of bodies) {
      for (const changed of planted(body)) {
        if (readOrNull(changed) !== null) continue
        const { code, says, param, message, cause } = problemOf(() => read(changed))
        refused++
        expect(code).toBe('invalid_request')
        expect(`${says} ${param} ${message} ${String(cause)}`).not.toContain(CANARY)
        expect(says.length).toBeLessThan(400)
      }
    }
    expect(refused).toBeGreaterThan(1000)
  })

  test('may be any JSON at all, and is refused with a Problem', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(readOrNull(value as JsonValue)).toBeNull()
        readOrNull({ model: 'm', messages: value as JsonValue })
        readOrNull({ model: 'm', messages: [value as JsonValue] })
        readOrNull({ model: 'm', messages: [{ role: 'user', content: value as JsonValue }] })
      }),
      { numRuns: 500 },
    )
  })

  test('has names of nested fields whose paths together would be larger than the body', () => {
    const inner = Object.fromEntries([['k'.repeat(2000), ['a', 'b']]])
    const tools = [{ type: 'function', function: { name: 'f', parameters: inner } }]
    const body = { model: 'm', messages: [{ role: 'user', content: 'x' }], tools }
    expect(problemOf(() => read(body)).reason).toBe('path_too_long')
  })

  test.each(['constructor', 'toString', 'hasOwnProperty', 'valueOf'])('is one with a field named %s', (name) => {
    const message = { role: 'user', content: 'x' }
    expect(problemOf(() => read({ model: 'm', messages: [message], [name]: 1 }))).toMatchObject({ param: name })
    const part = problemOf(() => read({ model: 'm', messages: [message], response_format: { type: name } }))
    expect(part.param).toBe('response_format.type')
  })
})

describe('a body of 10 MB', () => {
  const size = 10 * 1024 * 1024
  const fill = (unit: string, bytes: number) => unit.repeat(Math.floor(bytes / Buffer.byteLength(unit)))
  const prompt = (content: string) => `{"model":"m","messages":[{"role":"user","content":"${content}"}]}`
  const schema = (json: string) =>
    `{"model":"m","messages":[{"role":"user","content":"x"}],"tools":[{"type":"function","function":{"name":"f","parameters":${json}}}]}`

  const BOMBS: readonly (readonly [string, (bytes: number) => string])[] = [
    ['prose', (bytes) => prompt(fill('The minutes of the meeting. ', bytes))],
    ['escaped quotes', (bytes) => prompt(fill('\\"', bytes))],
    ['backslashes', (bytes) => prompt(fill('\\\\', bytes))],
    ['almost blobs', (bytes) => prompt(fill(`${'aB3'.repeat(85)} `, bytes))],
    ['almost lines of a blob', (bytes) => prompt(fill(`${'a'.repeat(46)}1 `, bytes))],
    ['heads of data URLs', (bytes) => prompt(fill(`data:${'a'.repeat(90)}`, bytes))],
    ['spaces', (bytes) => prompt('x') + fill(' ', bytes)],
    [
      'values',
      (bytes) =>
        schema(
          `{"a":[${fill('"abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnop012345678901234567890123456789 ",', bytes)}1]}`,
        ),
    ],
    ['an unclosed string', (bytes) => `{"a":"${fill('\\"', bytes)}`],
    ['one number', (bytes) => schema(`{"a":0.${fill('0', bytes)}1}`)],
  ]
  const spent = (text: string) => {
    const bytes = new TextEncoder().encode(text)
    const start = performance.now()
    try {
      readRequest('chat_completions', bytes, { limits: { ...DEFAULT_LIMITS, maxBody: 2 * size } })
    } catch (thrown) {
      if (!(thrown instanceof Problem)) throw thrown
    }
    return performance.now() - start
  }

  test.each(BOMBS)('of %s takes time in proportion to its size', (_name, make) => {
    const small = make(size / 16)
    const least = Math.min(spent(small), spent(small), spent(small))
    // Sixteen times the size. Quadratic would be 256 times the time; the floor is for clocks and other processes.
    const large = make(size)
    const ratio = () => spent(large) / Math.max(least, 5)
    expect(Math.min(ratio(), ratio())).toBeLessThan(100)
  })

  test('is refused whole when it is one byte too long', () => {
    const bytes = new TextEncoder().encode(prompt('x'))
    const limits = { ...DEFAULT_LIMITS, maxBody: bytes.length }
    expect(readRequest('chat_completions', bytes, { limits }).bytes).toBe(bytes.length)
    const problem = problemOf(() =>
      readRequest('chat_completions', bytes, { limits: { ...limits, maxBody: bytes.length - 1 } }),
    )
    expect(problem.code).toBe('payload_too_large')
  })
})
