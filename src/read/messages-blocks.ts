import { addedTool, removedTool } from './messages-tools.ts'
import { READ, block, documentBlock, imageBlock, read, searchResult, textBlock } from './messages-parts.ts'
import { RESULTS } from './messages-results.ts'
import { allow, anything } from './shape.ts'
import { byType, listOf, object } from './structures.ts'
import { reference, sealed } from './unreadable.ts'
import { either, freeObject, identifier, oneOf, text } from './values.ts'

const SIGNATURE = allow('signature', sealed, 'sealed by its maker: unread')

const TOOL_CHANGES = {
  tool_addition: block([allow('tool', addedTool, 'a tool that the caller runs')], ['tool']),
  tool_removal: block([allow('tool', removedTool, 'which tool')], ['tool']),
}

const listedTool = object(
  [
    allow('name', identifier, 'what the model calls it'),
    read('description'),
    allow('input_schema', freeObject, 'a JSON Schema: every key and every text in it is read'),
  ],
  ['name'],
)
const hop = object([allow('model', text, 'which model')])

/** One block of a message's content (Anthropic's types, with those of its betas). */
export const contentBlock = byType(
  {
    text: textBlock,
    image: imageBlock,
    document: documentBlock,
    search_result: searchResult,
    thinking: block([allow('thinking', text, 'what the model thought'), SIGNATURE], ['thinking']),
    redacted_thinking: block([allow('data', sealed, 'sealed by its maker: unread')], ['data']),
    ...RESULTS,
    container_upload: block([allow('file_id', reference, 'a file that is stored elsewhere')], ['file_id']),
    compaction: block([
      allow('content', text, 'what an earlier part of the conversation was summed up to'),
      allow('encrypted_content', sealed, 'sealed by its maker: unread'),
      SIGNATURE,
      allow('tool_changes', listOf(byType(TOOL_CHANGES, 'unread')), 'tools that the caller runs'),
    ]),
    ...TOOL_CHANGES,
    mcp_tool_listing: block(
      [read('mcp_server_name'), allow('tools', listOf(listedTool), 'what a server offered')],
      ['tools'],
    ),
    fallback: block([
      allow('from', hop, 'which model had answered'),
      allow('to', hop, 'which model had answered instead; nothing is asked of either'),
      allow('trigger', anything, READ),
    ]),
  },
  'unread',
)

export const system = either(text, listOf(byType({ text: textBlock }, oneOf('text'))))

const effort = object([allow('effort', oneOf('low', 'medium', 'high', 'xhigh', 'max'), 'how much to think')])

/** One message: what a caller writes, and what clients send back of earlier answers. */
export const messagesMessage = object(
  [
    allow('role', oneOf('user', 'assistant', 'system'), 'who speaks'),
    allow('content', either(text, listOf(contentBlock)), 'what is said'),
    allow('clear_at', oneOf('next_user_message', 'never'), 'until when a system message holds'),
    allow('output_config', effort, 'from here on'),
  ],
  ['role'],
)
