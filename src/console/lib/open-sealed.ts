/** Opens what was sealed, in this browser: the auditor's private key is used here, and goes nowhere. */
import { compactDecrypt, generalDecrypt, importPKCS8 } from 'jose'
import type { CryptoKey, GeneralJWE } from 'jose'
import type { SealedContent, SealedPart } from '../../contract/sealed.ts'

export type OpenedPart = { readonly text: string; readonly cut: boolean }
export type Opened = { readonly prompt: OpenedPart; readonly answer: OpenedPart | null }

/** Why it could not be opened, as a sentence to show. */
export class CannotOpen extends Error {
  override readonly name = 'CannotOpen'
}

const WRAP = 'ECDH-ES+A256KW'
const CONTENT = 'A256GCM'
const LIMITS = { contentEncryptionAlgorithms: [CONTENT] }

/**
 * Decrypts prompt and answer with an auditor's private key (PKCS#8 PEM, X25519 or P-256). Throws CannotOpen when the text is no such key, the
 * key is not one of those that it was sealed for, or the content was changed or belongs to another request.
 */
export async function openSealed(sealed: Extract<SealedContent, { state: 'sealed' }>, pem: string): Promise<Opened> {
  const dataKey = await unwrap(sealed.key, await privateKey(pem))
  try {
    const open = (part: SealedPart, name: 'prompt' | 'answer') =>
      unseal(part, dataKey, { request: sealed.request, name })
    return {
      prompt: await open(sealed.prompt, 'prompt'),
      answer: sealed.answer === null ? null : await open(sealed.answer, 'answer'),
    }
  } finally {
    dataKey.fill(0)
  }
}

async function privateKey(pem: string): Promise<CryptoKey> {
  try {
    return await importPKCS8(pem.trim(), WRAP) // which cannot be taken out of the browser again
  } catch {
    throw new CannotOpen('This is no private key in PEM (PKCS#8), of X25519 or P-256.')
  }
}

async function unwrap(wrapped: string, key: CryptoKey): Promise<Uint8Array> {
  try {
    const jwe = JSON.parse(wrapped) as GeneralJWE
    return (await generalDecrypt(jwe, key, { ...LIMITS, keyManagementAlgorithms: [WRAP] })).plaintext
  } catch {
    throw new CannotOpen('This key does not open what was sealed: it was sealed for others, or changed since.')
  }
}

type As = { readonly request: string; readonly name: 'prompt' | 'answer' }

/** What a part belongs to is under its encryption's authentication, so that parts cannot be exchanged. */
async function unseal({ jwe, cut }: SealedPart, dataKey: Uint8Array, { request, name }: As): Promise<OpenedPart> {
  const opened = await compactDecrypt(jwe, dataKey, { ...LIMITS, keyManagementAlgorithms: ['dir'] }).catch(() => {
    throw new CannotOpen(`The sealed ${name} was changed, or is under another key.`)
  })
  const { plaintext, protectedHeader } = opened
  if (protectedHeader['request'] !== request || protectedHeader['part'] !== name)
    throw new CannotOpen(`The sealed ${name} belongs to another request.`)
  return { text: new TextDecoder().decode(plaintext), cut }
}
