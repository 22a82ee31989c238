import { isJsonObject } from '../terms/json.ts'
import type { JsonObject, JsonValue } from '../terms/json.ts'
import type { Answered, StreamTranslation } from '../terms/translation.ts'
import { Assembly } from './assembly.ts'
import type { Block, Change } from './assembly.ts'
import { event } from './event.ts'
import { idsFrom } from './ids.ts'
import { listOf } from './look.ts'
import { Steps } from './steps.ts'

/** A whole chat completion as an Anthropic message; null when it is none. */
export function chatToMessage(answer: JsonObject, about: Answered): JsonObject | null {
  const steps = new Steps().whole(answer)
  if (steps === null) return null
  const assembly = new Assembly()
  for (const step of steps) assembly.take(step)
  assembly.end()
  const { blocks } = assembly
  const content = blocks.map((block, at) => toBlock(block, at, about))
  return { ...messageOf(about), content, ...stopOf(assembly, about), usage: usageOf(assembly) }
}

/** A stream of chat completion chunks as the events of an Anthropic message. */
export function chatToMessageEvents(about: Answered): StreamTranslation {
  const steps = new Steps()
  const assembly = new Assembly()
  let begun = false
  const begin = () => {
    if (begun) return ''
    begun = true
    const stop = { stop_reason: null, stop_sequence: null }
    return event({
      type: 'message_start',
      message: { ...messageOf(about), content: [], ...stop, usage: usageOf(assembly) },
    })
  }
  const tell = (changes: readonly Change[]) => changes.map((change) => toEvent(change, about)).join('')
  return {
    chunk: (chunk) => {
      const changes = steps.chunk(chunk).flatMap((step) => assembly.take(step))
      return begin() + tell(changes)
    },
    end: () => {
      const last = begin() + tell(assembly.end())
      const delta = { type: 'message_delta', delta: stopOf(assembly, about), usage: usageOf(assembly) }
      return last + event(delta) + event({ type: 'message_stop' })
    },
  }
}

const messageOf = ({ model, requestId }: Answered) => ({
  id: idsFrom(requestId).whole('msg'),
  type: 'message',
  role: 'assistant',
  model,
})

function toBlock(block: Block, at: number, about: Answered): JsonObject {
  if (block.kind === 'thought') return { type: 'thinking', thinking: block.text, signature: '' }
  if (block.kind !== 'call') return { type: 'text', text: block.text }
  return { type: 'tool_use', id: idOf(block, at, about), name: block.name, input: inputOf(block.text) }
}

const idOf = ({ id }: Block, at: number, { requestId }: Answered): string => id || idsFrom(requestId).part('toolu', at)

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

function toEvent(change: Change, about: Answered): string {
  const { at: index, block } = change
  switch (change.kind) {
    case 'open':
      return event({ type: 'content_block_start', index, content_block: empty(block, index, about) })
    case 'more':
      // Pieces of an input cannot be mended once they are told, so they are told at its end.
      return block.kind === 'call'
        ? ''
        : event({ type: 'content_block_delta', index, delta: deltaOf(block, change.text) })
    case 'close':
      return (block.kind === 'call' ? inputEvent(index, block) : '') + event({ type: 'content_block_stop', index })
  }
}

function inputEvent(index: number, { text }: Block): string {
  const delta = { type: 'input_json_delta', partial_json: JSON.stringify(inputOf(text)) }
  return event({ type: 'content_block_delta', index, delta })
}

function empty(block: Block, at: number, about: Answered): JsonObject {
  return toBlock({ ...block, text: '' }, at, about)
}

const deltaOf = ({ kind }: Block, text: string): JsonObject =>
  kind === 'thought' ? { type: 'thinking_delta', thinking: text } : { type: 'text_delta', text }

/** The stop reasons of the Messages API for those of chat completions. */
function stopOf({ finish, matched, blocks }: Assembly, { body }: Answered): JsonObject {
  if (matched !== null && finish === 'stop' && listOf(body['stop_sequences']).includes(matched)) {
    return { stop_reason: 'stop_sequence', stop_sequence: matched }
  }
  const called = blocks.some(({ kind }) => kind === 'call')
  const reason = { length: 'max_tokens', content_filter: 'refusal' }[finish ?? ''] ?? (called ? 'tool_use' : 'end_turn')
  return { stop_reason: reason, stop_sequence: null }
}

/** Tokens that came from a cache are counted apart. */
const usageOf = ({ usage: { input, output, cached } }: Assembly): JsonObject => ({
  input_tokens: input - cached,
  output_tokens: output,
  cache_creation_input_tokens: 0,
  cache_read_input_tokens: cached,
})
