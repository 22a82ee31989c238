import { contentPart, imagePart, reasoningDetail } from './chat-parts.ts'
import { allow, forbid, strip } from './shape.ts'
import { CACHE_CONTROL, TYPE } from './shared-fields.ts'
import { byType, listOf, object, opaque } from './structures.ts'
import { either, identifier, integer, oneOf, text } from './values.ts'

const content = either(text, listOf(contentPart))

const calledFunction = object(
  [
    allow('name', identifier, 'which function'),
    allow('arguments', text, 'read raw, and once more decoded'),
    strip('parsed_arguments', "a client's own reading of the arguments"),
  ],
  ['name', 'arguments'],
)
const CALL = [
  allow('id', text, 'which call'),
  allow('index', integer(0), 'its place in an answer'),
  allow('type', text, 'says what it is'),
]
const toolCall = byType(
  {
    function: object([...CALL, allow('function', calledFunction, 'what was called')], ['type', 'function']),
    custom: object(
      [
        ...CALL,
        allow(
          'custom',
          object([allow('name', identifier, 'which tool'), allow('input', text, 'read like any text')], ['name']),
          'what was called',
        ),
      ],
      ['type', 'custom'],
    ),
  },
  oneOf('function', 'custom'),
)

const citation = object([
  allow('url', text, 'read like any text'),
  allow('title', text, 'read like any text'),
  allow('content', text, 'read like any text'),
  allow('start_index', integer(0), 'where in the answer'),
  allow('end_index', integer(0), 'where in the answer'),
])
const parsedFile = object([
  allow('hash', text, 'which file'),
  allow('name', text, 'read like any text'),
  allow('content', listOf(contentPart), 'the text of a file that was read for an earlier turn'),
])
const annotation = byType(
  {
    url_citation: object([TYPE, allow('url_citation', citation, 'what an answer referred to')], ['type']),
    file: object([TYPE, allow('file', parsedFile, 'what an answer referred to')], ['type']),
  },
  'unread',
)

const spoken = object([
  allow('id', text, 'an answer that is stored elsewhere'),
  allow('transcript', text, 'read like any text'),
  allow('data', text, 'the sound, in base64'),
  allow('format', text, 'its encoding'),
  allow('expires_at', integer(0), 'how long it is stored'),
])

/** One message: what a caller writes, and what clients send back of earlier answers. */
export const message = object(
  [
    allow('role', oneOf('system', 'developer', 'user', 'assistant', 'tool', 'function'), 'who speaks'),
    allow('content', content, 'what is said'),
    allow('name', text, 'who speaks, by name'),
    allow('tool_calls', listOf(toolCall), 'what the model asked for'),
    allow('tool_call_id', text, 'which call this answers'),
    allow('function_call', calledFunction, 'the older form of tool_calls'),
    allow('refusal', text, 'how the model declined'),
    allow('reasoning', text, 'what the model thought'),
    allow('reasoning_content', text, 'the same, as other servers name it'),
    allow('reasoning_details', listOf(reasoningDetail), 'the same, in pieces'),
    allow('audio', opaque('audio', spoken), 'a spoken answer: unread'),
    allow('images', listOf(byType({ image_url: imagePart }, 'unread')), 'images that a model made: unread'),
    allow('annotations', listOf(annotation), 'what an answer referred to'),
    strip('parsed', "a client's own reading of the content"),
    CACHE_CONTROL,
    forbid('configuration_update', 'settings inside a message would change how the rest is read'),
  ],
  ['role'],
)
