import type { JsonObject, JsonValue } from '../terms/json.ts'
import { call, isText, joined, tool, Turns } from './chat-content.ts'
import type { Part } from './chat-content.ts'
import { objectOf, objectsIn, picked, textOf } from './look.ts'
import { untranslatable } from './refuse.ts'

/** What a chat completion request has under the same name. */
const SAME = [
  ...['temperature', 'top_p', 'top_k', 'min_p', 'frequency_penalty', 'presence_penalty', 'repetition_penalty', 'seed'],
  ...['stop', 'logit_bias', 'parallel_tool_calls', 'chat_template_kwargs', 'enable_thinking', 'structured_outputs'],
  ...['ignore_eos', 'skip_special_tokens', 'include_stop_str_in_output'],
]

/** A Responses request as a chat completion request. What earlier turns thought is left out, as a model gets it only from its own kind. */
export function responsesToChat(body: JsonObject): JsonObject {
  const turns = new Turns()
  const { instructions, input } = body
  if (textOf(instructions) !== '') turns.add('system', [{ text: textOf(instructions) }])
  if (typeof input === 'string') turns.add('user', [{ text: input }])
  else objectsIn(input).forEach((item, at) => addItem(turns, item, `input[${String(at)}]`))
  const chosen = toolsFor(body)
  return {
    messages: turns.all(),
    ...chosen,
    ...picked(body, SAME),
    ...((body['max_output_tokens'] ?? null) === null ? {} : { max_tokens: body['max_output_tokens'] ?? null }),
    ...formatOf(objectOf(objectOf(body['text'])['format'])),
  }
}

function addItem(turns: Turns, item: JsonObject, at: string): void {
  switch (item['type'] ?? 'message') {
    case 'message': {
      const role = item['role'] === 'developer' ? 'system' : textOf(item['role'])
      return turns.add(role, partsOf(item['content'], `${at}.content`))
    }
    case 'function_call':
      return turns.calls([
        call(textOf(item['call_id']), nameIn(item['namespace'], item['name']), textOf(item['arguments'])),
      ])
    case 'custom_tool_call':
      return turns.calls([
        call(textOf(item['call_id']), nameIn(item['namespace'], item['name']), asInput(textOf(item['input']))),
      ])
    case 'function_call_output':
    case 'custom_tool_call_output': {
      const parts = partsOf(item['output'], `${at}.output`)
      turns.result(textOf(item['call_id']), joined(parts))
      const shown = parts.filter((part) => !isText(part)) // a result of this kind holds text only
      return shown.length > 0 ? turns.add('user', shown) : undefined
    }
    case 'reasoning':
      return
    default:
      throw untranslatable(at, 'it knows no item of this kind')
  }
}

function partsOf(content: JsonValue | undefined, at: string): readonly Part[] {
  if (typeof content === 'string') return [{ text: content }]
  return objectsIn(content).map((part, index) => partOf(part, `${at}[${String(index)}]`))
}

function partOf(part: JsonObject, at: string): Part {
  switch (part['type']) {
    case 'input_text':
    case 'output_text':
    case 'text':
      return { text: [textOf(part['text']), ...quotes(part)].join('\n') }
    case 'refusal':
      return { text: textOf(part['refusal']) }
    case 'input_image':
      if (!/^data:/i.test(textOf(part['image_url'])))
        throw untranslatable(at, 'its image does not stand in the request itself')
      return { image: { url: textOf(part['image_url']), ...picked(part, ['detail']) } }
    default:
      throw untranslatable(at, 'it knows no part of this kind')
  }
}

/** What an earlier answer referred to: it is not in its text. */
const quotes = (part: JsonObject): readonly string[] =>
  objectsIn(part['annotations']).flatMap((one) =>
    [one['title'], one['url'], one['filename'], one['content']].map(textOf).filter((text) => text !== ''),
  )

const asInput = (input: string): string => JSON.stringify({ input })

/** A tool that takes any text is a function with one. */
const ANY_TEXT = { type: 'object', properties: { input: { type: 'string' } }, required: ['input'] }

/** A tool in a group has the group's name before its own: a chat knows no groups. */
const nameIn = (namespace: JsonValue | undefined, name: JsonValue | undefined): string =>
  textOf(namespace) === '' ? textOf(name) : `${textOf(namespace)}__${textOf(name)}`

/** What a tool of the caller's is called in the chat, and what it is called by the caller. */
export type Called = { readonly name: string; readonly namespace: string | null; readonly isCustom: boolean }

/** Every tool of a request by its name in the chat. */
export function calledTools(body: JsonObject): ReadonlyMap<string, Called> {
  const all = objectsIn(body['tools']).flatMap((one) => {
    if (one['type'] !== 'namespace') return [[textOf(one['name']), calledAs(one, null)] as const]
    const namespace = textOf(one['name'])
    return objectsIn(one['tools']).map(
      (child) => [nameIn(namespace, child['name']), calledAs(child, namespace)] as const,
    )
  })
  return new Map(all)
}

const calledAs = ({ type, name }: JsonObject, namespace: string | null): Called => ({
  name: textOf(name),
  namespace,
  isCustom: type === 'custom',
})

function toolsFor(body: JsonObject): JsonObject {
  const tools = objectsIn(body['tools']).flatMap((one, at) => toTools(one, `tools[${String(at)}]`))
  const choice = body['tool_choice']
  if (typeof choice === 'string') return withTools(tools, { tool_choice: choice })
  const { type, name, mode, tools: allowed } = objectOf(choice)
  if (type === 'allowed_tools') {
    const names = objectsIn(allowed).map((one) => textOf(one['name']))
    const left = tools.filter((one) => names.includes(textOf(objectOf(one['function'])['name'])))
    return withTools(left, { tool_choice: mode ?? 'auto' })
  }
  if (type === 'function' || type === 'custom') {
    return withTools(tools, { tool_choice: { type: 'function', function: { name: textOf(name) } } })
  }
  if (type !== undefined) throw untranslatable('tool_choice', 'it knows no tools but functions')
  return withTools(tools, {})
}

const withTools = (tools: readonly JsonObject[], choice: JsonObject): JsonObject =>
  tools.length === 0 ? {} : { tools, ...choice }

function toTools(one: JsonObject, at: string): readonly JsonObject[] {
  if (one['type'] !== 'namespace') return [toTool(one, at, null)]
  return objectsIn(one['tools']).map((child, index) => toTool(child, `${at}.tools[${String(index)}]`, one))
}

function toTool(one: JsonObject, at: string, group: JsonObject | null): JsonObject {
  const { type, format } = one
  const name = nameIn(group?.['name'], one['name'])
  const about = [textOf(group?.['description']), textOf(one['description'])].filter((text) => text !== '').join('\n')
  if (type === 'function') {
    return tool({ name, ...(about === '' ? {} : { description: about }), ...picked(one, ['parameters', 'strict']) })
  }
  if (type !== 'custom') throw untranslatable(at, 'it knows no tools but functions')
  const grammar = textOf(objectOf(format)['definition'])
  const says = [about, grammar].filter((text) => text !== '').join('\n')
  return tool({ name, ...(says === '' ? {} : { description: says }), parameters: ANY_TEXT })
}

function formatOf(format: JsonObject): JsonObject {
  const { type } = format
  if (type === 'json_object') return { response_format: { type } }
  if (type !== 'json_schema') return {}
  return { response_format: { type, json_schema: picked(format, ['name', 'description', 'schema', 'strict']) } }
}
