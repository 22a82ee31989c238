import fc from 'fast-check'
import type { JsonObject, JsonValue } from '../../src/terms/json.ts'

/* Requests of any shape, with a canary wherever a text can stand. A canary is `c`, its number in the order of reading, and `c`. */

export const CANARY = /c\d+c/g
const HERE = '\u0000'

/** Each mark becomes a canary of its own, in the order in which the body has them. */
export function planted(body: JsonObject): { readonly body: JsonObject; readonly canaries: readonly string[] } {
  let count = 0
  const plant = (value: JsonValue): JsonValue => {
    if (typeof value === 'string') return value.replaceAll(HERE, () => `c${String(count++)}c`)
    if (Array.isArray(value)) return (value as readonly JsonValue[]).map(plant)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plant(inner)]))
  }
  const full = plant(body) as JsonObject
  return { body: full, canaries: Array.from({ length: count }, (_, at) => `c${String(at)}c`) }
}

const here = fc.constant(HERE)
const list = <T>(of: fc.Arbitrary<T>, maxLength = 3) => fc.array(of, { maxLength })
const some = <T>(of: fc.Arbitrary<T>, maxLength = 3) => fc.array(of, { minLength: 1, maxLength })
const schema = fc.constant({ type: 'object', properties: { q: { type: 'string', description: HERE, enum: [HERE] } } })

/* Messages */

const text = fc.record({ type: fc.constant('text'), text: here })
const image = fc.constant({ type: 'image', source: { type: 'base64', media_type: 'image/png', data: HERE } })
const citation = fc.record({ type: fc.constant('char_location'), cited_text: here, document_title: here })
const cited = fc.record({ type: fc.constant('text'), text: here, citations: list(citation) })
const document = fc.record({
  type: fc.constant('document'),
  title: here,
  context: here,
  source: fc.oneof(
    fc.constant({ type: 'text', media_type: 'text/plain', data: HERE }),
    fc.record({ type: fc.constant('content'), content: fc.oneof(here, list(text)) }),
  ),
})
const found = fc.record({ type: fc.constant('search_result'), title: here, source: here, content: list(text) })
const shown = fc.oneof(text, image, document, found)
/** What no chat can say. */
const unsayable = fc.constantFrom<JsonObject>(
  { type: 'document', source: { type: 'base64', media_type: 'application/pdf', data: HERE } },
  { type: 'image', source: { type: 'file', file_id: HERE } },
  { type: 'container_upload', file_id: HERE },
  { type: 'compaction', encrypted_content: HERE },
  { type: 'web_search_tool_result', tool_use_id: 's1', content: [{ type: 'web_search_result', title: HERE }] },
  { type: 'hologram', text: HERE },
)

const toolUse = (id: string) =>
  fc.record({ type: fc.constant('tool_use'), id: fc.constant(id), name: fc.constant('look_up'), input: fc.constant({ k: HERE, deep: [{ q: HERE }] }) }) // prettier-ignore
const toolResult = (id: string) =>
  fc.record({
    type: fc.constant('tool_result'),
    tool_use_id: fc.constant(id),
    is_error: fc.boolean(),
    content: fc.oneof(here, list(shown)),
  })

/** A question, and what follows it: an answer, perhaps with calls and all of their results. */
const messagesExchange = fc
  .record({ calls: fc.nat(2), at: fc.nat(1_000_000), summed: fc.boolean() })
  .chain(({ calls, at, summed }) => {
    const ids = Array.from({ length: calls }, (_, index) => `call_${String(at)}_${String(index)}`)
    const says = summed
      ? fc.oneof(text, cited, fc.constant({ type: 'compaction', content: HERE }))
      : fc.oneof(text, cited)
    return fc
      .tuple(
        fc.oneof(here, some(shown)),
        list(says),
        fc.tuple(...ids.map(toolUse)),
        fc.tuple(...ids.map(toolResult)),
        list(shown),
      )
      .map(([question, said, uses, results, rest]): readonly JsonObject[] => [
        { role: 'user', content: question },
        { role: 'assistant', content: [...said, ...uses] },
        ...(results.length + rest.length === 0 ? [] : [{ role: 'user', content: [...results, ...rest] }]),
      ])
  })

