import { isJsonObject } from '../terms/json.ts'
import type { JsonObject, JsonValue } from '../terms/json.ts'
import { listOf as entriesOf, textOf } from './look.ts'
import { refuse } from './refuse.ts'
import { allow, onLan } from './shape.ts'
import type { Shape } from './shape.ts'
import { TYPE } from './shared-fields.ts'
import { byType, lanOnly, listOf, object } from './structures.ts'
import { either, flag, freeObject, identifier, oneOf, text } from './values.ts'

const ELSEWHERE = 'other tools run on other servers than the one that was decided on'

/** In the cloud, a tool of another type than a function could be one that OpenRouter runs itself. */
const CLIENT_RUN = 'the caller runs it; at OpenRouter a tool of this type is one of its own'

const callers = listOf(oneOf('direct'))
const SWITCHES = [
  allow('allowed_callers', callers, 'only the model itself, and no program on a server'),
  allow('async', flag, 'how it is called'),
  allow('defer_loading', flag, 'whether the model sees it at once'),
]

const LAN_SWITCHES = SWITCHES.map(({ field, is, why }) => onLan(field, is, why))

const FUNCTION = object(
  [
    TYPE,
    allow('name', identifier, 'what the model calls it'),
    allow('description', text, 'read like any text'),
    allow('parameters', freeObject, 'a JSON Schema: every key and every text in it is read'),
    allow('output_schema', freeObject, 'a JSON Schema: every key and every text in it is read'),
    allow('strict', flag, 'hold the model to the schema'),
    ...SWITCHES,
  ],
  ['type', 'name'],
)

const inputFormat = byType(
  {
    text: object([TYPE], ['type']),
    grammar: object(
      [
        TYPE,
        allow('definition', text, 'read like any text'),
        allow('syntax', oneOf('lark', 'regex'), 'how it is written'),
      ],
      ['type', 'definition'],
    ),
  },
  oneOf('text', 'grammar'),
)
const CUSTOM = lanOnly(
  object(
    [
      TYPE,
      onLan('name', identifier, CLIENT_RUN),
      onLan('description', text, 'read like any text'),
      onLan('format', inputFormat, 'a grammar is read like any text'),
      ...LAN_SWITCHES,
    ],
    ['type', 'name'],
  ),
)

const skill = object([
  allow('name', text, 'read like any text'),
  allow('description', text, 'read like any text'),
  allow('path', text, 'read like any text'),
])

/** Where the caller runs commands: on its own machine, and nowhere else. */
export const localEnvironment = byType(
  { local: object([TYPE, allow('skills', listOf(skill), 'what can be done there')], ['type']) },
  { ...oneOf('local'), says: '"local": a container would run what the model asks for elsewhere' },
)

const UNNAMED = lanOnly(object([TYPE, ...LAN_SWITCHES], ['type']))

const functionsOnly: Shape = { ...oneOf('function'), says: `"function": ${ELSEWHERE}` }
const NAMESPACE = object(
  [
    TYPE,
    allow('name', identifier, 'what the model calls them together'),
    allow('description', text, 'read like any text'),
    allow('tools', listOf(byType({ function: FUNCTION }, functionsOnly)), 'functions, and nothing else'),
  ],
  ['type', 'name', 'tools'],
)

/** One tool. All of them are run by the caller. */
export const responsesTool = byType(
  {
    function: FUNCTION,
    custom: CUSTOM,
    namespace: NAMESPACE,
    local_shell: UNNAMED,
    shell: lanOnly(
      object([TYPE, onLan('environment', localEnvironment, CLIENT_RUN), ...LAN_SWITCHES], ['type', 'environment']),
    ),
    apply_patch: UNNAMED,
  },
  { ...oneOf('function', 'custom', 'namespace'), says: `"function", "custom" or "namespace": ${ELSEWHERE}` },
)

const named = object([TYPE, allow('name', identifier, 'must be one of the tools')], ['type', 'name'])
const unnamed = object([TYPE], ['type'])
const CHOICES = {
  function: named,
  custom: lanOnly(named),
  local_shell: lanOnly(unnamed),
  shell: lanOnly(unnamed),
  apply_patch: lanOnly(unnamed),
}
const otherwise: Shape = { ...oneOf('function', 'custom'), says: `"function" or "custom": ${ELSEWHERE}` }
const allowedTools = object(
  [
    TYPE,
    allow('mode', oneOf('auto', 'required'), 'whether one must be called'),
    allow('tools', listOf(byType(CHOICES, otherwise), { least: 1 }), 'which ones'),
  ],
  ['type', 'mode', 'tools'],
)

export const responsesToolChoice = either(
  oneOf('none', 'auto', 'required'),
  byType({ ...CHOICES, allowed_tools: allowedTools }, otherwise),
)

/** Every tool that a request offers: at its top, in a namespace, and among its items. */
export function toolsOffered(body: JsonObject): readonly JsonObject[] {
  const inItems = entriesOf(body['input'])
    .filter(isJsonObject)
    .filter(({ type }) => type === 'additional_tools' || type === 'tool_search_output')
  return [body, ...inItems].flatMap(({ tools }) => entriesOf(tools).filter(isJsonObject).flatMap(withNested))
}

const withNested = (tool: JsonObject): readonly JsonObject[] => [
  tool,
  ...(tool['type'] === 'namespace' ? entriesOf(tool['tools']).filter(isJsonObject) : []),
]

/**
 * Refuses a choice of a tool that the request does not offer: upstream, the name could stand for one of the server's own.
 * For a body whose shape was checked.
 */
export function checkChosenTool(body: JsonObject): void {
  const offered = new Set(toolsOffered(body).map(keyOf))
  if (chosenIn(body['tool_choice']).every((tool) => offered.has(keyOf(tool)))) return
  throw refuse('tool_choice', 'tool_choice must name one of the tools of this request.', 'tool_choice')
}

const keyOf = ({ type, name }: JsonObject): string => `${textOf(type)} ${textOf(name)}`

function chosenIn(choice: JsonValue | undefined): readonly JsonObject[] {
  if (!isJsonObject(choice)) return []
  return choice['type'] === 'allowed_tools' ? entriesOf(choice['tools']).filter(isJsonObject) : [choice]
}
