import { isJsonObject } from '../terms/json.ts'
import type { JsonObject, JsonValue } from '../terms/json.ts'
import type { Block, Change } from './assembly.ts'
import type { Ids } from './ids.ts'

/** One part of an answer as a block of a message. Nulls are what Anthropic's types require. */
export function blockOf({ kind, text, id, name }: Block, at: number, ids: Ids): JsonObject {
  if (kind === 'thought') return { type: 'thinking', thinking: text, signature: '' }
  if (kind !== 'call') return { type: 'text', text, citations: null }
  return { type: 'tool_use', id: id || ids.part('toolu', at), caller: { type: 'direct' }, name, input: inputOf(text) }
}

/** An input is an object. What a model wrote that is none is not lost: it stands under a name of its own. */
function inputOf(text: string): JsonObject {
  if (text.trim() === '') return {}
  try {
    const value = JSON.parse(text) as JsonValue
    return isJsonObject(value) ? value : { input: value }
  } catch {
    return { input: text } // not JSON: the caller's tool is told what was written
  }
}

type Event = JsonObject & { readonly type: string }

/** What a stream tells of a change. */
export function eventsOf(change: Change, ids: Ids): readonly Event[] {
  const { at: index, block } = change
  const delta = (fields: JsonObject) => ({ type: 'content_block_delta', index, delta: fields })
  const isCall = block.kind === 'call'
  switch (change.kind) {
    case 'open':
      return [{ type: 'content_block_start', index, content_block: blockOf({ ...block, text: '' }, index, ids) }]
    case 'more':
      // Clients parse an input as it grows, and what they were told cannot be mended: it is told when it is known to be JSON.
      // That more of it came is told at once, as clients give up on a server that is silent for long.
      return [delta(isCall ? inputDelta('') : spoken(block, change.text))]
    case 'close': {
      const stop = { type: 'content_block_stop', index }
      return isCall ? [delta(inputDelta(JSON.stringify(inputOf(block.text)))), stop] : [stop]
    }
  }
}

const inputDelta = (partial_json: string): JsonObject => ({ type: 'input_json_delta', partial_json })

const spoken = ({ kind }: Block, text: string): JsonObject =>
  kind === 'thought' ? { type: 'thinking_delta', thinking: text } : { type: 'text_delta', text }
