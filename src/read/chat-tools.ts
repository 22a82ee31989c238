import { isJsonObject } from '../terms/json.ts'
import type { JsonObject, JsonValue } from '../terms/json.ts'
import { refuse } from './refuse.ts'
import { allow } from './shape.ts'
import type { Shape } from './shape.ts'
import { CACHE_CONTROL } from './shared-fields.ts'
import { byType, listOf, object } from './structures.ts'
import { either, flag, freeObject, identifier, oneOf, text } from './values.ts'

const DEFINITION = [
  allow('name', identifier, 'what the model calls it'),
  allow('description', text, 'read like any text'),
  allow('parameters', freeObject, 'a JSON Schema: every key and every text in it is read'),
]

const functionOnly: Shape = {
  ...oneOf('function'),
  says: '"function": other tools run on other servers than the one that was decided on',
}

export const tool = byType(
  {
    function: object(
      [
        allow('type', functionOnly, 'only functions, which the caller runs itself'),
        allow(
          'function',
          object([...DEFINITION, allow('strict', flag, 'hold the model to the schema')], ['name']),
          'what it is',
        ),
        CACHE_CONTROL,
      ],
      ['type', 'function'],
    ),
  },
  functionOnly,
)

export const legacyFunction = object(DEFINITION, ['name'])

const named = object([allow('name', identifier, 'must be one of the tools')], ['name'])
const oneFunction = object(
  [allow('type', functionOnly, 'only functions'), allow('function', named, 'which one')],
  ['type', 'function'],
)
const chosen = byType({ function: oneFunction }, functionOnly)
const allowedTools = object(
  [
    allow('mode', oneOf('auto', 'required'), 'whether one must be called'),
    allow('tools', listOf(chosen), 'which ones'),
  ],
  ['mode', 'tools'],
)

export const toolChoice = either(
  oneOf('none', 'auto', 'required'),
  byType(
    {
      function: oneFunction,
      allowed_tools: object(
        [allow('type', text, 'says what it is'), allow('allowed_tools', allowedTools, 'a choice of the tools')],
        ['type', 'allowed_tools'],
      ),
    },
    functionOnly,
  ),
)

export const functionChoice = either(oneOf('none', 'auto'), named)

/**
 * Refuses a choice of a tool that the request does not offer: upstream, the name could stand for one of the server's own.
 * For a body whose shape was checked.
 */
export function checkChosenTools(body: JsonObject): void {
  const offered = new Set([...namesIn(body['tools']), ...namesIn(body['functions'])])
  for (const field of ['tool_choice', 'function_call']) {
    for (const name of namesIn(body[field])) {
      if (!offered.has(name)) throw refuse(field, `${field} must name one of the tools of this request.`, 'tool_choice')
    }
  }
}

/** Every function name in a tool, a list of them, or a choice among them. */
function namesIn(value: JsonValue | undefined): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(namesIn)
  if (!isJsonObject(value)) return []
  const { name, function: one, allowed_tools: some } = value
  return [
    ...(typeof name === 'string' ? [name] : []),
    ...namesIn(one),
    ...(isJsonObject(some) ? namesIn(some['tools']) : []),
  ]
}
