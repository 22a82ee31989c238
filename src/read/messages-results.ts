import { allow, anything } from './shape.ts'
import type { Field, Shape } from './shape.ts'
import { TYPE } from './shared-fields.ts'
import { byType, listOf, object } from './structures.ts'
import {
  READ,
  block,
  documentBlock,
  imageBlock,
  read,
  searchResult,
  textBlock,
  toolReference,
} from './messages-parts.ts'
import { reference, sealed } from './unreadable.ts'
import { either, flag, identifier, integer, text } from './values.ts'

/** Calls of tools and their results, of earlier turns: what they say is read, and none of it is run again. */

const CALLER = allow(
  'caller',
  object([TYPE, allow('tool_id', text, 'which program')], ['type']),
  'who called: the model, or a program of an earlier answer',
)
const TOOLSET = read('toolset_name')

const call = (name: Shape, ...more: readonly Field[]): Shape =>
  block(
    [
      allow('id', text, 'which call'),
      allow('name', name, 'which tool'),
      allow('input', anything, 'read like any text, keys too'),
      CALLER,
      ...more,
    ],
    ['id', 'name', 'input'],
  )

const result = (content: Shape, ...more: readonly Field[]): Shape =>
  block(
    [allow('tool_use_id', text, 'which call this answers'), allow('content', content, READ), CALLER, ...more],
    ['tool_use_id'],
  )

const FAILED = allow('is_error', flag, 'how it went')

const tab = object([read('tab_id'), read('title'), read('url'), allow('active', flag, 'which one is seen')])
const change = object(
  [
    TYPE,
    ...['tab_id', 'download_id', 'url', 'path', 'error'].map(read),
    allow('size_bytes', integer(0), 'how large it is'),
  ],
  ['type'],
)
const browserState = block(
  [
    allow('tabs', listOf(tab), READ),
    allow(
      'state_changes',
      listOf(
        byType(
          { tab_opened: change, download_started: change, download_completed: change, download_failed: change },
          'unread',
        ),
      ),
      READ,
    ),
  ],
  ['tabs'],
)

const answered = byType(
  {
    text: textBlock,
    image: imageBlock,
    document: documentBlock,
    search_result: searchResult,
    tool_reference: toolReference,
    browser_state: browserState,
  },
  'unread',
)

const failure = object([TYPE, read('error_code'), read('error_message')], ['type'])
const SEALED = allow('encrypted_content', sealed, 'sealed by its maker: unread')
const FILES = allow(
  'content',
  listOf(object([TYPE, allow('file_id', reference, 'a file that is stored elsewhere')], ['type'])),
  'files that a program left',
)
const RUN = [FILES, allow('return_code', integer(-2_147_483_648), 'how it ended'), read('stderr')]
const ran = object([TYPE, read('stdout'), ...RUN], ['type'])
const ranSealed = object([TYPE, allow('encrypted_stdout', sealed, 'sealed by its maker: unread'), ...RUN], ['type'])

const line = (field: string): Field => allow(field, integer(0), 'which lines')
const viewed = object(
  [TYPE, read('content'), read('file_type'), ...['num_lines', 'start_line', 'total_lines'].map(line)],
  ['type', 'content'],
)
const replaced = object(
  [TYPE, allow('lines', listOf(text), READ), ...['new_lines', 'new_start', 'old_lines', 'old_start'].map(line)],
  ['type'],
)
const created = object([TYPE, allow('is_file_update', flag, 'whether there was one before')], ['type'])

const page = object([TYPE, read('title'), read('url'), read('page_age'), SEALED], ['type'])
const fetched = object(
  [TYPE, read('url'), read('retrieved_at'), allow('content', byType({ document: documentBlock }, 'unread'), READ)],
  ['type'],
)
const pages = byType({ web_search_result: page }, 'unread')
const advice = [TYPE, read('stop_reason')]

/** By the `type` of the block. */
export const RESULTS: Readonly<Record<string, Shape>> = {
  tool_use: call(identifier, TOOLSET),
  server_tool_use: call(identifier),
  mcp_tool_use: call(identifier, read('server_name')),
  tool_result: result(either(text, listOf(answered)), FAILED, TOOLSET),
  mcp_tool_result: result(either(text, listOf(byType({ text: textBlock }, 'unread'))), FAILED),
  web_search_tool_result: result(either(listOf(pages), byType({ web_search_tool_result_error: failure }, 'unread'))),
  web_fetch_tool_result: result(byType({ web_fetch_result: fetched, web_fetch_tool_result_error: failure }, 'unread')),
  code_execution_tool_result: result(
    byType(
      {
        code_execution_result: ran,
        encrypted_code_execution_result: ranSealed,
        code_execution_tool_result_error: failure,
      },
      'unread',
    ),
  ),
  bash_code_execution_tool_result: result(
    byType({ bash_code_execution_result: ran, bash_code_execution_tool_result_error: failure }, 'unread'),
  ),
  text_editor_code_execution_tool_result: result(
    byType(
      {
        text_editor_code_execution_view_result: viewed,
        text_editor_code_execution_create_result: created,
        text_editor_code_execution_str_replace_result: replaced,
        text_editor_code_execution_tool_result_error: failure,
      },
      'unread',
    ),
  ),
  tool_search_tool_result: result(
    byType(
      {
        tool_search_tool_search_result: object(
          [TYPE, allow('tool_references', listOf(toolReference), 'what was found')],
          ['type'],
        ),
        tool_search_tool_result_error: failure,
      },
      'unread',
    ),
  ),
  advisor_tool_result: result(
    byType(
      {
        advisor_result: object([...advice, read('text')], ['type', 'text']),
        advisor_redacted_result: object([...advice, SEALED], ['type']),
        advisor_tool_result_error: failure,
      },
      'unread',
    ),
  ),
}
