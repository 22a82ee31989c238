import type { JsonObject } from '../terms/json.ts'
import { objectOf, picked, textOf } from './look.ts'
import { entriesOf, saidIn, untranslatable } from './refuse.ts'
import { partsOf, thoughtIn } from './responses-parts.ts'
import { asInput, nameIn, toolsFor } from './responses-tools.ts'
import { thinkingOf } from './thinking.ts'
import { Turns } from './turns.ts'

/** What a chat completion request has under the same name. */
const SAME = [
  ...['temperature', 'top_p', 'top_k', 'min_p', 'frequency_penalty', 'presence_penalty', 'repetition_penalty', 'seed'],
  ...['stop', 'logit_bias', 'enable_thinking', 'structured_outputs'],
  ...['ignore_eos', 'skip_special_tokens', 'include_stop_str_in_output'],
]

/**
 * A Responses request as a chat completion request. Throws a Problem for a part that has no equivalent; leaves out what is sealed, and
 * settings for what only OpenAI's servers do.
 */
export function responsesToChat(body: JsonObject): JsonObject {
  const turns = new Turns()
  const { instructions, input, max_output_tokens: longest } = body
  if (textOf(instructions) !== '') turns.say('system', [{ text: textOf(instructions) }])
  if (typeof input === 'string') turns.say('user', [{ text: input }])
  else for (const [item, at] of entriesOf(input, 'input')) addItem(turns, item, at)
  const { format, verbosity } = objectOf(body['text'])
  return {
    messages: turns.all(),
    ...toolsFor(body),
    ...picked(body, SAME),
    ...picked({ max_tokens: longest ?? null, verbosity: verbosity ?? null }, ['max_tokens', 'verbosity']),
    ...formatOf(objectOf(format)),
    ...thoughtOf(body),
  }
}

function addItem(turns: Turns, item: JsonObject, at: string): void {
  const { type, role, call_id: id, namespace, name } = item
  switch (type ?? 'message') {
    case 'message':
      return turns.say(role === 'developer' ? 'system' : textOf(role), partsOf(item['content'], `${at}.content`))
    case 'function_call':
      return turns.call(textOf(id), nameIn(namespace, name), saidIn(item['arguments'], at))
    case 'custom_tool_call':
      return turns.call(textOf(id), nameIn(namespace, name), asInput(saidIn(item['input'], at)))
    case 'function_call_output':
    case 'custom_tool_call_output':
      return turns.result(textOf(id), partsOf(item['output'], `${at}.output`))
    case 'reasoning':
      return turns.think(thoughtIn(item, at))
    case 'additional_tools':
      return // they are among the tools
    default:
      throw untranslatable(at, 'it knows no item of this kind')
  }
}

function thoughtOf(body: JsonObject): JsonObject {
  const { effort, enabled, max_tokens: budget } = objectOf(body['reasoning'])
  return thinkingOf({ effort, on: typeof enabled === 'boolean' ? enabled : null, budget }, body)
}

function formatOf(format: JsonObject): JsonObject {
  const { type } = format
  if (type === 'json_object') return { response_format: { type } }
  if (type !== 'json_schema') return {}
  return { response_format: { type, json_schema: picked(format, ['name', 'description', 'schema', 'strict']) } }
}
