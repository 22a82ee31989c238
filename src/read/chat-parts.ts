import { detail, fileData, media, mediaUrl, sound } from './media.ts'
import { allow, anything } from './shape.ts'
import type { Field, Shape } from './shape.ts'
import { CACHE_BREAKPOINT, CACHE_CONTROL, TYPE } from './shared-fields.ts'
import { byType, object, opaque } from './structures.ts'
import { either, freeObject, integer, text } from './values.ts'

/** A part with one field of its own, in which the content stands. */
const part = (name: string, is: Shape, why: string, more: readonly Field[] = []) =>
  object([TYPE, allow(name, is, why), ...more, CACHE_CONTROL, CACHE_BREAKPOINT], ['type', name])

const storedFile = object([
  allow('file_data', fileData, 'its content: base64 or a data: URL; nothing is fetched'),
  allow('file_id', opaque('reference', text), 'a file that is stored elsewhere'),
  allow('filename', text, 'read like any text'),
])

export const textPart = part('text', text, 'what is said')

export const imagePart = opaque(
  'image',
  part('image_url', media([detail]), 'an image: unread', [allow('index', integer(0), 'its place in an answer')]),
)

/** One part of a message's content (OpenAI's types, OpenRouter's and vLLM's). */
export const contentPart = byType(
  {
    text: textPart,
    refusal: part('refusal', text, 'how a model declined'),
    image_url: imagePart,
    input_audio: opaque('audio', part('input_audio', sound, 'sound: unread')),
    audio_url: opaque('audio', part('audio_url', media(), 'sound: unread')),
    file: opaque('file', part('file', storedFile, 'a file: unread')),
    video_url: opaque('video', part('video_url', media(), 'a video: unread')),
    input_video: opaque('video', part('input_video', either(mediaUrl, freeObject), 'a video: unread')),
  },
  'unread',
)

const encrypted = opaque('encrypted', text)
const REASONING: readonly Field[] = [
  TYPE,
  allow('id', text, 'its id'),
  allow('format', text, "the maker's format"),
  allow('index', integer(0), 'its place in an answer'),
  allow('signature', encrypted, 'sealed by its maker: unread'),
]

/** What a model thought, as OpenRouter returns it and a client sends it back (`reasoning_details`). */
export const reasoningDetail = byType(
  {
    'reasoning.text': object([...REASONING, allow('text', text, 'read like any text')], ['type']),
    'reasoning.summary': object([...REASONING, allow('summary', text, 'read like any text')], ['type']),
    'reasoning.encrypted': object([...REASONING, allow('data', encrypted, 'sealed by its maker: unread')], ['type']),
    'reasoning.server_tool_call': object(
      [
        ...REASONING,
        allow('name', text, 'which tool'),
        allow('tool_call_id', text, 'which call'),
        allow('status', text, 'how it went'),
        allow('arguments', anything, 'read like any text'),
        allow('result', anything, 'read like any text'),
      ],
      ['type'],
    ),
  },
  'unread',
)
