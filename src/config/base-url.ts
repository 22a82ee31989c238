import { whyNotDialled } from './literal.ts'

export type CheckedUrl = { readonly url: URL } | { readonly wrong: string }

/**
 * A base URL that is written exactly as it will be dialled, or why it is not: a sentence that goes after the key. Other
 * spellings (`127.1`, `0x7f000001`, upper case, a last dot, full-width digits, a default port) are refused, since a reader of the file may take
 * them for another host than a URL parser does. No message quotes a URL that may hold a password.
 */
export function checkUrl(text: string): CheckedUrl {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url === null) return wrong('is not a URL, such as https://host.example.com/v1')
  if (text.includes('@') || url.username !== '' || url.password !== '') return wrong('may not hold a user or password')
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return wrong('must start with http:// or https://')
  if (/[?#]/.test(text)) return wrong('may not have a query or fragment (?, #)')
  if (url.hostname.endsWith('.')) return wrong('may not have a dot after its host')
  const why = whyNotDialled(url.hostname)
  if (why !== null) return wrong(`has the host ${url.hostname}, which ${why}`)
  const spelt = url.pathname === '/' ? [url.href, url.origin] : [url.href]
  if (!spelt.includes(text)) return wrong(`must be written as it is dialled: ${spelt.at(-1) ?? ''}`)
  if (url.pathname.includes('//')) return wrong('may not have // in its path')
  return { url }
}

const wrong = (message: string): CheckedUrl => ({ wrong: message })
