import { generateKeyPairSync } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pseudonyms } from '../../src/audit/pseudonyms.ts'
import { readRecipients } from '../../src/audit/seal-box.ts'
import { sealStore } from '../../src/audit/seal-store.ts'
import { createSealer, sealedField } from '../../src/audit/sealer.ts'
import { newDir, open } from '../audit/a-ledger.ts'

export const ISSUER = 'https://idp.test'
/** Built so that a search for it finds only what was sealed. */
export const secretOf = (request: string) => `the heron counts reeds for ${request}`

export type SealedLedger = {
  readonly dir: string
  readonly sealed: string
  /** Paths of the ledger's key, its public half, and the auditor's private key. */
  readonly key: string
  readonly pub: string
  readonly auditor: string
  readonly nameOf: (subject: string) => string
}

/** A ledger, closed, in which each of these subjects has one sealed request, named `req_` and the subject. */
export async function sealedLedger(
  subjects: readonly string[],
  about: Record<string, string | readonly string[]> = {},
): Promise<SealedLedger> {
  const folder = newDir()
  const [dir, sealed] = [join(folder, 'audit'), join(folder, 'audit.sealed')]
  const signer = generateKeyPairSync('ed25519')
  const pair = generateKeyPairSync('x25519')
  const put = (name: string, text: string | Buffer) => {
    writeFileSync(join(folder, name), text, { mode: 0o600 })
    return join(folder, name)
  }
  const key = put('audit.pem', signer.privateKey.export({ type: 'pkcs8', format: 'pem' }))
  const pub = put('audit.pub.pem', signer.publicKey.export({ type: 'spki', format: 'pem' }))
  const auditor = put('auditor.pem', pair.privateKey.export({ type: 'pkcs8', format: 'pem' }))
  const recipients = await readRecipients([pair.publicKey.export({ type: 'spki', format: 'pem' }).toString()])
  const sealer = createSealer({ store: sealStore(sealed), recipients, limit: 1000, deadlineMs: 30_000 })
  const nameOf = (subject: string) => pseudonyms(readFileSync(key)).caller(ISSUER, subject)
  const ledger = await open(dir, { signers: [signer.privateKey] })
  for (const subject of subjects) {
    const [request, caller] = [`req_${subject}`, nameOf(subject)]
    const { prompt, answer } = await sealer.seal({ caller, request }, Buffer.from(secretOf(request)))
    await ledger.append({
      ...{ type: 'decision', effect: 'permit', request },
      ...{ caller: { id: caller, ...about }, sealed: sealedField(prompt) },
    })
    const said = await answer({ bytes: Buffer.from(`an answer with \u001b[2J to ${request}`), cut: true })
    await ledger.append({ type: 'outcome', request, status: 200, sealed: sealedField(said) })
  }
  await ledger.close()
  return { dir, sealed, key, pub, auditor, nameOf }
}
