import { isJsonObject } from '../terms/json.ts'
import type { JsonObject, JsonValue } from '../terms/json.ts'
import type { Answered, StreamTranslation } from '../terms/translation.ts'
import { Assembly } from './assembly.ts'
import type { Block, Change } from './assembly.ts'
import { event } from './event.ts'
import { idsFrom } from './ids.ts'
import { calledTools } from './responses-request.ts'
import type { Called } from './responses-request.ts'
import { Steps } from './steps.ts'

/** A whole chat completion as an OpenAI response; null when it is none. */
export function chatToResponse(answer: JsonObject, about: Answered): JsonObject | null {
  const steps = new Steps().whole(answer)
  if (steps === null) return null
  const assembly = new Assembly()
  for (const step of steps) assembly.take(step)
  assembly.end()
  return responseOf(assembly, about)
}

/** A stream of chat completion chunks as the events of an OpenAI response. */
export function chatToResponseEvents(about: Answered): StreamTranslation {
  const steps = new Steps()
  const assembly = new Assembly()
  let number = 0
  const tell = (fields: JsonObject & { readonly type: string }) => event({ ...fields, sequence_number: number++ })
  const begin = () => {
    if (number > 0) return ''
    const response = { ...headOf(about), status: 'in_progress', output: [], usage: null }
    return tell({ type: 'response.created', response }) + tell({ type: 'response.in_progress', response })
  }
  const changed = (changes: readonly Change[]) =>
    changes.flatMap((change) => eventsOf(change, about).map((fields) => tell(fields))).join('')
  return {
    chunk: (chunk) => begin() + changed(steps.chunk(chunk).flatMap((step) => assembly.take(step))),
    end: () => {
      const last = begin() + changed(assembly.end())
      const response = responseOf(assembly, about)
      const type = response['status'] === 'completed' ? 'response.completed' : 'response.incomplete'
      return last + tell({ type, response })
    },
  }
}

function responseOf(assembly: Assembly, about: Answered): JsonObject {
  const why = { length: 'max_output_tokens', content_filter: 'content_filter' }[assembly.finish ?? '']
  const { input, output, cached, reasoning } = assembly.usage
  return {
    ...headOf(about),
    status: why === undefined ? 'completed' : 'incomplete',
    incomplete_details: why === undefined ? null : { reason: why },
    output: assembly.blocks.map((block, at) => toItem(block, at, about)),
    usage: {
      input_tokens: input,
      input_tokens_details: { cached_tokens: cached },
      output_tokens: output,
      output_tokens_details: { reasoning_tokens: reasoning },
      total_tokens: input + output,
    },
  }
}

/** What a response repeats of its request, and the fields that OpenAI's types require. */
const headOf = ({ model, requestId, created, body }: Answered): JsonObject => ({
  id: idsFrom(requestId).whole('resp'),
  object: 'response',
  created_at: created,
  model,
  error: null,
  incomplete_details: null,
  instructions: body['instructions'] ?? null,
  max_output_tokens: body['max_output_tokens'] ?? null,
  metadata: {},
  parallel_tool_calls: body['parallel_tool_calls'] ?? true,
  previous_response_id: null,
  reasoning: body['reasoning'] ?? { effort: null, summary: null },
  store: false,
  temperature: body['temperature'] ?? null,
  text: body['text'] ?? { format: { type: 'text' } },
  tool_choice: body['tool_choice'] ?? 'auto',
  tools: body['tools'] ?? [],
  top_p: body['top_p'] ?? null,
  truncation: 'disabled',
})

const PREFIX = { thought: 'rs', text: 'msg', refusal: 'msg', call: 'fc' } as const

const idOf = ({ kind }: Block, at: number, { requestId }: Answered): string => idsFrom(requestId).part(PREFIX[kind], at)

function toItem(block: Block, at: number, about: Answered, status = 'completed'): JsonObject {
  const id = idOf(block, at, about)
  switch (block.kind) {
    case 'thought':
      return { id, type: 'reasoning', status, summary: [], content: status === 'completed' ? [partOf(block)] : [] }
    case 'call':
      return callOf(block, at, about, status)
    default:
      return { id, type: 'message', role: 'assistant', status, content: status === 'completed' ? [partOf(block)] : [] }
  }
}

function callOf(block: Block, at: number, about: Answered, status: string): JsonObject {
  const { text } = block
  const { name, namespace, isCustom } = calledIn(block, about)
  const call_id = block.id || idsFrom(about.requestId).part('call', at)
  const head = { id: idOf(block, at, about), call_id, name, ...(namespace === null ? {} : { namespace }), status }
  return isCustom
    ? { ...head, type: 'custom_tool_call', input: status === 'completed' ? inputOf(text) : '' }
    : { ...head, type: 'function_call', arguments: text }
}

/** What the caller calls the tool. One that it does not offer keeps the name that the model gave it. */
const calledIn = ({ name }: Block, { body }: Answered): Called =>
  calledTools(body).get(name) ?? { name, namespace: null, isCustom: false }

/** The text for a tool that takes any; what a model wrote otherwise is handed on as it is. */
function inputOf(text: string): string {
  try {
    const value = JSON.parse(text) as JsonValue
    return isJsonObject(value) && typeof value['input'] === 'string' ? value['input'] : text
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

function eventsOf(change: Change, about: Answered): readonly Event[] {
  const { at: output_index, block } = change
  const item_id = idOf(block, output_index, about)
  const place = { item_id, output_index, content_index: 0 }
  const isCall = block.kind === 'call'
  switch (change.kind) {
    case 'open': {
      const item = toItem({ ...block, text: '' }, output_index, about, 'in_progress')
      const added = { type: 'response.output_item.added', output_index, item }
      if (isCall) return [added]
      return [added, { type: 'response.content_part.added', ...place, part: partOf({ ...block, text: '' }) }]
    }
    case 'more':
      // The text for a custom tool stands inside of its arguments, and can only be told when they are complete.
      if (isCall && calledIn(block, about).isCustom) return []
      if (isCall) return [{ type: 'response.function_call_arguments.delta', item_id, output_index, delta: change.text }]
      return [{ type: `response.${SPOKEN[block.kind]}.delta`, ...place, delta: change.text, ...logprobs(block) }]
    case 'close': {
      const item = toItem(block, output_index, about)
      const done = { type: 'response.output_item.done', output_index, item }
      if (isCall) return [...callDone(block, item_id, output_index, about), done]
      const field = block.kind === 'refusal' ? 'refusal' : 'text'
      return [
        { type: `response.${SPOKEN[block.kind]}.done`, ...place, [field]: block.text, ...logprobs(block) },
        { type: 'response.content_part.done', ...place, part: partOf(block) },
        done,
      ]
    }
  }
}

const SPOKEN = { thought: 'reasoning_text', text: 'output_text', refusal: 'refusal', call: '' } as const

const logprobs = ({ kind }: Block): JsonObject => (kind === 'text' ? { logprobs: [] } : {})

function callDone(block: Block, item_id: string, output_index: number, about: Answered): readonly Event[] {
  const { text } = block
  const { name, isCustom } = calledIn(block, about)
  const place = { item_id, output_index }
  if (!isCustom) return [{ type: 'response.function_call_arguments.done', ...place, name, arguments: text }]
  const input = inputOf(text)
  return [
    { type: 'response.custom_tool_call_input.delta', ...place, delta: input },
    { type: 'response.custom_tool_call_input.done', ...place, input },
  ]
}
