import { isJsonObject } from '../terms/json.ts'
import type { JsonObject, JsonValue } from '../terms/json.ts'
import { listOf as entriesOf, objectOf, textOf } from './look.ts'
import { CACHED } from './messages-parts.ts'
import { refuse } from './refuse.ts'
import { allow } from './shape.ts'
import type { Shape } from './shape.ts'
import { TYPE } from './shared-fields.ts'
import { byType, listOf, object } from './structures.ts'
import { flag, freeObject, identifier, oneOf, text } from './values.ts'

/**
 * At OpenRouter every other type is a tool that runs elsewhere, also one that Anthropic's own clients would run; and Ollama
 * has its maker search the web, whichever model is asked. Local servers know no schema for any of them.
 */
const customOnly: Shape = {
  ...oneOf('custom'),
  says: '"custom" or left out: tools of other types run on other servers than the one that was decided on',
}

const callers = listOf(oneOf('direct'))
const custom = object(
  [
    allow('type', customOnly, 'only tools that the caller runs itself'),
    allow('name', identifier, 'what the model calls it'),
    allow('description', text, 'read like any text'),
    allow('input_schema', freeObject, 'a JSON Schema: every key and every text in it is read'),
    allow('input_examples', listOf(freeObject), 'read like any text, keys too'),
    allow('allowed_callers', callers, 'only the model itself, and no program on a server'),
    allow('defer_loading', flag, 'whether the model sees it at once'),
    allow('eager_input_streaming', flag, 'how a call is streamed'),
    allow('strict', flag, 'hold the model to the schema'),
    CACHED,
  ],
  ['name', 'input_schema'],
)

/** One tool. Its type is looked at first, so that it is what a refusal names. */
export const messagesTool: Shape = {
  ...custom,
  fits: (value, at, notes) => {
    if (!isJsonObject(value)) return false
    const isTyped = (value['type'] ?? null) !== null
    return isTyped ? byType({ custom }, customOnly).fits(value, at, notes) : custom.fits(value, at, notes)
  },
}

const SWITCH = allow('disable_parallel_tool_use', flag, 'how tools are called')
const NAME = allow('name', identifier, 'must be one of the tools')
const how = object([TYPE, SWITCH], ['type'])

export const messagesToolChoice = byType(
  { auto: how, any: how, none: how, tool: object([TYPE, NAME, SWITCH], ['type', 'name']) },
  oneOf('auto', 'any', 'none', 'tool'),
)

const REFERENCE = object([TYPE, NAME], ['type', 'name'])
const DEFINITION = object(
  [TYPE, allow('definition', messagesTool, 'a tool that the caller runs')],
  ['type', 'definition'],
)
const inline: Shape = {
  ...oneOf('tool_reference', 'tool_definition'),
  says: '"tool_reference" or "tool_definition": a server of tools would be given what the model asks of it',
}
export const addedTool = byType({ tool_reference: REFERENCE, tool_definition: DEFINITION }, inline)
export const removedTool = byType({ tool_reference: REFERENCE }, { ...inline, says: '"tool_reference"' })

/** Every tool that a request offers: at its top, and in the blocks of its messages that add one. */
export function toolsOffered(body: JsonObject): readonly JsonObject[] {
  const added = entriesOf(body['messages']).flatMap((message) => additionsIn(objectOf(message)?.['content']))
  return [...entriesOf(body['tools']).filter(isJsonObject), ...added]
}

function additionsIn(content: JsonValue | undefined): readonly JsonObject[] {
  return entriesOf(content)
    .filter(isJsonObject)
    .flatMap(({ type, tool, tool_changes: changes }) => {
      if (type === 'compaction') return additionsIn(changes)
      const definition = type === 'tool_addition' ? objectOf(objectOf(tool)?.['definition']) : null
      return definition === null ? [] : [definition]
    })
}

/**
 * Refuses a choice of a tool that the request does not offer: upstream, the name could stand for one of the server's own.
 * For a body whose shape was checked.
 */
export function checkChosenTool(body: JsonObject): void {
  const choice = objectOf(body['tool_choice'])
  if (choice?.['type'] !== 'tool') return
  if (toolsOffered(body).some(({ name }) => textOf(name) === choice['name'])) return
  throw refuse('tool_choice', 'tool_choice must name one of the tools of this request.', 'tool_choice')
}
