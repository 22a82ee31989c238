import type { Detector, Spotted } from '../terms/finding.ts'
import { isAlphanumeric, isWordAt, runRight } from './chars.ts'
import { spot } from './spot.ts'

const LONGEST = 16_384
const isBase64Url = (code: number): boolean => isAlphanumeric(code) || code === 45 || code === 95

/** JSON Web Tokens in compact form (RFC 7515 §3.1, RFC 7516 §3.1): the first part decodes to a JSON object with `alg`. */
export const jsonWebToken: Detector = {
  id: 'json-web-token',
  types: ['SECRET'],
  detect: (text) => {
    const found: Spotted[] = []
    for (let start = text.indexOf('eyJ'); start !== -1;) {
      const ends = isWordAt(text, start - 1) ? [start + 3] : partsFrom(text, start)
      const end = ends.at(-1) ?? start + 3
      if (ends.length >= 3 && hasAlg(text.slice(start, ends[0]))) found.push(...spot('SECRET', 0.95, start, end))
      start = text.indexOf('eyJ', Math.max(end, start + 3))
    }
    return found
  },
}

/** Where each part ends, of up to five parts with dots between. */
function partsFrom(text: string, start: number): readonly number[] {
  const ends = [runRight(text, start, isBase64Url, LONGEST)]
  while (ends.length < 5) {
    const end = ends.at(-1) ?? start
    const next = text.charCodeAt(end) === 46 ? runRight(text, end + 1, isBase64Url, LONGEST) : end
    if (next <= end + 1) break
    ends.push(next)
  }
  return ends
}

function hasAlg(part: string): boolean {
  try {
    const header: unknown = JSON.parse(Buffer.from(part.slice(0, 4096), 'base64url').toString('utf8'))
    return typeof header === 'object' && header !== null && 'alg' in header
  } catch {
    return false // not JSON, so it is not a token; other detectors look at the same text
  }
}
