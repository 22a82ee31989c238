import { mediaUrl } from './media.ts'
import { IDENTITY } from './reasons.ts'
import { allow, anything, strip } from './shape.ts'
import type { Field, Shape } from './shape.ts'
import { TYPE } from './shared-fields.ts'
import { byType, listOf, object, opaque } from './structures.ts'
import { either, flag, freeObject, identifier, integer, number, oneOf, text, textMap } from './values.ts'
import { found, responsesPart } from './responses-parts.ts'
import { localEnvironment } from './responses-tools.ts'
import { reference } from './unreadable.ts'

/** Calls of tools and their results, of earlier turns: what they say is read, and none of it is run again. */

const READ = 'read like any text'
const read = (field: string): Field => allow(field, text, READ)
const texts = listOf(text)

const caller = object(
  [allow('type', oneOf('direct', 'program'), 'who called'), allow('caller_id', text, 'which program')],
  ['type'],
)

/** What most items have. */
export const ITEM: readonly Field[] = [
  TYPE,
  allow('id', text, 'which item'),
  allow('status', text, 'how far it went'),
  strip('internal_chat_message_metadata_passthrough', IDENTITY), // Codex names its turn in it, and the time
]
const CALL: readonly Field[] = [...ITEM, allow('call_id', text, 'which call'), allow('caller', caller, 'who called')]

const item = (base: readonly Field[], fields: readonly Field[], required: readonly string[] = []): Shape =>
  object([...base, ...fields], ['type', ...required])

const NAMED = [allow('name', identifier, 'which tool'), allow('namespace', text, 'which group of tools')]
const output = either(text, listOf(responsesPart))
const outcome = item([...CALL, ...NAMED], [allow('output', output, READ)], ['output'])

const FUNCTIONS: Readonly<Record<string, Shape>> = {
  function_call: item(
    [...CALL, ...NAMED],
    [
      allow('arguments', text, 'read raw, and once more decoded'),
      allow('async', flag, 'how it was called'),
      strip('parsed_arguments', "a client's own reading of the arguments"),
    ],
    ['name', 'arguments'],
  ),
  function_call_output: outcome,
  custom_tool_call: item(
    [...CALL, ...NAMED],
    [read('input'), allow('async', flag, 'how it was called')],
    ['name', 'input'],
  ),
  custom_tool_call_output: outcome,
}

const source = object([TYPE, read('url')])
const WEB = [
  TYPE,
  read('url'),
  read('query'),
  read('pattern'),
  allow('queries', texts, READ),
  allow('sources', listOf(source), READ),
]
const webAction = byType(
  { search: object(WEB), open_page: object(WEB), find_in_page: object(WEB), find: object(WEB) },
  'unread',
)

const SEARCHES: Readonly<Record<string, Shape>> = {
  web_search_call: item(ITEM, [allow('action', webAction, READ)]),
  file_search_call: item(ITEM, [allow('queries', texts, READ), allow('results', listOf(found), READ)]),
  tool_search_call: item(CALL, [
    allow('arguments', anything, READ),
    allow('execution', oneOf('client', 'server'), 'who searched'),
  ]),
}

const safetyChecks = listOf(object([allow('id', text, 'which check'), read('code'), read('message')]))
const at = (field: string): Field => allow(field, number(-1e6, 1e6), 'where on the screen')
const computerAction = object(
  [
    allow(
      'type',
      oneOf('click', 'double_click', 'drag', 'keypress', 'move', 'screenshot', 'scroll', 'type', 'wait'),
      'what was done',
    ),
    allow('button', oneOf('left', 'right', 'wheel', 'back', 'forward'), 'which button'),
    allow('keys', texts, READ),
    read('text'),
    ...['x', 'y', 'scroll_x', 'scroll_y'].map(at),
    allow('path', listOf(object([at('x'), at('y')])), 'where on the screen'),
  ],
  ['type'],
)
const runOutput = byType(
  {
    logs: object([TYPE, read('logs')], ['type']),
    image: opaque('image', object([TYPE, allow('url', mediaUrl, 'an image: unread')], ['type'])),
  },
  'unread',
)

