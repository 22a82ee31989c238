import { createHmac, createSecretKey, hash } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import type { Caller } from '../terms/caller.ts'

/** What something is remembered by: HMAC-SHA-256 under a key of this process, cut to 128 bits, in base64url. */
export type Name = string

/** Names for one caller's conversations. */
export type Naming = {
  /** The caller's own name. */
  readonly caller: Name
  /** Of some texts; no two lists of texts, nor two kinds of things, have the same. */
  readonly of: (kind: 'session' | 'answer' | 'pair' | 'call' | 'sealed', ...texts: readonly string[]) => Name
}

/** Callers have nothing in common, whatever they say: each has a key that is derived from who the token says it is. */
export function namingFor(key: KeyObject, { issuer, subject }: Pick<Caller, 'issuer' | 'subject'>): Naming {
  const own = createSecretKey(createHmac('sha256', key).update(framed(issuer, subject)).digest())
  const name = (text: string): Name =>
    createHmac('sha256', own).update(text).digest().subarray(0, 16).toString('base64url')
  return { caller: name('caller'), of: (kind, ...texts) => name(framed(kind, ...texts)) }
}

/** With its length before each, so that no text can reach into the next. */
const framed = (...texts: readonly string[]) => texts.map((text) => `${String(text.length)}:${text}`).join('')

/**
 * The SHA-256 of a text, for the time that a request takes. UTF-16, because an answer may come in pieces that end in the middle of a
 * surrogate pair, which UTF-8 cannot say.
 */
export const digestOf = (text: string): string => hash('sha256', Buffer.from(text, 'utf16le'), 'base64url')
