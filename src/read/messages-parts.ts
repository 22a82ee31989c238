import { allow, forbid, strip } from './shape.ts'
import type { Field, Shape } from './shape.ts'
import { TYPE } from './shared-fields.ts'
import { byType, listOf, object, opaque } from './structures.ts'
import { reference, sealed } from './unreadable.ts'
import { either, flag, integer, matching, oneOf, text } from './values.ts'

/** What the blocks of a message and of a tool's result have in common, in Anthropic's Messages API. */

export const READ = 'read like any text'
export const read = (field: string): Field => allow(field, text, READ)

/** Without a `ttl` a provider keeps the prompt in its memory for five minutes, the shortest there is. */
export const CACHED: Field = allow(
  'cache_control',
  object(
    [
      allow('type', oneOf('ephemeral'), 'what is kept'),
      strip('ttl', 'five minutes are the longest', oneOf('5m', '1h')),
      strip('scope', 'what is kept is not shared'),
    ],
    ['type'],
  ),
  'up to here the provider may keep what it computed for five minutes',
)

/** One block: its `type`, its own fields, and the mark for the cache. */
export const block = (fields: readonly Field[], required: readonly string[] = []): Shape =>
  object([TYPE, ...fields, CACHED], ['type', ...required])

const INDEXES = [
  'document_index',
  'search_result_index',
  'start_char_index',
  'end_char_index',
  'start_page_number',
  'end_page_number',
  'start_block_index',
  'end_block_index',
].map((field) => allow(field, integer(0), 'where it stands'))

const citation = object(
  [
    TYPE,
    ...['cited_text', 'document_title', 'title', 'source', 'url'].map(read),
    ...INDEXES,
    allow('file_id', reference, 'a file that is stored elsewhere'),
    allow('encrypted_index', sealed, 'sealed by its maker: unread'),
  ],
  ['type'],
)
const citations = listOf(
  byType(
    {
      char_location: citation,
      page_location: citation,
      content_block_location: citation,
      web_search_result_location: citation,
      search_result_location: citation,
    },
    'unread',
  ),
)

export const textBlock = block(
  [
    allow('text', text, 'what is said'),
    allow('citations', citations, 'what an answer referred to'),
    strip('parsed_output', "a client's own reading of the text"),
  ],
  ['text'],
)

const FILE = allow('file_id', reference, 'a file that is stored elsewhere')
const REMOTE = forbid('url', 'nothing is fetched from elsewhere; send the content itself')
const MEDIA_TYPE = allow('media_type', text, 'its encoding')
const stored = object([TYPE, FILE], ['type', 'file_id'])
const remote = object([TYPE, REMOTE], ['type', 'url'])
const base64 = object([TYPE, MEDIA_TYPE, allow('data', text, 'its content, in base64: unread')], ['type', 'data'])

const imageSource = byType({ base64, file: stored, url: remote }, oneOf('base64', 'file'))
const transformations = object([allow('oversized_image', oneOf('downsize', 'error'), 'what is done with a large one')])

export const imageBlock = opaque(
  'image',
  block(
    [allow('source', imageSource, 'an image: unread'), allow('transformations', transformations, 'its size')],
    ['source'],
  ),
)

const documentSource = byType(
  {
    base64: opaque('file', base64),
    text: object([TYPE, MEDIA_TYPE, allow('data', text, READ)], ['type', 'data']),
    content: object(
      [TYPE, allow('content', either(text, listOf(byType({ text: textBlock, image: imageBlock }, 'unread'))), READ)],
      ['type', 'content'],
    ),
    file: opaque('file', stored),
    url: remote,
  },
  oneOf('base64', 'text', 'content', 'file'),
)
const CITED = allow('citations', object([allow('enabled', flag, 'whether it is cited')]), 'whether it is cited')

export const documentBlock = block(
  [allow('source', documentSource, 'text is read; anything else is unread'), read('title'), read('context'), CITED],
  ['source'],
)

/** No server is known to fetch it; but one that did would get what was never read. */
const whereItIs = opaque('reference', matching('a URL', /^\s*[a-z][a-z0-9+.-]*:\/\//i))

export const searchResult = block(
  [
    allow('source', either(whereItIs, text), 'read like any text; a URL names content that nobody has read'),
    read('title'),
    allow('content', listOf(byType({ text: textBlock }, 'unread')), READ),
    CITED,
  ],
  ['source', 'content'],
)

export const toolReference = block([read('tool_name')], ['tool_name'])
