import type { Detector, Spotted } from '../terms/finding.ts'
import { isAlphanumeric, isLetter } from './chars.ts'
import { spot } from './spot.ts'

const LOCAL = new Set([..."!#$%&'*+/=?^_`{|}~.-"].map((char) => char.charCodeAt(0)))
const MOST_LOCAL = 64
const MOST_DOMAIN = 254
const isLocal = (code: number): boolean => isAlphanumeric(code) || LOCAL.has(code) || code > 0x00bf
const isDomain = (code: number): boolean => isAlphanumeric(code) || code === 45 || code === 46 || code > 0x00bf
const DOMAIN = /^(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.){1,8}(?:\p{L}{2,24}|xn--[a-z0-9-]{2,59})$/iu
const FILES = /\.(?:png|jpe?g|gif|svg|webp|avif|ico|css|m?js|tsx?|json|py|html?)$/i
const SPECIMEN = /(?:^|\.)example(?:\.(?:com|org|net|edu))?$|\.(?:test|invalid)$/i
const ROLE = /^(?:info|support|noreply|no-reply|donotreply|admin|webmaster|postmaster|sales|contact|hello|office|git)$/i
/** Spelled out so that machines do not see it. Bounded, and tried only where one of the signs for @ is. */
const SPELLED =
  /(?<![\w.+-])([a-z0-9][\w.+-]{0,63}) ?(?:\[at\]|\(at\)|\{at\}|<at>| at ) ?((?:[a-z0-9-]{1,63}(?: ?(?:\[dot\]|\(dot\)|\{dot\}|<dot>| dot ) ?|\.)){1,4}(?:com|org|net|edu|gov|info|io|dev|eu|de|fr|es|it|nl|ch|at|be|uk|us|ca|au|pl|se|[a-z]{2}))(?![\w])/giy

/** E-mail addresses (RFC 5321 lengths). A public suffix is not demanded: `.internal` is read as well. */
export const emailAddress: Detector = {
  id: 'email-address',
  types: ['EMAIL_ADDRESS'],
  detect: (text) => {
    const found: Spotted[] = []
    for (let at = text.indexOf('@'); at !== -1; at = text.indexOf('@', at + 1)) found.push(...around(text, at))
    if (/[[({<]at[\])}>]| dot |[[({<]dot[\])}>]/i.test(text)) found.push(...spelled(text))
    return found
  },
}

function around(text: string, at: number): readonly Spotted[] {
  let start = at
  while (start > 0 && at - start < MOST_LOCAL && isLocal(text.charCodeAt(start - 1))) start--
  while (start < at && !isAlphanumeric(text.charCodeAt(start)) && text.charCodeAt(start) < 0xc0) start++ // opening quotes
  let end = at + 1
  while (end < text.length && end - at < MOST_DOMAIN && isDomain(text.charCodeAt(end))) end++
  while (end > at && !isLetter(text.charCodeAt(end - 1)) && text.charCodeAt(end - 1) < 0xc0) end--
  const slash = text.slice(start, at).lastIndexOf('=') // a parameter's name is not a part of the address
  if (slash !== -1) start += slash + 1
  const local = text.slice(start, at)
  const domain = text.slice(at + 1, end)
  if (local === '' || local.includes('..') || !DOMAIN.test(domain) || FILES.test(domain)) return []
  if (isUserInfo(text, start) || (local === 'git' && text.charAt(end) === ':')) return []
  return spot('EMAIL_ADDRESS', scoreOf(local, domain), start, end)
}

function scoreOf(local: string, domain: string): number {
  if (local.length === 1 && !/\.(?:com|org|net|edu|gov|[a-z]{2})$/i.test(domain)) return 0.4
  if (SPECIMEN.test(domain)) return 0.7
  return ROLE.test(local) ? 0.7 : 0.95
}

/** True for what stands between `://` and `@` in a URL. */
function isUserInfo(text: string, start: number): boolean {
  const before = text.slice(Math.max(0, start - 128), start)
  const scheme = before.lastIndexOf('://')
  return scheme !== -1 && !/[\s/?#]/.test(before.slice(scheme + 3))
}

function spelled(text: string): readonly Spotted[] {
  const found: Spotted[] = []
  for (const { index } of text.matchAll(/[[({<]at[\])}>]| at /gi)) {
    const from = Math.max(0, index - 65)
    const start = index - (/[\w.+-]{1,64} ?$/.exec(text.slice(from, index))?.[0].length ?? 0)
    SPELLED.lastIndex = 0
    const match = SPELLED.exec(text.slice(start, index + 140))
    if (match === null || !/dot/i.test(match[2] ?? '')) continue
    found.push(...spot('EMAIL_ADDRESS', 0.75, start, start + match[0].length))
  }
  return found
}
