import { readFile, writeFile } from 'node:fs/promises'
import { notesIn } from '../audit/checkpoint-file.ts'
import { formatReport } from '../audit/format-report.ts'
import { readPinnedKeys } from '../audit/note-keys.ts'
import { makeProof } from '../audit/proof.ts'
import type { Wanted } from '../audit/proof.ts'
import { readNote } from '../audit/signed-note.ts'
import type { SignedNote } from '../audit/signed-note.ts'
import { verifyLedger } from '../audit/verify-ledger.ts'
import type { VerifyOptions } from '../audit/verify-ledger.ts'
import { progressBar } from './audit-progress.ts'
import { readArgs, UsageError } from './io.ts'
import type { ExitCode, Io } from './io.ts'

/**
 * `cordon audit verify [DIR]`: hashes every byte of a ledger again, compares it with its checkpoints, and names the first bad
 * record. With `--prove` or `--request`, writes a proof of one record, if the ledger is fine.
 */
export async function auditVerify(args: readonly string[], io: Io): Promise<ExitCode> {
  const { values, positionals } = readArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      key: { type: 'string' },
      witness: { type: 'string' },
      'require-witness': { type: 'boolean', default: false },
      'known-gap': { type: 'string', multiple: true },
      thorough: { type: 'boolean', default: false },
      prove: { type: 'string' },
      request: { type: 'string' },
      out: { type: 'string' },
    },
  })
  const [dir = 'data/audit', ...more] = positionals
  if (more.length > 0) throw new UsageError('audit verify takes one folder')
  const wanted = wantedOf(values)
  if (values.out !== undefined && wanted === null)
    throw new UsageError('--out says where a proof goes: give --prove or --request')
  const options: VerifyOptions = {
    ...(values.key === undefined ? {} : { pinned: readPinnedKeys(await readFile(values.key, 'utf8')) }),
    ...(values.witness === undefined ? {} : { witness: await readWitness(values.witness) }),
    requireWitness: values['require-witness'],
    knownGaps: (values['known-gap'] ?? []).map(toSeq),
    thorough: values.thorough,
  }
  const bar = io.colour && !values.json ? await progressBar(dir, io) : null
  const report = await verifyLedger(dir, bar === null ? options : { ...options, onProgress: bar.show })
  bar?.clear()
  const isFine = report.verdict === 'fine'
  const isOnlyProof = isFine && wanted !== null && values.out === undefined
  if (!isOnlyProof)
    io.out(values.json ? `${JSON.stringify(report, null, 2)}\n` : formatReport(report, { colour: io.colour }))
  if (!isFine || wanted === null) return isFine ? 0 : 1
  const proof = `${JSON.stringify(await makeProof(dir, wanted), null, 2)}\n`
  if (values.out === undefined) io.out(proof)
  else await writeFile(values.out, proof, { mode: 0o600 })
  return 0
}

function wantedOf({ prove, request }: { readonly prove?: string; readonly request?: string }): Wanted | null {
  if (prove !== undefined && request !== undefined)
    throw new UsageError('--prove and --request are two ways to name one record')
  if (request !== undefined) return { request }
  if (prove === undefined) return null
  return { seq: toSeq(prove) }
}

function toSeq(written: string): number {
  if (!/^\d{1,15}$/.test(written)) throw new UsageError(`${written} is not the number of a record`)
  return Number(written)
}

/** One note; or a ledger's whole file of them, of which the last counts. */
async function readWitness(path: string): Promise<SignedNote> {
  const note = readNote(notesIn(await readFile(path, 'utf8')).at(-1) ?? '')
  if (note === null) throw new UsageError(`${path} holds no checkpoint`)
  return note
}
