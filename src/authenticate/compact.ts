import { isJsonObject } from '../terms/json.ts'
import type { JsonObject } from '../terms/json.ts'
import { ALGORITHMS } from './algorithms.ts'
import { isPlainText } from './plain-text.ts'
import { refused } from './refusal.ts'
import { parseStrictJson } from './strict-json.ts'

/** A token's parts, read but NOT verified. */
export type Unverified = { readonly header: Header; readonly claims: JsonObject }

/** `typ` is null where a token says nothing of what it is. */
export type Header = { readonly alg: string; readonly kid: string; readonly typ: string | null }

const MAX_HEADER_BYTES = 2 * 1024
const MAX_DEPTH = 8
/**
 * Header parameters that may be there. The thumbprints only name the key once more. Everything that could bring a key,
 * point at one, or change what is signed (jwk, jku, x5u, x5c, crit, b64, zip, cty) is refused, not ignored, so that a
 * probe is seen (RFC 8725 §3.10).
 */
const HEADER_NAMES: readonly string[] = ['alg', 'kid', 'typ', 'x5t', 'x5t#S256']

/**
 * Reads a JWS in compact form (RFC 7515 §7.1). One token has one spelling: each part must be exactly what encoding its
 * bytes gives (no padding, white space, or stray low bits), and each JSON text must have one meaning.
 */
export function readCompact(token: string): Unverified {
  const parts = token.split('.')
  if (parts.length === 5) throw refused('jwe')
  const [header, claims, signature, ...more] = parts.map(decoded)
  if (header === undefined || claims === undefined || signature === undefined || more.length > 0) {
    throw refused('malformed')
  }
  if (header.length > MAX_HEADER_BYTES) throw refused('header_size')
  const checked = checkHeader(jsonObject(header))
  if (signature.length === 0) throw refused('sig')
  return { header: checked, claims: jsonObject(claims) }
}

function decoded(part: string): Buffer {
  const bytes = Buffer.from(part, 'base64url')
  if (bytes.toString('base64url') !== part) throw refused('noncanonical')
  return bytes
}

function jsonObject(bytes: Buffer): JsonObject {
  const read = parseStrictJson(bytes, MAX_DEPTH)
  if (read.flaw !== null) throw refused(read.flaw)
  if (!isJsonObject(read.value)) throw refused('json')
  return read.value
}

function checkHeader(header: JsonObject): Header {
  if (Object.keys(header).some((name) => !HEADER_NAMES.includes(name))) throw refused('header')
  const { alg, kid, typ } = header
  if (typeof alg !== 'string' || !ALGORITHMS.has(alg)) throw refused('alg')
  if (!isPlainText(kid)) throw refused('kid')
  if (typ !== undefined && !isPlainText(typ)) throw refused('typ')
  return { alg, kid, typ: typ?.toLowerCase().replace(/^application\//, '') ?? null } // RFC 7515 §4.1.9
}
