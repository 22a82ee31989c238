import Anthropic from '@anthropic-ai/sdk'
import fc from 'fast-check'
import OpenAI from 'openai'
import type { JsonObject } from '../../src/terms/json.ts'
import type { Answered, Translation } from '../../src/terms/translation.ts'
import { translationFor } from '../../src/translate/translation-for.ts'

/* Answers of a server that only speaks chat completions, whole and in chunks; and the official clients of other APIs, which read what
   becomes of them. No network: the clients are handed the text. */

export const to = (from: 'messages' | 'responses' | 'count_tokens') =>
  translationFor(from, 'chat_completions') as Translation
export const about = (body: JsonObject = {}): Answered => ({
  model: 'small',
  requestId: 'req_01ABC',
  created: 1_790_000_000,
  body,
})

type Call = { readonly id: string; readonly name: string; readonly args: string }
export type Answer = {
  readonly thought: string
  readonly text: string
  readonly calls: readonly Call[]
  readonly finish: string
}

export const USAGE = {
  prompt_tokens: 20,
  completion_tokens: 7,
  total_tokens: 27,
  prompt_tokens_details: { cached_tokens: 5 },
}

export const whole = ({ thought, text, calls, finish }: Answer): JsonObject => ({
  id: 'chatcmpl-1',
  object: 'chat.completion',
  choices: [
    {
      index: 0,
      finish_reason: finish,
      message: {
        role: 'assistant',
        content: text === '' ? null : text,
        ...(thought === '' ? {} : { reasoning_content: thought }),
        ...(calls.length === 0
          ? {}
          : {
              tool_calls: calls.map(({ id, name, args }) => ({
                ...(id === '' ? {} : { id }),
                type: 'function',
                function: { name, arguments: args },
              })),
            }),
      },
    },
  ],
  usage: USAGE,
})

export const chunk = (delta: JsonObject, finish_reason: string | null = null): JsonObject => ({
  object: 'chat.completion.chunk',
  choices: [{ index: 0, delta, finish_reason }],
})
const callPiece = (piece: JsonObject): JsonObject => chunk({ tool_calls: [piece] })

/** How a server streams calls: in pieces; the pieces of all of them in turns; or each whole, without an index. */
export const WAYS = ['pieces', 'interleaved', 'alone'] as const
export type Way = (typeof WAYS)[number]

/** The same answer in chunks, cut by a list of lengths. */
export function chunks(
  { thought, text, calls, finish }: Answer,
  cuts: readonly number[],
  way: Way,
): readonly JsonObject[] {
  let at = 0
  const cut = (all: string): readonly string[] => {
    const pieces: string[] = []
    for (let rest = all; rest !== '';) {
      const length = Math.max(1, cuts[at++ % cuts.length] ?? 1)
      pieces.push(rest.slice(0, length))
      rest = rest.slice(length)
    }
    return pieces
  }
  const head = ({ id, name }: Call, index: number) =>
    callPiece({ index, ...(id === '' ? {} : { id }), type: 'function', function: { name, arguments: '' } })
  const rest = ({ args }: Call, index: number) =>
    cut(args).map((piece) => callPiece({ index, function: { arguments: piece } }))
  const inWay: Record<Way, () => readonly JsonObject[]> = {
    pieces: () => calls.flatMap((call, index) => [head(call, index), ...rest(call, index)]),
    interleaved: () => [...calls.map(head), ...inTurns(calls.map(rest))],
    alone: () =>
      calls.map(({ id, name, args }) =>
        callPiece({ ...(id === '' ? {} : { id }), function: { name, arguments: args } }),
      ),
  }
  return [
    chunk({ role: 'assistant', content: '' }),
    ...cut(thought).map((reasoning_content) => chunk({ reasoning_content })),
    ...cut(text).map((content) => chunk({ content })),
    ...inWay[way](),
    chunk({}, finish),
    { choices: [], usage: USAGE },
  ]
}

function inTurns<T>(lists: readonly (readonly T[])[]): readonly T[] {
  const longest = Math.max(0, ...lists.map(({ length }) => length))
  return Array.from({ length: longest }, (_, at) => lists.flatMap((list) => list.slice(at, at + 1))).flat()
}

export function streamed(translation: Translation, pieces: readonly JsonObject[], body: JsonObject = {}): string {
  const stream = translation.stream(about(body))
  return pieces.map((piece) => stream.chunk(piece)).join('') + stream.end()
}

const fetched = (text: string) => async () => new Response(text, { headers: { 'content-type': 'text/event-stream' } })

export async function asMessage(text: string) {
  const client = new Anthropic({ apiKey: 'x', authToken: null, fetch: fetched(text) })
  return client.messages
    .stream({ model: 'm', max_tokens: 9, messages: [{ role: 'user', content: 'x' }] })
    .finalMessage()
}
export async function asResponse(text: string) {
  const client = new OpenAI({ apiKey: 'x', fetch: fetched(text) })
  return client.responses.stream({ model: 'm', input: 'x' }).finalResponse()
}

const words = fc.string({ unit: 'binary', maxLength: 40 })
/** What models write as arguments: JSON objects mostly, sometimes nothing, or no JSON at all. */
const written = fc.oneof(
  fc.dictionary(words, fc.jsonValue(), { maxKeys: 3 }).map((value) => JSON.stringify(value)),
  fc.jsonValue().map((value) => JSON.stringify(value)),
  words,
)
const calls = fc
  .uniqueArray(
    fc.record({
      id: fc.stringMatching(/^call_[a-z]{4}$/),
      name: fc.constantFrom('weather', 'search'),
      args: written,
      hasId: fc.boolean(),
    }),
    { selector: ({ id }) => id, maxLength: 3 },
  )
  .map((some): readonly Call[] => some.map(({ hasId, ...call }) => ({ ...call, id: hasId ? call.id : '' })))
export const answers = fc.record({
  thought: words,
  text: words,
  calls,
  finish: fc.constantFrom('stop', 'length', 'tool_calls', 'content_filter'),
})
export const ways = fc.constantFrom(...WAYS)
export const cuts = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 })

export const EMPTY: Answer = { thought: '', text: '', calls: [], finish: 'stop' }
