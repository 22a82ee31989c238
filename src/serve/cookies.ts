import type { Site } from './own-page.ts'
import { valuesOf } from './raw-headers.ts'

/** The cookies that we set: `session` says who is signed in, `signIn` which sign-in at a provider is under way. */
export type CookieKind = 'session' | 'signIn'

const NAMES: Readonly<Record<CookieKind, string>> = { session: 'cordon', signIn: 'cordon-sign-in' }

/** By its name a browser holds a `__Host-` cookie to this very host, and to TLS (RFC 6265bis §4.1.3.2). */
const nameOf = (kind: CookieKind, site: Site) => `${site?.protocol === 'https:' ? '__Host-' : ''}${NAMES[kind]}`

/** The value of one of our cookies; null when there is none, or more than one: then another server on this host has set it too. */
export function cookieIn(rawHeaders: readonly string[], kind: CookieKind, site: Site): string | null {
  const pairs = valuesOf(rawHeaders, 'cookie').flatMap((header) => header.split(';').map((pair) => pair.trim()))
  const start = `${nameOf(kind, site)}=`
  const values = pairs.filter((pair) => pair.startsWith(start)).map((pair) => pair.slice(start.length))
  return values.length === 1 && /^[A-Za-z0-9_-]{43}$/.test(values[0] ?? '') ? (values[0] ?? null) : null
}

/**
 * A `set-cookie` header; a null value takes the cookie away. No script can read it. A session's is sent by pages of this site alone; a
 * sign-in's also when the provider sends the browser back, and for ten minutes.
 */
export function setCookie(kind: CookieKind, value: string | null, site: Site): string {
  const secure = site?.protocol === 'https:' ? '; Secure' : ''
  const sameSite = kind === 'session' ? 'Strict' : 'Lax'
  const age = value === null ? '; Max-Age=0' : kind === 'signIn' ? '; Max-Age=600' : ''
  return `${nameOf(kind, site)}=${value ?? ''}; Path=/; HttpOnly; SameSite=${sameSite}${secure}${age}`
}
