import type { Detector, Spotted } from '../terms/finding.ts'
import { isAlphanumeric, isSpace, isWordAt, runLeft } from './chars.ts'
import { isPlaceholder } from './placeholder.ts'
import { spot } from './spot.ts'

const LONGEST = 2048
const SCHEME_CHARS = new Set([...'+-.'].map((char) => char.charCodeAt(0)))
const CLOSERS = new Set([...'"\'<>`|\\^{}'].map((char) => char.charCodeAt(0)))
const WEB = /^(?:https?|ftps?|wss?|sftp|ssh)$/i
const isScheme = (code: number): boolean => isAlphanumeric(code) || SCHEME_CHARS.has(code)

/** Addresses on the web. They say little by themselves, and are never guessed without a scheme or `www.`. */
export const url: Detector = {
  id: 'url',
  types: ['URL'],
  detect: (text) => {
    const found: Spotted[] = []
    for (const { start, authority, end } of urlsIn(text)) {
      if (!WEB.test(text.slice(start, authority - 3))) continue
      const host = /^[^/?#]*/.exec(text.slice(authority, authority + 300))?.[0] ?? ''
      if (/[\p{L}\p{N}]/u.test(host)) found.push(...spot('URL', 0.6, start, Math.max(end, authority + 1)))
    }
    for (const { index } of text.matchAll(/(?<![\w./-])www\.(?=[a-z0-9-]{1,63}\.[a-z])/gi))
      found.push(...spot('URL', 0.6, index, endOfUrl(text, index)))
    return found
  },
}

/** `scheme://user:password@host`, whatever the scheme: databases, queues, proxies, git remotes. */
export const urlCredentials: Detector = {
  id: 'url-credentials',
  types: ['SECRET'],
  detect: (text) => {
    const found: Spotted[] = []
    for (const { start, authority, end } of urlsIn(text)) {
      const credentials = credentialsIn(text.slice(authority, Math.min(text.length, authority + 512)))
      if (credentials !== null) found.push(...spot('SECRET', credentials, start, end))
    }
    return found
  },
}

/** How sure the user info of an authority is a credential (RFC 3986 §3.2.1); null when there is none. */
function credentialsIn(rest: string): number | null {
  const authority = /^[^/?#\s"'<>`]*/.exec(rest)?.[0] ?? ''
  // A password with a raw slash or hash in it ends the authority early for a parser, and for nobody else.
  const loose = /^[^\s"'<>`@]{1,200}@[\w.-]+/.exec(rest)?.[0] ?? ''
  const whole = authority.includes('@') ? authority : /^[^/?#:]*:[^@]*@/.test(loose) ? loose : ''
  const at = whole.lastIndexOf('@')
  const colon = whole.indexOf(':')
  if (at <= 0) return null
  if (colon === -1 || colon > at) return at >= 20 && /\d/.test(whole.slice(0, at)) ? 0.8 : null // a token as the user
  const password = whole.slice(colon + 1, at)
  if (password === '') return at >= 20 ? 0.8 : null
  if (/[\\()${}]/.test(whole.slice(0, at)) && !/\d/.test(password)) return null // a pattern, or a template
  if (isPlaceholder(password)) return /^(?:password|secret|pass)$/i.test(password) ? 0.45 : null
  return 0.95
}

type Found = { readonly start: number; readonly authority: number; readonly end: number }

function urlsIn(text: string): Found[] {
  const urls: Found[] = []
  for (let at = text.indexOf('://'); at !== -1;) {
    const start = runLeft(text, at, isScheme, 32)
    const end = endOfUrl(text, at + 3)
    if (start < at && !isWordAt(text, start - 1)) urls.push({ start, authority: at + 3, end })
    at = text.indexOf('://', Math.max(end, at + 3))
  }
  return urls
}

function endOfUrl(text: string, from: number): number {
  let end = from
  const stop = Math.min(text.length, from + LONGEST)
  while (end < stop && !isSpace(text.charCodeAt(end)) && !CLOSERS.has(text.charCodeAt(end))) end++
  const isOpen = text.slice(from, end).includes('(')
  while (end > from && (isOpen ? /[.,;:!?\]]/ : /[.,;:!?)\]]/).test(text.charAt(end - 1))) end--
  return end
}
