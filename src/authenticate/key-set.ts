import { createHash } from 'node:crypto'
import { createLocalJWKSet, importJWK } from 'jose'
import type { JWK, JWTVerifyGetKey } from 'jose'
import { isJsonObject } from '../terms/json.ts'
import type { JsonObject, JsonValue } from '../terms/json.ts'
import { ALGORITHMS, fits } from './algorithms.ts'
import { isPlainText } from './plain-text.ts'
import { parseStrictJson } from './strict-json.ts'

/** An issuer's public keys, checked as a whole. */
export type KeySet = {
  readonly keyFor: JWTVerifyGetKey
  readonly kids: readonly string[]
  /** SHA-256 of the document, to tell whether another one differs. */
  readonly digest: string
}

/** Why a document is not used as a key set. It quotes nothing from the document. */
export class KeySetFlaw extends Error {
  override readonly name = 'KeySetFlaw'
}

/** Bytes of a key set document. */
export const MAX_KEY_SET = 256 * 1024
const MAX_KEYS = 100
const MAX_DEPTH = 8
const MIN_RSA_BITS = 2048 // RFC 7518 §3.3
const MAX_RSA_BITS = 16_384 // verifying takes time quadratic in this
/** Members that only private or symmetric keys have (RFC 7518 §6, RFC 9964 for `priv`). */
const SECRET_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k', 'priv']

/**
 * Reads a JWK set (RFC 7517 §5), or throws KeySetFlaw. One bad key spoils the set, since its issuer is confused or is
 * not who answered: private or symmetric keys, duplicate `kid`, RSA outside 2048 to 16384 bits, an `alg` that does not
 * match the key, or a key that cannot be imported. Keys for other purposes are left out; at least one usable key must
 * remain. A key without a plain `kid` is not usable, because a token must name its key.
 */
export async function readKeySet(body: Uint8Array, algorithms: readonly string[]): Promise<KeySet> {
  const keys = keysOf(body)
  keys.forEach(checkKey)
  const kids = keys.flatMap(({ kid }) => (typeof kid === 'string' ? [kid] : []))
  if (new Set(kids).size !== kids.length) throw new KeySetFlaw('two keys have the same kid')
  const usable = keys.filter((key) => algorithmsOf(key, algorithms).length > 0)
  if (usable.length === 0) throw new KeySetFlaw('no key can be used with the algorithms of this issuer')
  for (const key of usable) await checkImport(key, algorithms)
  return {
    keyFor: createLocalJWKSet({ keys: usable.map(toJwk) }),
    kids: usable.map(({ kid }) => String(kid)),
    digest: createHash('sha256').update(body).digest('hex'),
  }
}

function keysOf(body: Uint8Array): readonly JsonObject[] {
  if (body.byteLength > MAX_KEY_SET) throw new KeySetFlaw('the document is too large')
  const read = parseStrictJson(body, MAX_DEPTH)
  if (read.flaw !== null) throw new KeySetFlaw(`the document is not strict JSON (${read.flaw})`)
  const keys: JsonValue | undefined = isJsonObject(read.value) ? read.value['keys'] : undefined
  if (!isList(keys) || !keys.every(isJsonObject)) throw new KeySetFlaw('the document has no list of keys')
  if (keys.length === 0) throw new KeySetFlaw('the list of keys is empty')
  if (keys.length > MAX_KEYS) throw new KeySetFlaw('there are too many keys')
  return keys
}

function isList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value)
}

function checkKey(key: JsonObject): void {
  const { kty, kid, alg, crv, n } = key
  if (kty === 'oct' || SECRET_MEMBERS.some((name) => name in key)) throw new KeySetFlaw('a key is private or symmetric')
  if (kid !== undefined && typeof kid !== 'string') throw new KeySetFlaw('a kid is not a string')
  if (kty === 'RSA' && !isRsaSize(n)) throw new KeySetFlaw('an RSA key is too small or too large')
  const symmetric = typeof alg === 'string' && /^(?:HS\d|none$)/i.test(alg)
  const known = typeof alg === 'string' && ALGORITHMS.has(alg)
  if (symmetric || (known && !fits(alg, kty, crv))) throw new KeySetFlaw('the alg of a key does not match the key')
}

function isRsaSize(n: JsonValue | undefined): boolean {
  const hex = typeof n === 'string' ? Buffer.from(n, 'base64url').toString('hex').replace(/^0+/, '') : ''
  const bits = hex === '' ? 0 : (hex.length - 1) * 4 + parseInt(hex.charAt(0), 16).toString(2).length
  return bits >= MIN_RSA_BITS && bits <= MAX_RSA_BITS
}

/** Which of the issuer's algorithms this key may verify. Empty for a key that is for something else. */
function algorithmsOf(key: JsonObject, algorithms: readonly string[]): readonly string[] {
  const { kty, crv, alg, use, kid, key_ops: operations } = key
  const forVerifying = operations === undefined || (isList(operations) && operations.includes('verify'))
  if (!isPlainText(kid) || (use !== undefined && use !== 'sig') || !forVerifying) return []
  return algorithms.filter((name) => fits(name, kty, crv) && (alg === undefined || alg === name))
}

async function checkImport(key: JsonObject, algorithms: readonly string[]): Promise<void> {
  for (const algorithm of algorithmsOf(key, algorithms)) {
    await importJWK(toJwk(key), algorithm).catch((cause: unknown) => {
      throw new KeySetFlaw(`a key cannot be imported for ${algorithm}`, { cause })
    })
  }
}

/** Only the public members that a checked key of our types has: nothing else of the document reaches jose. */
function toJwk({ kty, kid, alg, crv, x, y, n, e }: JsonObject): JWK {
  const named = Object.entries({ kty, kid, alg, crv, x, y, n, e, use: 'sig' })
  return Object.fromEntries(named.filter(([, value]) => value !== undefined)) as JWK
}
