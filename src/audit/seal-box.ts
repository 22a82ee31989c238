import { createPrivateKey, createPublicKey, randomBytes } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { CompactEncrypt, GeneralEncrypt, calculateJwkThumbprint, compactDecrypt, generalDecrypt } from 'jose'
import type { GeneralJWE } from 'jose'

/** An auditor's public key, and its id: the RFC 7638 thumbprint. */
export type Recipient = { readonly id: string; readonly key: KeyObject }

/** What a sealed part belongs to. It is under the encryption's authentication, so that parts cannot be exchanged. */
export type SealedAs = { readonly request: string; readonly part: 'prompt' | 'answer' }

const WRAP = 'ECDH-ES+A256KW'
const CONTENT = 'A256GCM'

/** Takes in auditors' public keys in PEM: X25519 or P-256, one a text. Throws one sentence for anything else, private keys included. */
export async function readRecipients(texts: readonly string[]): Promise<readonly Recipient[]> {
  const recipients = await Promise.all(
    texts.map(async (text) => {
      if (text.includes('PRIVATE KEY')) throw new Error('a key to seal for is a private one: Cordon must not have it')
      const key = publicKey(text)
      return { id: await calculateJwkThumbprint(key.export({ format: 'jwk' }) as object), key }
    }),
  )
  if (recipients.length === 0) throw new Error('there is no key to seal for')
  return recipients
}

function publicKey(text: string): KeyObject {
  const key = parsed(() => createPublicKey(text))
  if (key === null || !suits(key)) throw new Error('a key to seal for is no public key in PEM, of X25519 or P-256')
  return key
}

/** The auditor's own key. Throws one sentence for a text that holds none. */
export function readOpener(text: string): KeyObject {
  const key = parsed(() => createPrivateKey(text))
  if (key === null || !suits(key)) throw new Error('this is no private key in PEM, of X25519 or P-256')
  return key
}

function suits({ asymmetricKeyType: type, asymmetricKeyDetails: details }: KeyObject): boolean {
  return type === 'x25519' || (type === 'ec' && details?.namedCurve === 'prime256v1')
}

function parsed(read: () => KeyObject): KeyObject | null {
  try {
    return read()
  } catch {
    return null // what is wrong with a key is not for a message
  }
}

export const newDataKey = (): Uint8Array => randomBytes(32)

/** A data key, wrapped for each recipient: a JWE of RFC 7516 in its general JSON form. Only their private keys open it. */
export async function wrapKey(dataKey: Uint8Array, recipients: readonly Recipient[]): Promise<string> {
  const jwe = new GeneralEncrypt(dataKey).setProtectedHeader({ enc: CONTENT })
  for (const { id, key } of recipients) jwe.addRecipient(key).setUnprotectedHeader({ alg: WRAP, kid: id })
  return JSON.stringify(await jwe.encrypt())
}

/** Rejects when the text is no wrapped key, or not for this private key. */
export async function unwrapKey(text: string, key: KeyObject): Promise<Uint8Array> {
  const limits = { keyManagementAlgorithms: [WRAP], contentEncryptionAlgorithms: [CONTENT] }
  const { plaintext } = await generalDecrypt(JSON.parse(text) as GeneralJWE, key, limits)
  return plaintext
}

/** Content under a data key: a compact JWE, with a fresh IV. */
export function seal(content: Uint8Array, dataKey: Uint8Array, { request, part }: SealedAs): Promise<string> {
  return new CompactEncrypt(content).setProtectedHeader({ alg: 'dir', enc: CONTENT, request, part }).encrypt(dataKey)
}

/** The content. Rejects when it was changed, is under another key, or belongs to something else than asked for. */
export async function unseal(text: string, dataKey: Uint8Array, { request, part }: SealedAs): Promise<Uint8Array> {
  const limits = { keyManagementAlgorithms: ['dir'], contentEncryptionAlgorithms: [CONTENT] }
  const { plaintext, protectedHeader } = await compactDecrypt(text, dataKey, limits)
  if (protectedHeader['request'] === request && protectedHeader['part'] === part) return plaintext
  throw new Error('the sealed content belongs to another request')
}
