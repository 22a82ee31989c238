import type { JsonObject } from '../terms/json.ts'
import type { Answered, StreamTranslation } from '../terms/translation.ts'
import { Assembly, assembled } from './assembly.ts'
import type { Change } from './assembly.ts'
import { event } from './event.ts'
import type { Ids } from './ids.ts'
import { idsFrom } from './ids.ts'
import { listOf } from './look.ts'
import { blockOf, eventsOf } from './messages-blocks.ts'
import { Steps, stepsOf } from './steps.ts'

/** A whole chat completion as an Anthropic message; null when it is none. */
export function chatToMessage(answer: JsonObject, about: Answered): JsonObject | null {
  const steps = stepsOf(answer)
  if (steps === null) return null
  const ids = idsFrom(about.requestId)
  const assembly = assembled(steps)
  const content = assembly.blocks.map((block, at) => blockOf(block, at, ids))
  return { ...headOf(about, ids), content, ...stopOf(assembly, about), usage: usageOf(assembly) }
}

/** A stream of chat completion chunks as the events of an Anthropic message. */
export function chatToMessageEvents(about: Answered): StreamTranslation {
  const ids = idsFrom(about.requestId)
  const steps = new Steps()
  const assembly = new Assembly()
  let begun = false
  const begin = () => {
    if (begun) return ''
    begun = true
    const message = { ...headOf(about, ids), content: [], ...NOT_STOPPED, usage: usageOf(assembly) }
    return event({ type: 'message_start', message })
  }
  const tell = (changes: readonly Change[]) => changes.flatMap((change) => eventsOf(change, ids).map(event)).join('')
  return {
    chunk: (chunk) => {
      const changes = steps.chunk(chunk).flatMap((step) => assembly.take(step))
      return begin() + tell(changes)
    },
    end: () => {
      const last = begin() + tell(assembly.end())
      const delta = { ...stopOf(assembly, about), container: null }
      return last + event({ type: 'message_delta', delta, usage: countsOf(assembly) }) + event({ type: 'message_stop' })
    },
  }
}

/** What the Messages API says of every answer. Anthropic's types require the fields that are null here. */
const headOf = ({ model }: Answered, ids: Ids) => ({
  id: ids.whole('msg'),
  type: 'message',
  role: 'assistant',
  model,
  container: null,
  diagnostics: null,
})

const NOT_STOPPED = { stop_reason: null, stop_sequence: null, stop_details: null }

/** The stop reasons of the Messages API for those of chat completions. */
function stopOf(assembly: Assembly, about: Answered): JsonObject {
  const sequence = sequenceOf(assembly, about)
  return sequence === null
    ? { ...NOT_STOPPED, stop_reason: reasonOf(assembly) }
    : { ...NOT_STOPPED, stop_reason: 'stop_sequence', stop_sequence: sequence }
}

function reasonOf({ finish, blocks }: Assembly): string {
  if (finish === 'length') return 'max_tokens'
  if (finish === 'content_filter' || blocks.some(({ kind }) => kind === 'refusal')) return 'refusal'
  return blocks.some(({ kind }) => kind === 'call') ? 'tool_use' : 'end_turn'
}

/** vLLM and SGLang say which one was met; TGI only that one was, which is enough when there was only one. */
function sequenceOf({ finish, matched }: Assembly, { body }: Answered): string | null {
  const asked = listOf(body['stop_sequences']).filter((one) => typeof one === 'string')
  if (finish === 'stop' && matched !== null && asked.includes(matched)) return matched
  return finish === 'stop_sequence' && asked.length === 1 ? (asked[0] ?? null) : null
}

/** Tokens that came from a cache are counted apart. Nulls are what Anthropic's types require. */
const countsOf = ({ usage }: Assembly) => ({
  input_tokens: (usage?.input ?? 0) - (usage?.cached ?? 0),
  output_tokens: usage?.output ?? 0,
  cache_creation_input_tokens: 0,
  cache_read_input_tokens: usage?.cached ?? 0,
  output_tokens_details: (usage?.reasoning ?? 0) === 0 ? null : { thinking_tokens: usage?.reasoning ?? 0 },
  server_tool_use: null,
})

const usageOf = (assembly: Assembly): JsonObject => ({
  ...countsOf(assembly),
  cache_creation: null,
  inference_geo: null,
  service_tier: null,
  speed: null,
})
