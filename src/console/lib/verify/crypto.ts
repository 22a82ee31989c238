import { fromHex } from './bytes.ts'
import type { Bytes } from './bytes.ts'

/** What of Web Crypto there is here: none outside of a secure context (https, or this machine), and Ed25519 only in newer browsers. */
export type Crypto = {
  /** Null: nothing can be hashed here. */
  readonly sha256: ((bytes: Bytes) => Promise<Bytes>) | null
  /** Null: no signature can be checked here. */
  readonly verify: ((key: Bytes, signature: Bytes, bytes: Bytes) => Promise<boolean>) | null
}

type Subtle = (typeof globalThis)['crypto']['subtle']

/** What can be checked here. Ed25519 counts only after it has told a good signature from a bad one. */
export async function cryptoHere(subtle: Subtle | undefined = webCrypto()): Promise<Crypto> {
  if (subtle === undefined) return { sha256: null, verify: null }
  const sha256 = async (bytes: Bytes) => new Uint8Array(await subtle.digest('SHA-256', bytes))
  const verify = async (key: Bytes, signature: Bytes, bytes: Bytes): Promise<boolean> => {
    try {
      const imported = await subtle.importKey('raw', key, 'Ed25519', false, ['verify'])
      return await subtle.verify('Ed25519', imported, signature, bytes)
    } catch {
      return false // the key is no point of the curve: nothing is signed with it
    }
  }
  const isAble = (await verify(KEY, SIGNATURE, NOTHING)) && !(await verify(KEY, SIGNATURE, NOTHING_MUCH))
  return { sha256, verify: isAble ? verify : null }
}

/** Typed as always there, and it is not. */
const webCrypto = (): Subtle | undefined =>
  (globalThis as { readonly crypto?: typeof globalThis.crypto }).crypto?.subtle

/** RFC 8032 §7.1, test 1: an empty message. */
const KEY = fromHex('d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a')
const SIGNATURE = fromHex(
  'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155' +
    '5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
)
const NOTHING = new Uint8Array(0)
const NOTHING_MUCH = new Uint8Array(1)
