import { createHmac, createSecretKey, hkdfSync } from 'node:crypto'
import type { KeyObject } from 'node:crypto'

/**
 * Names that stand for values which a record must not hold. The same value gives the same name under the same key, so records
 * of one caller can be found; without the key nobody can try values out. All are HMAC-SHA-256 cut to 128 bits, in base64url.
 */
export type Pseudonyms = {
  /** `ps1_…`: a person or service, by issuer and subject. */
  readonly caller: (issuer: string, subject: string) => string
  /** `hm1_…`: a token's `jti`. */
  readonly session: (tokenId: string) => string
  /** `hm1_…`: a prompt's body. Takes time linear in its length: a megabyte about 3 ms, most of it the serialisation before. */
  readonly prompt: (body: Uint8Array | string) => string
  /** `hm1_…`: a name that came from outside and is not one we know. */
  readonly name: (text: string) => string
  /** `us1_…`: the caller's own end user. This one leaves the network, so it shares no key with the others. */
  readonly user: (id: string) => string
}

/** Derives one key for each kind of name (HKDF-SHA-256, RFC 5869). `keyMaterial` is the content of the ledger's key file. */
export function pseudonyms(keyMaterial: Uint8Array): Pseudonyms {
  if (keyMaterial.length < 32) throw new Error('the key for pseudonyms must have at least 32 bytes')
  const key = (kind: string) =>
    createSecretKey(new Uint8Array(hkdfSync('sha256', keyMaterial, 'cordon', `cordon/pseudonym/${kind}/v1`, 32)))
  const [caller, session, prompt, name, user] = [key('caller'), key('session'), key('prompt'), key('name'), key('user')]
  return {
    caller: remembering((issuer, subject = '') => `ps1_${digest(caller, pair(issuer, subject))}`),
    session: remembering((tokenId) => `hm1_${digest(session, tokenId)}`),
    prompt: (body) => `hm1_${digest(prompt, body)}`,
    name: (text) => `hm1_${digest(name, text)}`,
    user: (id) => `us1_${digest(user, id)}`,
  }
}

const MOST_REMEMBERED = 2_000

/** The same few callers come again and again, each request with the same token. Forgets all when there are too many. */
function remembering(name: (one: string, other?: string) => string): (one: string, other?: string) => string {
  const known = new Map<string, Map<string, string>>()
  let count = 0
  return (one, other = '') => {
    const found = known.get(one)?.get(other)
    if (found !== undefined) return found
    if (count >= MOST_REMEMBERED) {
      known.clear()
      count = 0
    }
    const made = name(one, other)
    known.set(one, (known.get(one) ?? new Map<string, string>()).set(other, made))
    count += 1
    return made
  }
}

/** An issuer that holds the separator could be mistaken for another pair. No URL does, so it is refused. */
function pair(issuer: string, subject: string): string {
  if (issuer.includes('\u0000')) throw new Error('an issuer may not hold U+0000')
  return `${issuer}\u0000${subject}`
}

function digest(key: KeyObject, value: string | Uint8Array): string {
  return createHmac('sha256', key).update(value).digest().subarray(0, 16).toString('base64url')
}
