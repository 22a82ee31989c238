import { createHmac } from 'node:crypto'
import type { Hmac } from 'node:crypto'
import type { Caller } from '../terms/caller.ts'

/** Digests of one caller's conversations: HMAC-SHA-256 under a key of this process, cut to 128 bits. */
export type Digests = {
  /** Of several texts; no two lists of texts have the same. */
  readonly of: (kind: string, ...texts: readonly string[]) => string
  /** Of one text that comes in pieces: the same as `of(kind, text)`. */
  readonly begin: (kind: string) => Hmac
}

const end = (hmac: Hmac): string => hmac.digest('base64url').slice(0, 22)

/** Callers have nothing in common: neither can raise, probe or lower what the other's conversations had. */
export function digestsFor(key: Uint8Array, { issuer, subject }: Pick<Caller, 'issuer' | 'subject'>): Digests {
  const own = createHmac('sha256', key)
    .update(framed([issuer, subject]))
    .digest()
  const begin = (kind: string) => createHmac('sha256', own).update(`${kind}\0`)
  return {
    begin,
    of: (kind, ...texts) =>
      end(texts.length === 1 ? begin(kind).update(texts[0] ?? '') : begin(kind).update(framed(texts))),
  }
}

export const finish = end

/** With its length before each, so that no text can reach into the next. */
const framed = (texts: readonly string[]) => texts.map((text) => `${String(text.length)}:${text}`).join('')
