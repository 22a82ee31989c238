import { readFile, writeFile } from 'node:fs/promises'
import { erase } from '../audit/erase.ts'
import type { Erased } from '../audit/erase.ts'
import { makeProof } from '../audit/proof.ts'
import { pseudonyms } from '../audit/pseudonyms.ts'
import { sealStore, sealedBeside } from '../audit/seal-store.ts'
import { readArgs, UsageError } from './io.ts'
import type { ExitCode, Io } from './io.ts'
import { onStoppedLedger, oneDir, said } from './stopped-ledger.ts'

/**
 * `cordon audit erase DIR --issuer URL --subject SUB --basis TEXT --by NAME --sign LEDGER-KEY.pem`: makes what was sealed of one person unreadable, and
 * leaves a record of it. With `--receipt FILE`, a proof of that record, which `audit verify-proof` checks.
 */
export async function auditErase(args: readonly string[], io: Io): Promise<ExitCode> {
  const { values, positionals } = readArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      issuer: { type: 'string' },
      subject: { type: 'string' },
      'old-key': { type: 'string', multiple: true, default: [] },
      basis: { type: 'string' },
      by: { type: 'string' },
      sign: { type: 'string' },
      sealed: { type: 'string' },
      receipt: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  })
  const dir = oneDir('erase', positionals)
  const { sign, sealed = sealedBeside(dir), receipt } = values
  const person = { issuer: values.issuer ?? '', subject: values.subject ?? '' }
  if (sign === undefined || person.issuer === '' || person.subject === '')
    throw new UsageError("audit erase needs --issuer URL, --subject SUB and --sign with the ledger's key")
  const [basis, by] = [said('basis', values.basis), said('by', values.by, 200)]
  const callers = await namesOf(person, [sign, ...values['old-key']])
  const found = await onStoppedLedger({ dir, key: sign, command: 'erase' }, io, (ledger) =>
    erase({ dir, ledger, store: sealStore(sealed), callers, basis, by }),
  )
  const isHeld = found.some(({ kind }) => kind === 'held')
  if (receipt !== undefined && !isHeld) await writeReceipts(dir, receipt, found)
  io.out(values.json ? `${JSON.stringify(found, null, 2)}\n` : found.map(inWords).join(''))
  return isHeld ? 1 : 0
}

/** The pseudonyms of one person, under the ledger's key and those before it. */
export async function namesOf(
  { issuer, subject }: { readonly issuer: string; readonly subject: string },
  keys: readonly string[],
): Promise<readonly string[]> {
  const files = await Promise.all(keys.map((path) => readFile(path)))
  return [...new Set(files.map((file) => pseudonyms(file).caller(issuer, subject)))]
}

/** One proof, or with old keys one a line. */
async function writeReceipts(dir: string, path: string, found: readonly Erased[]): Promise<void> {
  const proofs = []
  for (const { seq } of found) proofs.push(await makeProof(dir, { seq }))
  const text = proofs.length === 1 ? JSON.stringify(proofs[0], null, 2) : proofs.map((one) => JSON.stringify(one)).join('\n') // prettier-ignore
  await writeFile(path, `${text}\n`, { mode: 0o600 })
}

function inWords(one: Erased): string {
  const record = `record ${String(one.seq)}`
  if (one.kind === 'held')
    return `${one.caller}: nothing was erased, for it is under legal hold (${one.holds.join(', ')}). The refusal is ${record}.\n`
  return `${one.caller}: ${String(one.keys)} keys were destroyed. It is ${record}. Destroy them in every backup of the keys too.\n`
}