const COMPUTERS: Readonly<Record<string, Shape>> = {
  computer_call: item(CALL, [
    allow('action', computerAction, READ),
    allow('actions', listOf(computerAction), READ),
    allow('pending_safety_checks', safetyChecks, READ),
  ]),
  computer_call_output: item(CALL, [
    allow('output', responsesPart, 'a screenshot: unread'),
    allow('acknowledged_safety_checks', safetyChecks, READ),
  ]),
  code_interpreter_call: item(ITEM, [
    read('code'),
    allow('container_id', reference, 'a container that is kept elsewhere'),
    allow('outputs', listOf(runOutput), READ),
  ]),
  program: item(CALL, [read('code'), allow('fingerprint', text, 'which program')]),
  program_output: item(CALL, [read('result')]),
}

const milliseconds = integer(0)
const localAction = object(
  [
    allow('type', oneOf('exec'), 'what was done'),
    allow('command', texts, READ),
    allow('env', textMap, 'read like any text, keys too'),
    allow('timeout_ms', milliseconds, 'how long it may take'),
    read('user'),
    read('working_directory'),
  ],
  ['command'],
)
const shellAction = object(
  [
    allow('commands', texts, READ),
    allow('timeout_ms', milliseconds, 'how long it may take'),
    allow('max_output_length', integer(0), 'how much of its output is kept'),
  ],
  ['commands'],
)
const ended = object([
  allow('type', oneOf('timeout', 'exit'), 'how it ended'),
  allow('exit_code', integer(Number.MIN_SAFE_INTEGER), 'how it ended'),
])
const shellOutput = object([read('stdout'), read('stderr'), allow('outcome', ended, 'how it ended')])
const operation = object(
  [allow('type', oneOf('create_file', 'update_file', 'delete_file'), 'what was done'), read('path'), read('diff')],
  ['type'],
)

const SHELLS: Readonly<Record<string, Shape>> = {
  local_shell_call: item(CALL, [allow('action', localAction, READ)], ['action']),
  local_shell_call_output: item(CALL, [read('output')], ['output']),
  shell_call: item(
    CALL,
    [allow('action', shellAction, READ), allow('environment', localEnvironment, 'where it ran')],
    ['action'],
  ),
  shell_call_output: item(CALL, [
    allow('output', listOf(shellOutput), READ),
    allow('max_output_length', integer(0), 'how much of it is kept'),
  ]),
  apply_patch_call: item(CALL, [allow('operation', operation, READ)], ['operation']),
  apply_patch_call_output: item(CALL, [read('output')]),
}

const listedTool = object(
  [
    allow('name', text, 'what the model calls it'),
    read('description'),
    allow('input_schema', anything, 'a JSON Schema: every key and every text in it is read'),
    allow('annotations', anything, 'read like any text, keys too'),
  ],
  ['name'],
)
const SERVER = [...ITEM, read('server_label')]
const failure = either(
  text,
  object([
    TYPE,
    allow('code', integer(Number.MIN_SAFE_INTEGER), 'what failed'),
    read('message'),
    allow('content', anything, READ),
  ]),
)

const SERVERS: Readonly<Record<string, Shape>> = {
  mcp_list_tools: item(SERVER, [allow('tools', listOf(listedTool), 'what a server offered'), read('error')]),
  mcp_call: item(SERVER, [
    allow('name', text, 'which tool'),
    allow('arguments', text, 'read raw, and once more decoded'),
    read('output'),
    allow('error', failure, READ),
    allow('approval_request_id', text, 'which request'),
  ]),
  mcp_approval_request: item(SERVER, [allow('name', text, 'which tool'), allow('arguments', text, READ)]),
  mcp_approval_response: item(ITEM, [
    allow('approval_request_id', text, 'which request'),
    allow('approve', flag, 'whether it was approved; there is no server that could act on it'),
    read('reason'),
  ]),
  image_generation_call: item(ITEM, [
    allow('result', opaque('image', text), 'an image: unread'),
    read('revised_prompt'),
    ...['action', 'background', 'output_format', 'quality', 'size'].map(read),
    allow('error', freeObject, READ),
    strip('svg_usage', 'what an earlier answer cost says nothing that the model needs'),
  ]),
}

/** By the `type` of the item. */
export const CALLS: Readonly<Record<string, Shape>> = { ...FUNCTIONS, ...SEARCHES, ...COMPUTERS, ...SHELLS, ...SERVERS }
