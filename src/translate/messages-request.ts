import type { JsonObject, JsonValue } from '../terms/json.ts'
import { call, isText, joined, tool, Turns } from './chat-content.ts'
import type { Part } from './chat-content.ts'
import { listOf, objectOf, objectsIn, picked, textOf } from './look.ts'
import { untranslatable } from './refuse.ts'

/** A Messages request as a chat completion request. What earlier turns thought is left out, as a model gets it only from its own kind. */
export function messagesToChat(body: JsonObject): JsonObject {
  const turns = new Turns()
  const system = partsOf(body['system'], 'system')
  if (system.length > 0) turns.add('system', system)
  objectsIn(body['messages']).forEach((message, at) => addMessage(turns, message, `messages[${String(at)}]`))
  const tools = objectsIn(body['tools']).map((one, at) => toTool(one, `tools[${String(at)}]`))
  const stop = listOf(body['stop_sequences'])
  return {
    messages: turns.all(),
    ...(tools.length === 0 ? {} : { tools }),
    ...choiceOf(objectOf(body['tool_choice'])),
    ...picked(body, ['max_tokens', 'temperature', 'top_p', 'top_k']),
    ...(stop.length === 0 ? {} : { stop }),
    ...formatOf(objectOf(objectOf(body['output_config'])['format'] ?? body['output_format'])),
  }
}

function addMessage(turns: Turns, { role, content }: JsonObject, at: string): void {
  if (role === 'assistant') return addAnswer(turns, content, at)
  const rest: Part[] = []
  const blocks = typeof content === 'string' ? [{ type: 'text', text: content }] : objectsIn(content)
  blocks.forEach((block, index) => {
    const place = `${at}.content[${String(index)}]`
    if (block['type'] !== 'tool_result') return void rest.push(...partsOf([block], place, true))
    const parts = partsOf(block['content'], `${place}.content`)
    const failed = block['is_error'] === true ? 'Error: ' : ''
    turns.result(textOf(block['tool_use_id']), failed + joined(parts))
    rest.push(...parts.filter((part) => !isText(part))) // a result of this kind holds text only
  })
  if (rest.length > 0) turns.add(textOf(role), rest)
}

function addAnswer(turns: Turns, content: JsonValue | undefined, at: string): void {
  const blocks = typeof content === 'string' ? [{ type: 'text', text: content }] : objectsIn(content)
  const said: Part[] = []
  const calls: JsonObject[] = []
  blocks.forEach((block, index) => {
    const { type, id, name, input } = block
    if (type === 'tool_use') calls.push(call(textOf(id), textOf(name), JSON.stringify(input ?? {})))
    else if (!THOUGHTS.includes(textOf(type))) said.push(...partsOf([block], `${at}.content[${String(index)}]`, true))
  })
  if (said.length > 0) turns.add('assistant', said)
  if (calls.length > 0 && said.length === 0) turns.add('assistant', [])
  turns.calls(calls)
}

const THOUGHTS = ['thinking', 'redacted_thinking']

/** Texts and images. `own`: `at` is the block itself, and not the list that holds it. */
function partsOf(content: JsonValue | undefined, at: string, own = false): readonly Part[] {
  if (typeof content === 'string') return content === '' ? [] : [{ text: content }]
  return objectsIn(content).flatMap((block, index) => partOf(block, own ? at : `${at}[${String(index)}]`))
}

function partOf(block: JsonObject, at: string): readonly Part[] {
  const source = objectOf(block['source'])
  switch (block['type']) {
    case 'text':
      return block['text'] === '' ? [] : [{ text: textOf(block['text']) }, ...citations(block)]
    case 'image':
      if (source['type'] !== 'base64') throw untranslatable(at, 'its image does not stand in the request itself')
      return [{ image: { url: `data:${textOf(source['media_type'])};base64,${textOf(source['data'])}` } }]
    case 'document':
      return documentOf(block, source, at)
    case 'search_result':
      return [...texts(block['title'], block['source']), ...partsOf(block['content'], `${at}.content`)]
    case 'tool_reference':
      return texts(block['tool_name'])
    default:
      throw untranslatable(at, 'it knows no part of this kind')
  }
}

function documentOf(block: JsonObject, source: JsonObject, at: string): readonly Part[] {
  const head = texts(block['title'], block['context'])
  if (source['type'] === 'text') return [...head, ...texts(source['data'])]
  if (source['type'] === 'content') return [...head, ...partsOf(source['content'], `${at}.source.content`)]
  throw untranslatable(at, 'it reads no documents but plain text')
}

/** What an earlier answer quoted: it is not in its text. */
const citations = (block: JsonObject): readonly Part[] =>
  objectsIn(block['citations']).flatMap((one) =>
    texts(one['document_title'], one['title'], one['source'], one['url'], one['cited_text']),
  )

const texts = (...values: readonly (JsonValue | undefined)[]): readonly Part[] =>
  values.map(textOf).flatMap((text) => (text === '' ? [] : [{ text }]))

function toTool(one: JsonObject, at: string): JsonObject {
  const type = textOf(one['type'])
  if (type !== '' && type !== 'custom') throw untranslatable(at, 'it knows no tools but functions')
  const examples = listOf(one['input_examples']).map((example) => JSON.stringify(example))
  const description = [textOf(one['description']), ...examples].filter((text) => text !== '').join('\n')
  return tool({
    name: textOf(one['name']),
    ...(description === '' ? {} : { description }),
    parameters: one['input_schema'] ?? { type: 'object', properties: {} },
  })
}

function choiceOf(choice: JsonObject): JsonObject {
  const alone = choice['disable_parallel_tool_use'] === true ? { parallel_tool_calls: false } : {}
  switch (choice['type']) {
    case 'auto':
    case 'none':
      return { tool_choice: choice['type'], ...alone }
    case 'any':
      return { tool_choice: 'required', ...alone }
    case 'tool':
      return { tool_choice: { type: 'function', function: { name: textOf(choice['name']) } }, ...alone }
    default:
      return {}
  }
}

function formatOf({ type, schema }: JsonObject): JsonObject {
  if (type !== 'json_schema') return {}
  return { response_format: { type, json_schema: { name: 'answer', schema: schema ?? {}, strict: true } } }
}
