import { isJsonObject } from '../terms/json.ts'
import { CALLS, ITEM } from './responses-calls.ts'
import { responsesPart } from './responses-parts.ts'
import { responsesTool } from './responses-tools.ts'
import { ELSEWHERE } from './reasons.ts'
import { allow } from './shape.ts'
import type { Field, Shape } from './shape.ts'
import { TYPE } from './shared-fields.ts'
import { byType, listOf, never, object } from './structures.ts'
import { sealed } from './unreadable.ts'
import { either, integer, oneOf, text } from './values.ts'

const content = either(text, listOf(responsesPart))

const message = object(
  [
    ...ITEM,
    allow('role', oneOf('system', 'developer', 'user', 'assistant'), 'who speaks'),
    allow('content', content, 'what is said'),
    allow('phase', oneOf('commentary', 'final_answer'), 'what kind of answer it was'),
  ],
  ['role', 'content'],
)

const thoughts = listOf(responsesPart)
const SEALED = allow('encrypted_content', sealed, 'sealed by its maker: unread')
const compaction = object([...ITEM, SEALED, allow('created_by', text, 'who made it')], ['type', 'encrypted_content'])
const tools = (...more: readonly Field[]) =>
  object([...ITEM, allow('tools', listOf(responsesTool), 'tools that the caller runs'), ...more], ['type', 'tools'])

const typed = byType(
  {
    message,
    ...CALLS,
    reasoning: object(
      [
        ...ITEM,
        allow('summary', thoughts, 'what the model thought'),
        allow('content', thoughts, 'what the model thought'),
        SEALED,
        allow('signature', sealed, 'sealed by its maker: unread'),
        allow('format', text, "the maker's format"),
        allow('index', integer(0), 'its place in an answer'),
      ],
      ['type'],
    ),
    compaction,
    context_compaction: compaction,
    compaction_summary: compaction,
    compaction_trigger: object([TYPE, allow('id', text, 'which item')], ['type']),
    agent_message: object(
      [
        ...ITEM,
        allow('author', text, 'read like any text'),
        allow('recipient', text, 'read like any text'),
        allow('content', content, 'what is said'),
        allow('agent', object([allow('agent_name', text, 'read like any text')]), 'who speaks'),
      ],
      ['type', 'content'],
    ),
    tool_search_output: tools(
      allow('call_id', text, 'which call'),
      allow('execution', oneOf('client', 'server'), 'who searched'),
    ),
    additional_tools: tools(allow('role', oneOf('developer'), 'who speaks')),
    item_reference: never(ELSEWHERE),
    configuration_update: never('settings inside the input would change how the rest is read'),
  },
  'unread',
)

/** One item of `input`. It may leave out its type: then it is a message, or else the id of an item that is stored elsewhere. */
export const inputItem: Shape = {
  ...typed,
  fits: (value, at, notes) => {
    if (!isJsonObject(value)) return false
    if ((value['type'] ?? null) !== null) return typed.fits(value, at, notes)
    return isReference(value) ? never(ELSEWHERE).fits(value, at, notes) : message.fits(value, at, notes)
  },
}

const isReference = (value: object): boolean => 'id' in value && !('role' in value) && !('content' in value)
