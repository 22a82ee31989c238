import type { JsonObject } from '../terms/json.ts'
import { listOf, objectOf, picked, textOf } from './look.ts'
import { citations, partOf, partsOf } from './messages-parts.ts'
import { TOOL_CHANGES, toolsFor } from './messages-tools.ts'
import { entriesOf, saidIn } from './refuse.ts'
import { thinkingOf } from './thinking.ts'
import { Turns } from './turns.ts'
import type { Part } from './turns.ts'

/** What a chat completion request has under the same name. */
const SAME = [
  ...['max_tokens', 'temperature', 'top_p', 'top_k', 'min_p', 'frequency_penalty', 'presence_penalty'],
  ...['repetition_penalty', 'seed', 'enable_thinking'],
]

/**
 * A Messages request as a chat completion request. Throws a Problem for a part that has no equivalent; leaves out what is sealed, and
 * settings for what only Anthropic's servers do.
 */
export function messagesToChat(body: JsonObject): JsonObject {
  const turns = new Turns()
  turns.say('system', partsOf(body['system'], 'system'))
  for (const [message, at] of entriesOf(body['messages'], 'messages')) addMessage(turns, message, at)
  const stop = listOf(body['stop_sequences'])
  return {
    messages: turns.all(),
    ...toolsFor(body),
    ...picked(body, SAME),
    ...(stop.length === 0 ? {} : { stop }),
    ...formatOf(objectOf(objectOf(body['output_config'])['format'] ?? body['output_format'])),
    ...thoughtOf(body),
  }
}

function addMessage(turns: Turns, { role, content }: JsonObject, at: string): void {
  if (typeof content === 'string') return turns.say(textOf(role), partsOf(content, at))
  const blocks = entriesOf(content, `${at}.content`)
  if (role === 'assistant') return addAnswer(turns, blocks)
  const rest: Part[] = []
  for (const [block, place] of blocks) {
    if (block['type'] === 'tool_result') addResult(turns, block, place)
    else if (!isSilent(block)) for (const part of partOf(block, place)) rest.push(part)
  }
  turns.say(textOf(role), rest)
}

function addResult(turns: Turns, { tool_use_id: id, is_error: failed, content }: JsonObject, at: string): void {
  turns.result(textOf(id), partsOf(content, `${at}.content`), failed === true)
}

/** The texts of an answer are one text, cut where something was quoted; so the quotes come after it. */
function addAnswer(turns: Turns, blocks: readonly (readonly [JsonObject, string])[]): void {
  const quoted: Part[] = []
  let glue = '\n\n'
  for (const [block, at] of blocks) {
    const { type, id, name, input, thinking, signature } = block
    if (type === 'tool_use') turns.call(textOf(id), textOf(name), JSON.stringify(input ?? {}))
    // A thought that is not signed is a local model's own, and such models go on from it.
    else if (type === 'thinking') turns.think(textOf(signature) === '' ? saidIn(thinking, at) : '')
    else if (!isSilent(block)) {
      turns.say('assistant', partOf({ ...block, citations: null }, at), glue)
      quoted.push(...citations(block, at))
      glue = ''
    }
  }
  turns.say('assistant', quoted, '\n')
}

/** Blocks that say nothing: sealed thoughts, changes of the tools on offer, and which model had answered instead of another. */
const isSilent = ({ type }: JsonObject): boolean =>
  [...TOOL_CHANGES, 'redacted_thinking', 'fallback'].includes(textOf(type))

const SWITCH = new Map<unknown, boolean>([
  ['enabled', true],
  ['disabled', false],
])

function thoughtOf(body: JsonObject): JsonObject {
  const { type, budget_tokens: budget } = objectOf(body['thinking'])
  const { effort } = objectOf(body['output_config'])
  return thinkingOf({ effort, on: SWITCH.get(type) ?? null, budget }, body)
}

function formatOf({ type, schema }: JsonObject): JsonObject {
  if (type !== 'json_schema') return {}
  return { response_format: { type, json_schema: { name: 'answer', schema: schema ?? {}, strict: true } } }
}
