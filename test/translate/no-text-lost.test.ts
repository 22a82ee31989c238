import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { frozen } from '../../src/terms/frozen.ts'
import { isJsonObject } from '../../src/terms/json.ts'
import type { JsonObject, JsonValue } from '../../src/terms/json.ts'
import { Problem } from '../../src/terms/problem.ts'
import type { Translation } from '../../src/terms/translation.ts'
import { translationFor } from '../../src/translate/translation-for.ts'
import { CANARY, messagesBodies, planted, responsesBodies } from './canaries.ts'

const APIS = [
  { api: 'messages', bodies: messagesBodies },
  { api: 'count_tokens', bodies: messagesBodies },
  { api: 'responses', bodies: responsesBodies },
] as const

/** Everything that a chat may have beside what the request has: names of fields, roles and types; and words of the translation's. */
const FIXED =
  /^(?:role|content|system|user|assistant|tool|messages|tools|tool_calls|tool_call_id|call_\d+_\d+|id|type|function|name|arguments|description|parameters|text|image_url|url|detail|low|stop|max_tokens|response_format|json_schema|schema|strict|object|string|properties|required|enum|input|deep|k|q|look_up|patch|Example|Returns|Error|image|answer|data|png|base64|null|true|false|n)$/

function chatOf(api: (typeof APIS)[number]['api'], body: JsonObject): JsonObject | null {
  try {
    return (translationFor(api, 'chat_completions') as Translation).request(body)
  } catch (thrown) {
    if (thrown instanceof Problem && thrown.code === 'invalid_request' && thrown.param !== null) return null
    throw thrown
  }
}

const numberOf = (canary: string): number => Number(canary.slice(1, -1))

describe.each(APIS)('a request of $api', ({ api, bodies }) => {
  test('loses no text, has each once, and gets none that is not in it', () => {
    fc.assert(
      fc.property(bodies(false), (marked) => {
        const { body, canaries } = planted(marked)
        const chat = chatOf(api, frozen(body))
        const told = JSON.stringify(chat)
        const known = told.match(CANARY) ?? []
        // The name and the description of a group of tools are told with each of its tools.
        const names = new Set(groupsIn(body).flatMap(({ name, description }) => [name, description]))
        expect([...known].filter((one) => !names.has(one)).sort()).toEqual([...canaries].filter((one) => !names.has(one)).sort()) // prettier-ignore
        for (const name of names) expect(known).toContain(name)
        const others =
          told
            .replaceAll(CANARY, ' ')
            .replaceAll('\\n', ' ')
            .match(/[A-Za-z]\w*/g) ?? []
        expect(others.filter((word) => !FIXED.test(word))).toEqual([])
      }),
      { numRuns: 200 },
    )
  })

  test('that holds what a chat cannot say is refused as a whole, or loses nothing', () => {
    let refused = 0
    fc.assert(
      fc.property(bodies(true), (marked) => {
        const { body, canaries } = planted(marked)
        const chat = chatOf(api, body)
        if (chat === null) refused += 1
        else for (const canary of canaries) expect(JSON.stringify(chat)).toContain(canary)
      }),
      { numRuns: 100 },
    )
    expect(refused).toBeGreaterThan(0)
  })

  test('becomes a chat that simple servers take: turns alternate, results follow their calls', () => {
    fc.assert(
      fc.property(bodies(false), (marked) => {
        const { messages } = chatOf(api, planted(marked).body) as { messages: readonly JsonObject[] }
        messages.forEach((message, at) => {
          const before = messages[at - 1]
          if (message['role'] !== 'tool') return expect(message['role']).not.toBe(before?.['role'])
          expect(callsBefore(messages, at)).toContain(message['tool_call_id'])
        })
        expect(messages.filter(({ content }) => Array.isArray(content)).every(isShown)).toBe(true)
      }),
      { numRuns: 200 },
    )
  })

  test('keeps the order in which things were said', () => {
    fc.assert(
      fc.property(bodies(false), (marked) => {
        const { messages } = chatOf(api, planted(withoutMoved(marked)).body) as { messages: readonly JsonObject[] }
        const order = (JSON.stringify(messages).match(CANARY) ?? []).map(numberOf)
        expect(order).toEqual([...order].sort((one, other) => one - other))
      }),
      { numRuns: 100 },
    )
  })
})

const groupsIn = (body: JsonObject): readonly { name: string; description: string }[] =>
  [body, ...((body['input'] ?? []) as readonly JsonObject[])]
    .flatMap(({ tools }) => (tools ?? []) as readonly JsonObject[])
    .filter(({ type }) => type === 'namespace') as never

/** The calls of the assistant's turn that a result belongs to. */
function callsBefore(messages: readonly JsonObject[], at: number): readonly unknown[] {
  const turn = messages.slice(0, at).findLast(({ role }) => role !== 'tool')
  return ((turn?.['tool_calls'] ?? []) as readonly JsonObject[]).map(({ id }) => id)
}

/** Content is a list only where there is an image in it. */
const isShown = ({ content }: JsonObject): boolean =>
  (content as readonly JsonObject[]).some(({ type }) => type === 'image_url')

/** Quotes come after their text as a whole, and images of a result after all results. */
function withoutMoved(value: JsonObject): JsonObject {
  const clean = (inner: JsonValue): JsonValue => {
    if (Array.isArray(inner)) return (inner as readonly JsonValue[]).filter((one) => !isMoved(one)).map(clean)
    if (!isJsonObject(inner)) return inner
    return Object.fromEntries(Object.entries(inner).map(([key, one]) => [key, key === 'citations' ? [] : clean(one)]))
  }
  return clean(value) as JsonObject
}
const isMoved = (value: JsonValue): boolean =>
  isJsonObject(value) && ['image', 'input_image'].includes(String(value['type']))