export const messagesBodies = (withUnsayable: boolean) =>
  fc
    .record({
      system: fc.oneof(here, list(text)),
      exchanges: some(messagesExchange),
      last: list(withUnsayable ? fc.oneof(shown, unsayable) : shown),
      tools: list(
        fc.record({
          name: here,
          description: here,
          input_schema: schema,
          input_examples: list(fc.constant({ q: HERE })),
        }),
      ),
      stop_sequences: list(here),
      format: fc.option(schema, { nil: null }),
    })
    .map(({ system, exchanges, last, tools, stop_sequences, format }): JsonObject => ({
      system,
      messages: [...exchanges.flat(), { role: 'user', content: last }],
      tools,
      stop_sequences,
      ...(format === null ? {} : { output_config: { format: { type: 'json_schema', schema: format } } }),
    }))

/* Responses */

const inputText = fc.record({ type: fc.constantFrom('input_text', 'text'), text: here })
const inputImage = fc.constant({ type: 'input_image', image_url: `data:image/png;base64,${HERE}`, detail: 'low' })
const annotation = fc.constant({ type: 'url_citation', title: HERE, url: HERE, content: HERE })
const outputText = fc.record({ type: fc.constant('output_text'), text: here, annotations: list(annotation) })
const refusal = fc.record({ type: fc.constant('refusal'), refusal: here })
const input = fc.oneof(inputText, inputImage)

const functionCall = (call_id: string) => fc.constant({ type: 'function_call', call_id, name: 'look_up', arguments: `{"q":"${HERE}"}` }) // prettier-ignore
const customCall = (call_id: string) => fc.constant({ type: 'custom_tool_call', call_id, name: 'patch', input: HERE })
const output = (call_id: string) =>
  fc.record({
    type: fc.constant('function_call_output'),
    call_id: fc.constant(call_id),
    output: fc.oneof(here, list(input)),
  })
const unsayableItem = fc.constantFrom<JsonObject>(
  { type: 'message', role: 'user', content: [{ type: 'input_file', file_id: HERE }] },
  { type: 'message', role: 'user', content: [{ type: 'input_image', file_id: HERE }] },
  { type: 'web_search_call', action: { type: 'search', query: HERE } },
  { type: 'compaction', encrypted_content: HERE },
  { type: 'mcp_call', name: HERE, arguments: HERE, output: HERE },
  { type: 'hologram', text: HERE },
)
const asked = fc.record({ role: fc.constantFrom('user', 'developer', 'system'), content: fc.oneof(here, some(input)) })
const responsesExchange = fc
  .record({ calls: fc.nat(2), at: fc.nat(1_000_000) })
  .chain(({ calls, at }) => {
    const ids = Array.from({ length: calls }, (_, index) => `call_${String(at)}_${String(index)}`)
    const said = fc.record({ type: fc.constant('message'), role: fc.constant('assistant'), content: some(fc.oneof(outputText, refusal)) }) // prettier-ignore
    return fc.tuple(
      some(asked),
      list(said),
      fc.tuple(...ids.map((id) => fc.oneof(functionCall(id), customCall(id)))),
      fc.tuple(...ids.map(output)),
    )
  })
  .map((parts): readonly JsonObject[] => parts.flat())

const functionTool = fc.record({
  type: fc.constant('function'),
  name: here,
  description: here,
  parameters: schema,
  output_schema: schema,
})
const customTool = fc.constant({
  type: 'custom',
  name: HERE,
  description: HERE,
  format: { type: 'grammar', definition: HERE },
})
const group = fc.record({ type: fc.constant('namespace'), name: here, description: here, tools: some(functionTool) })
const tool = fc.oneof(functionTool, customTool, group)

export const responsesBodies = (withUnsayable: boolean) =>
  fc
    .record({
      instructions: here,
      exchanges: some(responsesExchange),
      added: list(fc.record({ type: fc.constant('additional_tools'), tools: some(tool, 2) }), 1),
      last: list<JsonObject>(withUnsayable ? fc.oneof(asked, unsayableItem) : asked),
      tools: list(tool),
      format: fc.option(schema, { nil: null }),
    })
    .map(({ instructions, exchanges, added, last, tools, format }): JsonObject => ({
      instructions,
      input: [...added, ...exchanges.flat(), ...last],
      tools,
      ...(format === null ? {} : { text: { format: { type: 'json_schema', name: HERE, description: HERE, schema: format } } }), // prettier-ignore
    }))
