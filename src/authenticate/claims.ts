import type { Issuer } from '../terms/caller.ts'
import type { JsonObject, JsonValue } from '../terms/json.ts'
import type { Unverified } from './compact.ts'
import { isPlainText } from './plain-text.ts'
import { refused } from './refusal.ts'

/** Claims without which no token is accepted, whatever the issuer's entry says. */
const REQUIRED = ['iss', 'aud', 'exp', 'iat', 'sub'] as const
const MAX_AUDIENCES = 256

/**
 * Everything about a token that can be judged without a key: algorithm, type, audience, times, required claims.
 * So a bad token is a 401 even while the issuer cannot be reached. It proves nothing yet: the signature comes after.
 * `at` is in milliseconds since 1970.
 */
export function checkClaims({ header, claims }: Unverified, issuer: Issuer, at: number): void {
  if (!issuer.algorithms.includes(header.alg)) throw refused('alg')
  if (header.typ === null || !issuer.types.includes(header.typ)) throw refused('typ')
  // RFC 7800: the token is bound to a key that the caller must prove to hold, and that proof is not checked here.
  if (Object.hasOwn(claims, 'cnf')) throw refused('cnf')
  const missing = [...REQUIRED, ...issuer.requiredClaims].some((name) => (own(claims, name) ?? null) === null)
  if (missing) throw refused('required')
  if (!isPlainText(claims['sub'])) throw refused('sub')
  if (!audiencesOf(claims).includes(issuer.audience)) throw refused('aud')
  checkTimes(claims, issuer, Math.floor(at / 1000))
}

/** The claim's value, never one that every object has (`constructor`, `__proto__`). */
export function own(claims: JsonObject, name: string): JsonValue | undefined {
  return Object.hasOwn(claims, name) ? claims[name] : undefined
}

/** `aud` as a list (RFC 7519 §4.1.3). */
export function audiencesOf(claims: JsonObject): readonly string[] {
  const aud = own(claims, 'aud')
  const list: readonly JsonValue[] = Array.isArray(aud) ? aud : [aud ?? null]
  if (list.length > MAX_AUDIENCES || !list.every(isPlainText)) throw refused('aud')
  return list
}

/**
 * `exp`, `iat` and `nbf` in whole seconds. A token is good until `exp` plus the tolerance, not in that second itself.
 * No token grows older than `maxAge`, because its `exp` comes before.
 */
function checkTimes(claims: JsonObject, { maxAge, clockTolerance }: Issuer, now: number): void {
  const { exp, iat } = claims
  const nbf = own(claims, 'nbf')
  if (!isTime(exp)) throw refused('exp')
  if (!isTime(iat)) throw refused('iat')
  if (nbf !== undefined && (!isTime(nbf) || nbf > now + clockTolerance)) throw refused('nbf')
  if (exp <= iat || exp - iat > maxAge) throw refused('lifetime')
  if (exp <= now - clockTolerance) throw refused('exp')
  if (iat > now + clockTolerance) throw refused('iat')
}

function isTime(value: JsonValue | undefined): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}
