import { allow } from './shape.ts'
import type { Field } from './shape.ts'
import { object } from './structures.ts'
import { either, matching, oneOf, text } from './values.ts'

/**
 * Content stands in the body itself (RFC 2397). A URL elsewhere would be fetched by whichever server gets the request, a
 * local node too: what nobody read comes in, and what stands in the URL goes out.
 */
export const mediaUrl = matching('a data: URL, because nothing is fetched from elsewhere', /^data:/i)

/** The same as a string, or as an object with a `url`. */
export const media = (more: readonly Field[] = []) =>
  either(mediaUrl, object([allow('url', mediaUrl, 'a data: URL; nothing is fetched'), ...more], ['url']))

export const detail = allow('detail', oneOf('auto', 'low', 'high', 'original'), 'how closely to look')

export const sound = object(
  [allow('data', text, 'the sound, in base64'), allow('format', text, 'its encoding')],
  ['data'],
)

export const fileData = matching(
  'base64 or a data: URL, because nothing is fetched from elsewhere',
  /^(?!\s*[a-z+.-]+:\/\/)/i,
)
