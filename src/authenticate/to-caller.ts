import { CALLER_ATTRIBUTES } from '../terms/caller.ts'
import type { Caller, Issuer } from '../terms/caller.ts'
import { frozen } from '../terms/frozen.ts'
import { isJsonObject } from '../terms/json.ts'
import type { JsonObject, JsonValue } from '../terms/json.ts'
import { audiencesOf, own } from './claims.ts'
import type { Unverified } from './compact.ts'
import { isPlainText } from './plain-text.ts'
import { refused } from './refusal.ts'

const MAX_VALUES = 256

/**
 * Who a verified token speaks of. Call it only after the signature was verified. A claim that is absent leaves its
 * attribute absent; a claim that is there but is neither a plain string nor a list of at most 256 of them is a refusal,
 * because a value that was not understood might have been the one that a denial asks for.
 */
export function toCaller({ header, claims }: Unverified, issuer: Issuer): Caller {
  const attributes = CALLER_ATTRIBUTES.flatMap((name) => {
    const values = valuesAt(claims, issuer.claims[name])
    return values === null ? [] : [[name, values] as const]
  })
  return frozen({
    issuer: issuer.issuer,
    subject: text(claims, 'sub') ?? refuse(),
    client: text(claims, 'client_id') ?? text(claims, 'azp'), // RFC 9068 §2.2; OpenID Connect Core §2
    attributes: Object.fromEntries(attributes),
    raises: valuesAt(claims, issuer.claims.level) ?? [],
    tokenId: text(claims, 'jti'),
    tokenKey: `${header.typ ?? ''}/${header.alg}/${header.kid}`,
    otherAudiences: audiencesOf(claims).filter((audience) => audience !== issuer.audience),
    expires: Number(claims['exp']),
  })
}

function text(claims: JsonObject, name: string): string | null {
  const value = own(claims, name)
  if (value === undefined) return null
  return isPlainText(value) ? value : refuse()
}

function valuesAt(claims: JsonObject, path: string | undefined): readonly string[] | null {
  const value = path === undefined ? undefined : claimAt(claims, path)
  if (value === undefined) return null
  const list: readonly JsonValue[] = Array.isArray(value) ? value : [value]
  if (list.length > MAX_VALUES || !list.every(isPlainText)) return refuse()
  return list
}

/**
 * The claim with this very name (Auth0's are URLs, with dots in them), or else the one at this path of names.
 * A token that has both is refused: which of them was meant is not ours to guess.
 */
function claimAt(claims: JsonObject, path: string): JsonValue | undefined {
  const byName = own(claims, path)
  if (!path.includes('.')) return byName
  const byPath = path.split('.').reduce<JsonValue | undefined>((value, name) => {
    if (value === undefined) return undefined
    return isJsonObject(value) ? own(value, name) : refuse()
  }, claims)
  if (byName !== undefined && byPath !== undefined) return refuse()
  return byName ?? byPath
}

function refuse(): never {
  throw refused('claim')
}
