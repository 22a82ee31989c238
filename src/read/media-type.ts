import { Problem } from '../terms/problem.ts'

const JSON_IN_UTF_8 = /^application\/json[ \t]*(?:;[ \t]*(?:charset[ \t]*=[ \t]*(?:utf-?8|"utf-?8")[ \t]*)?)?$/i

/**
 * Refuses a body that cannot be read as it is (415), from its headers alone: anything but `application/json` in UTF-8
 * (RFC 8259 §8.1), and any content encoding but `identity` (RFC 9110 §8.4). A missing content type is refused too.
 */
export function checkMedia(contentType: string | undefined, contentEncoding: string | undefined): void {
  if (contentType === undefined || !JSON_IN_UTF_8.test(contentType.trim())) {
    throw new Problem('unsupported_media_type', 'content type is not JSON in UTF-8', { reason: 'content_type' })
  }
  if (contentEncoding !== undefined && contentEncoding.trim().toLowerCase() !== 'identity') {
    throw new Problem('unsupported_media_type', 'the body is encoded', { reason: 'content_encoding' })
  }
}
