import { detail, fileData, media, mediaUrl, sound } from './media.ts'
import { allow, strip } from './shape.ts'
import type { Field, Shape } from './shape.ts'
import { CACHE_BREAKPOINT, TYPE } from './shared-fields.ts'
import { byType, listOf, object, opaque } from './structures.ts'
import { reference, sealed } from './unreadable.ts'
import { freeObject, integer, text } from './values.ts'

const part = (fields: readonly Field[], required: readonly string[] = []): Shape =>
  object([TYPE, ...fields, CACHE_BREAKPOINT], ['type', ...required])

const plain = part([allow('text', text, 'read like any text')], ['text'])

const imageFields = [
  allow('image_url', mediaUrl, 'a data: URL; nothing is fetched'),
  allow('file_id', reference, 'an image that is stored elsewhere'),
  detail,
]
const file = [
  allow('file_data', fileData, 'its content: base64 or a data: URL; nothing is fetched'),
  allow('file_url', mediaUrl, 'a data: URL; nothing is fetched'),
  allow('file_id', reference, 'a file that is stored elsewhere'),
  allow('filename', text, 'read like any text'),
  detail,
]

const RANGE = [
  allow('start_index', integer(0), 'where in the answer'),
  allow('end_index', integer(0), 'where in the answer'),
]
const INDEX = allow('index', integer(0), 'where in the answer')
const FILE = [
  allow('file_id', reference, 'a file that is stored elsewhere'),
  allow('filename', text, 'read like any text'),
]
const annotation = byType(
  {
    file_citation: object([TYPE, ...FILE, INDEX], ['type']),
    file_path: object([TYPE, ...FILE, INDEX], ['type']),
    container_file_citation: object(
      [TYPE, ...FILE, allow('container_id', reference, 'a container that is kept elsewhere'), ...RANGE],
      ['type'],
    ),
    url_citation: object(
      [
        TYPE,
        allow('url', text, 'read like any text'),
        allow('title', text, 'read like any text'),
        allow('content', text, 'read like any text'),
        ...RANGE,
      ],
      ['type'],
    ),
  },
  'unread',
)

const answer = part(
  [
    allow('text', text, 'what a model said'),
    allow('annotations', listOf(annotation), 'what an answer referred to'),
    strip('logprobs', 'how likely each piece of an earlier answer was says nothing more than the answer'),
    strip('parsed', "a client's own reading of the text"),
  ],
  ['text'],
)

/** One part of a message or of a tool's result, in the Responses API (OpenAI's types, OpenRouter's and Codex's). */
export const responsesPart = byType(
  {
    input_text: plain,
    output_text: answer,
    text: plain,
    summary_text: plain,
    reasoning_text: plain,
    refusal: part([allow('refusal', text, 'how a model declined')], ['refusal']),
    input_image: opaque('image', part(imageFields)),
    computer_screenshot: opaque('image', part(imageFields)),
    input_file: opaque('file', part(file)),
    input_audio: opaque('audio', part([allow('input_audio', sound, 'sound: unread')], ['input_audio'])),
    output_audio: opaque(
      'audio',
      part([allow('data', text, 'the sound, in base64'), allow('transcript', text, 'read like any text')]),
    ),
    input_video: opaque('video', part([allow('video_url', media(), 'a video: unread')], ['video_url'])),
    encrypted_content: part([allow('encrypted_content', sealed, 'sealed by its maker: unread')], ['encrypted_content']),
  },
  'unread',
)

/** What a file search found. */
export const found = object([
  ...FILE,
  allow('text', text, 'read like any text'),
  allow('score', { says: 'a number', fits: (value) => typeof value === 'number' }, 'how well it fits'),
  allow('attributes', freeObject, 'read like any text, keys too'),
])
