import type { Site } from './own-page.ts'

/** Nothing that is answered may be kept, act as a page, be guessed to be something else, or be taken into another site's page. */
const HEADERS: Readonly<Record<string, string>> = {
  'cache-control': 'no-store', // but for the console's files, which say so themselves
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; sandbox",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()',
  'x-frame-options': 'DENY',
}

/** Headers for every answer of the admin listener. Whoever speaks TLS keeps to it for a year (RFC 6797). */
export const safeHeaders = (site: Site): Readonly<Record<string, string>> =>
  site?.protocol === 'https:' ? { ...HEADERS, 'strict-transport-security': 'max-age=31536000' } : HEADERS
