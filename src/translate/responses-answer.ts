import type { JsonObject } from '../terms/json.ts'
import type { Answered, StreamTranslation } from '../terms/translation.ts'
import { Assembly, assembled } from './assembly.ts'
import type { Change } from './assembly.ts'
import { event } from './event.ts'
import type { Items } from './responses-items.ts'
import { eventsOf, itemOf, itemsFor } from './responses-items.ts'
import type { Usage } from './steps.ts'
import { Steps, stepsOf } from './steps.ts'

/** A whole chat completion as an OpenAI response; null when it is none. */
export function chatToResponse(answer: JsonObject, about: Answered): JsonObject | null {
  const steps = stepsOf(answer)
  return steps === null ? null : responseOf(assembled(steps), about, itemsFor(about))
}

/** A stream of chat completion chunks as the events of an OpenAI response. */
export function chatToResponseEvents(about: Answered): StreamTranslation {
  const items = itemsFor(about)
  const steps = new Steps()
  const assembly = new Assembly()
  let number = 0
  const tell = (fields: JsonObject & { readonly type: string }) => event({ ...fields, sequence_number: number++ })
  const begin = () => {
    if (number > 0) return ''
    const response = { ...headOf(about, items), status: 'in_progress', output: [], usage: null }
    return tell({ type: 'response.created', response }) + tell({ type: 'response.in_progress', response })
  }
  const changed = (changes: readonly Change[]) =>
    changes.flatMap((change) => eventsOf(change, items, statusAt(assembly, change.at)).map(tell)).join('')
  return {
    chunk: (chunk) => {
      const changes = steps.chunk(chunk).flatMap((step) => assembly.take(step))
      return begin() + changed(changes)
    },
    end: () => {
      const last = begin() + changed(assembly.end())
      const response = responseOf(assembly, about, items)
      return last + tell({ type: `response.${String(response['status'])}`, response })
    },
  }
}

const CUT_SHORT = new Map<string | null, string>([
  ['length', 'max_output_tokens'],
  ['content_filter', 'content_filter'],
])
const whyCut = ({ finish }: Assembly): string | null => CUT_SHORT.get(finish) ?? null

/** What was cut short is the last item; the others were complete before it began. */
const statusAt = (assembly: Assembly, at: number) =>
  whyCut(assembly) !== null && at === assembly.blocks.length - 1 ? 'incomplete' : 'completed'

function responseOf(assembly: Assembly, about: Answered, items: Items): JsonObject {
  const why = whyCut(assembly)
  return {
    ...headOf(about, items),
    status: why === null ? 'completed' : 'incomplete',
    incomplete_details: why === null ? null : { reason: why },
    output: assembly.blocks.map((block, at) => itemOf(block, at, items, statusAt(assembly, at))),
    usage: assembly.usage === null ? null : usageOf(assembly.usage),
  }
}

const usageOf = ({ input, output, cached, reasoning }: Usage): JsonObject => ({
  input_tokens: input,
  input_tokens_details: { cached_tokens: cached },
  output_tokens: output,
  output_tokens_details: { reasoning_tokens: reasoning },
  total_tokens: input + output,
})

/** What a response repeats of its request, and the fields that OpenAI's types require. */
const headOf = ({ model, created, body }: Answered, { ids }: Items): JsonObject => ({
  id: ids.whole('resp'),
  object: 'response',
  created_at: created,
  model,
  error: null,
  incomplete_details: null,
  access_programs: null,
  background: false,
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
