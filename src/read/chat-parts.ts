import { allow, anything, strip } from './shape.ts'
import type { Field, Shape } from './shape.ts'
import { byType, object, opaque } from './structures.ts'
import { either, freeObject, integer, matching, oneOf, text } from './values.ts'

const TYPE = allow('type', text, 'says what it is')
const CACHE = strip('cache_control', "it would lengthen the provider's cache of the prompt")

/** A part with one field of its own, in which the content stands. */
const part = (name: string, is: Shape, why: string, more: readonly Field[] = []) =>
  object([TYPE, allow(name, is, why), ...more, CACHE], ['type', name])

/**
 * Content stands in the body itself (RFC 2397). A URL elsewhere would be fetched by whichever server gets the request, a
 * local node too: what nobody read comes in, and what stands in the URL goes out.
 */
const mediaUrl = matching('a data: URL, because nothing is fetched from elsewhere', /^data:/i)
const detail = allow('detail', oneOf('auto', 'low', 'high', 'original'), 'how closely to look')
const media = (more: readonly Field[] = []) =>
  either(mediaUrl, object([allow('url', mediaUrl, 'a data: URL; nothing is fetched'), ...more], ['url']))

const sound = object([allow('data', text, 'the sound, in base64'), allow('format', text, 'its encoding')], ['data'])
const fileData = matching('base64 or a data: URL, because nothing is fetched from elsewhere', /^(?!\s*[a-z+.-]+:\/\/)/i)
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
