import { Problem } from '../terms/problem.ts'
import { onlyValueOf, valuesOf } from './raw-headers.ts'

/** Under which address people open the console; null: under the listener's own only. */
export type Site = URL | null

const ADDRESS = /^(?:\d{1,3}(?:\.\d{1,3}){3}|\[[0-9a-f:.]+\]|localhost)(?::\d{1,5})?$/i

/**
 * Refuses a name that is not ours: a page of a stranger whose name was made to point here (DNS rebinding) has its own in `host`, and cannot
 * have another. An address is nobody's name, so any will do; `localhost` is never looked up (RFC 6761 §6.3).
 */
export function requireOwnHost(rawHeaders: readonly string[], site: Site): void {
  const host = onlyValueOf(rawHeaders, 'host')
  if (host !== null && (ADDRESS.test(host) || host.toLowerCase() === site?.host)) return
  throw new Problem('misdirected', 'a host that is not ours')
}

/**
 * Refuses what another page sent along with the cookie of this one, which a browser may do from another port of the same host in spite of
 * `SameSite`. What only reads is fine unless the browser says that it comes from elsewhere; what changes anything must prove that it does not,
 * by what no other page can send: `sec-fetch-site` (Fetch Metadata), or else `origin`; a header of its own; and for a body a type that no form has.
 */
export function requireOwnPage(rawHeaders: readonly string[], site: Site, changes: boolean): void {
  const from = valuesOf(rawHeaders, 'sec-fetch-site')
  const isOwn = from.length === 1 && from[0] === 'same-origin'
  if (!changes && (from.length === 0 || isOwn || (from.length === 1 && from[0] === 'none'))) return
  const proven = from.length === 0 ? isOwnOrigin(rawHeaders, site) : isOwn
  const marked = onlyValueOf(rawHeaders, 'x-cordon-console') === '1'
  const isJson = valuesOf(rawHeaders, 'content-type').every((type) => /^application\/json(?:;|$)/i.test(type))
  if (changes && proven && marked && isJson) return
  throw new Problem('cross_site', 'a question from another page')
}

function isOwnOrigin(rawHeaders: readonly string[], site: Site): boolean {
  const [origin, host] = [onlyValueOf(rawHeaders, 'origin'), onlyValueOf(rawHeaders, 'host') ?? '']
  if (origin === null || origin === site?.origin) return origin !== null
  // By an address the page may be open with and without TLS; by its name it is what "console.url" says, and nothing else.
  return host.toLowerCase() !== site?.host && [`http://${host}`, `https://${host}`].includes(origin)
}
