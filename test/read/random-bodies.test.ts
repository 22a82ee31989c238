import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { readRequest } from '../../src/read/read-request.ts'
import { isJsonObject } from '../../src/terms/json.ts'
import type { JsonObject, JsonValue } from '../../src/terms/json.ts'
import { Problem } from '../../src/terms/problem.ts'
import type { Api, Prompt } from '../../src/terms/prompt.ts'
import { CANARY, isSeen } from './planting.ts'
import { wireCases } from './wire-cases.ts'

/* Random JSON with a canary in it, grafted onto real requests of every API at random places: as a value, as a field, under any name. */

const FOLDERS: readonly (readonly [Api, string])[] = [
  ['chat_completions', 'chat-completions'],
  ['responses', 'responses'],
  ['messages', 'messages'],
  ['count_tokens', 'count-tokens'],
  ['completions', 'completions'],
  ['embeddings', 'embeddings'],
]

function read(api: Api, body: JsonValue, lenient: boolean): Prompt | null {
  try {
    return readRequest(api, new TextEncoder().encode(JSON.stringify(body)), { lenient })
  } catch (thrown) {
    if (thrown instanceof Problem) return null
    throw thrown
  }
}

/** Names of fields, right and wrong, that a canary is put under. */
const NAMES = ['text', 'content', 'name', 'metadata', 'input', 'arguments', 'description', 'type', 'id', 'xyz', CANARY]

/** The same value with something put into one of its objects or lists, or in place of one of its leaves; counted from the front. */
function grafted(value: JsonValue, graft: JsonValue, name: string, where: number): JsonValue {
  let left = where
  const walk = (at: JsonValue): JsonValue => {
    if (left-- === 0) {
      if (isJsonObject(at)) return { ...at, [name]: graft }
      return Array.isArray(at) ? [...(at as readonly JsonValue[]), graft] : graft
    }
    if (Array.isArray(at)) return (at as readonly JsonValue[]).map(walk)
    return isJsonObject(at) ? Object.fromEntries(Object.entries(at).map(([key, inner]) => [key, walk(inner)])) : at
  }
  return walk(value)
}

const sizeOf = (value: JsonValue): number =>
  1 +
  (typeof value === 'object' && value !== null
    ? Object.values(value).reduce((sum: number, one) => sum + sizeOf(one as JsonValue), 0)
    : 0)

const random = fc.oneof(
  fc.constantFrom<JsonValue>(
    CANARY,
    { [CANARY]: 1 },
    [CANARY],
    { type: 'text', text: CANARY },
    { type: 'xyz', a: [CANARY] },
  ),
  fc
    .tuple(fc.jsonValue({ maxDepth: 3 }), fc.nat())
    .map(([value, where]): JsonValue => grafted(value as JsonValue, CANARY, CANARY, where % sizeOf(value as JsonValue)))
    .filter((value) => !JSON.stringify(value).includes('"__proto__"')),
)

/** Every text in what would be sent, with keys. */
function textsIn(value: JsonValue): readonly string[] {
  if (typeof value === 'string') return [value]
  if (Array.isArray(value)) return (value as readonly JsonValue[]).flatMap(textsIn)
  return isJsonObject(value) ? Object.entries(value).flatMap(([key, inner]) => [key, ...textsIn(inner)]) : []
}

/** An unknown wish about providers is refused in any case. */
const sameProvider = (one: JsonValue, other: JsonObject) =>
  isJsonObject(one) && JSON.stringify(one['provider']) === JSON.stringify(other['provider'])

function check(api: Api, body: JsonValue, lenient: boolean): Prompt | null {
  const prompt = read(api, body, lenient)
  if (prompt === null) return null
  const sent = [...textsIn(prompt.body.lan), ...textsIn(prompt.body.cloud)].some((text) => text.includes(CANARY))
  // Read, wherever it stands: also where it is not sent.
  if (!isSeen(prompt)) throw new Error(`unseen${sent ? ' and sent' : ''}: ${JSON.stringify(body)}`)
  // What is sent is what was read: it is read again as itself, without help.
  for (const zone of ['lan', 'cloud'] as const) {
    const again = JSON.parse(JSON.stringify(prompt.body[zone])) as JsonObject
    expect(again).toEqual(prompt.body[zone])
    // Without its only message, when that is of an unknown type, a request is none. It is on the top level anyway.
    if (zone === 'cloud' && prompt.unread.some(({ kind }) => kind === 'unknown_part')) continue
    expect(read(api, { model: 'm', ...again }, false)).toMatchObject({ stripped: [], body: { [zone]: again } })
  }
  return prompt
}

describe.each(FOLDERS)('a random request of %s', (api, folder) => {
  const bodies = wireCases(folder).flatMap(({ body }) => (isJsonObject(body) ? [body] : []))
  const accepted = bodies.filter((body) => read(api, body, false) !== null)
  const grafts = fc.tuple(fc.constantFrom(...bodies), random, fc.constantFrom(...NAMES), fc.nat())

  test.each([
    ['strictly', false],
    ['leniently', true],
  ])('is refused, or read to its last text and sent as it was read: %s', (_name, lenient) => {
    let passed = 0
    fc.assert(
      fc.property(grafts, ([body, graft, name, where]) => {
        if (check(api, grafted(body, graft, name, where % sizeOf(body)), lenient) !== null) passed++
      }),
      { numRuns: 400 },
    )
    expect(passed).toBeGreaterThan(5)
  })

  test('may have fields of any name where the configuration is lenient: they are recorded, and never sent', () => {
    let stripped = 0
    fc.assert(
      fc.property(fc.tuple(fc.constantFrom(...accepted), random, fc.nat()), ([body, graft, where]) => {
        const changed = grafted(body, graft, 'xyz', where % sizeOf(body))
        const prompt = read(api, changed, true)
        if (prompt === null || !sameProvider(changed, body) || read(api, changed, false) !== null) return
        stripped++
        expect(prompt.stripped.length).toBeGreaterThan(read(api, body, false)?.stripped.length ?? Infinity)
        expect(JSON.stringify(prompt.body)).not.toContain('"xyz":')
      }),
      { numRuns: 300 },
    )
    expect(stripped).toBeGreaterThan(5)
  })

  test('is read leniently as it is read strictly, when there is nothing to strip', () => {
    for (const body of accepted) expect(read(api, body, true)).toEqual(read(api, body, false))
  })
})
