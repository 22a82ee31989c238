import { isJsonObject } from '../terms/json.ts'
import type { JsonObject, JsonValue } from '../terms/json.ts'
import type { Answered } from '../terms/translation.ts'
import type { Block, Change } from './assembly.ts'
import type { Ids } from './ids.ts'
import { idsFrom } from './ids.ts'
import type { Called } from './responses-tools.ts'
import { calledTools } from './responses-tools.ts'

/** What the items of one answer are made with. */
export type Items = { readonly ids: Ids; readonly tools: ReadonlyMap<string, Called> }

export const itemsFor = ({ requestId, body }: Answered): Items => ({
  ids: idsFrom(requestId),
  tools: calledTools(body),
})

type Status = 'in_progress' | 'completed' | 'incomplete'

/** One part of an answer as an item of a response. */
export function itemOf(block: Block, at: number, items: Items, status: Status): JsonObject {
  const id = idOf(block, at, items)
  const content = status === 'in_progress' ? [] : [partOf(block)]
  switch (block.kind) {
    case 'thought':
      return { id, type: 'reasoning', status, summary: [], content }
    case 'call':
      return callOf(block, at, items, status)
    default:
      return { id, type: 'message', role: 'assistant', status, content }
  }
}

const PREFIX = { thought: 'rs', text: 'msg', refusal: 'msg', call: 'fc' } as const

const idOf = ({ kind }: Block, at: number, { ids }: Items): string => ids.part(PREFIX[kind], at)

function callOf(block: Block, at: number, items: Items, status: Status): JsonObject {
  const { text } = block
  const { name, namespace, isCustom } = calledIn(block, items)
  const call_id = block.id || items.ids.part('call', at)
  const head = { id: idOf(block, at, items), call_id, name, ...(namespace === null ? {} : { namespace }), status }
  return isCustom
    ? { ...head, type: 'custom_tool_call', input: inputOf(text) }
    : { ...head, type: 'function_call', arguments: text }
}

/** What the caller calls the tool. One that it does not offer keeps the name that the model gave it. */
const calledIn = ({ name }: Block, { tools }: Items): Called =>
  tools.get(name) ?? { name, namespace: null, isCustom: false }

/** The text for a tool that takes any; what a model wrote otherwise is handed on as it is. */
function inputOf(text: string): string {
  try {
    const value = JSON.parse(text) as JsonValue
    if (!isJsonObject(value)) return text
    if (typeof value['input'] === 'string') return value['input']
    return Object.keys(value).length === 0 ? '' : text
  } catch {
    return text // not JSON: the text itself is what the tool gets
  }
}

function partOf({ kind, text }: Block): JsonObject {
  if (kind === 'thought') return { type: 'reasoning_text', text }
  if (kind === 'refusal') return { type: 'refusal', refusal: text }
  return { type: 'output_text', text, annotations: [], logprobs: [] }
}

type Event = JsonObject & { readonly type: string }

/** What a stream tells of a change. `status` is that of an item that is over. */
export function eventsOf(change: Change, items: Items, status: Status): readonly Event[] {
  const { at: output_index, block } = change
  const place = { item_id: idOf(block, output_index, items), output_index }
  switch (change.kind) {
    case 'open': {
      const empty = { ...block, text: '' }
      const item = itemOf(empty, output_index, items, 'in_progress')
      const added = { type: 'response.output_item.added', output_index, item }
      if (block.kind === 'call') return [added]
      return [added, { type: 'response.content_part.added', ...place, content_index: 0, part: partOf(empty) }]
    }
    case 'more':
      return moreOf(block, change.text, place, items)
    case 'close': {
      const item = itemOf(block, output_index, items, status)
      return [...doneOf(block, place, items), { type: 'response.output_item.done', output_index, item }]
    }
  }
}

const SPOKEN = { thought: 'reasoning_text', text: 'output_text', refusal: 'refusal' } as const

const CUSTOM_DELTA = 'response.custom_tool_call_input.delta'

const logprobs = ({ kind }: Block): JsonObject => (kind === 'text' ? { logprobs: [] } : {})

type Place = { readonly item_id: string; readonly output_index: number }

function moreOf(block: Block, delta: string, place: Place, items: Items): readonly Event[] {
  if (block.kind !== 'call') {
    return [{ type: `response.${SPOKEN[block.kind]}.delta`, ...place, content_index: 0, delta, ...logprobs(block) }]
  }
  // The text for a custom tool stands inside of its arguments, and can only be told when they are complete. That more of it came is
  // told at once, as clients give up on a server that is silent for long.
  if (calledIn(block, items).isCustom) return [{ type: CUSTOM_DELTA, ...place, delta: '' }]
  return [{ type: 'response.function_call_arguments.delta', ...place, delta }]
}

function doneOf(block: Block, place: Place, items: Items): readonly Event[] {
  const { kind, text } = block
  if (kind !== 'call') {
    const at = { ...place, content_index: 0 }
    const said = kind === 'refusal' ? { refusal: text } : { text }
    return [
      { type: `response.${SPOKEN[kind]}.done`, ...at, ...said, ...logprobs(block) },
      { type: 'response.content_part.done', ...at, part: partOf(block) },
    ]
  }
  const { name, isCustom } = calledIn(block, items)
  if (!isCustom) return [{ type: 'response.function_call_arguments.done', ...place, name, arguments: text }]
  const input = inputOf(text)
  return [
    { type: CUSTOM_DELTA, ...place, delta: input },
    { type: 'response.custom_tool_call_input.done', ...place, input },
  ]
}
