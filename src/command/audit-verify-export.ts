import { readFile } from 'node:fs/promises'
import { verifyExport } from '../audit/export/verify-export.ts'
import type { ExportReport } from '../audit/export/verify-export.ts'
import { readPinnedKeys } from '../audit/note-keys.ts'
import { readArgs, styles, UsageError } from './io.ts'
import type { ExitCode, Io } from './io.ts'

/** `cordon audit verify-export DIR --key PUB`: is this export as it was written, and what of it is under a signature of this key? */
export async function auditVerifyExport(args: readonly string[], io: Io): Promise<ExitCode> {
  const { values, positionals } = readArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      key: { type: 'string' },
      signed: { type: 'boolean', default: false },
    },
  })
  const [dir, ...more] = positionals
  if (dir === undefined || more.length > 0) throw new UsageError('audit verify-export takes one folder')
  if (values.key === undefined) throw new UsageError('audit verify-export needs --key: the public key that is trusted')
  const report = await verifyExport(dir, readPinnedKeys(await readFile(values.key, 'utf8')), values.signed)
  io.out(values.json ? `${JSON.stringify(report, null, 2)}\n` : says(report, io))
  return report.verdict === 'fine' ? 0 : 1
}

function says({ verdict, why, manifest, proven, key, signed: by }: ExportReport, { colour }: Io): string {
  const { red, green } = styles(colour)
  if (verdict === 'bad' || manifest === null) return `${red('BAD')}: ${why ?? ''}.\n`
  const { records, origin, format, verified } = manifest
  const signed = key === null ? 'no checkpoint covers any of them' : `the checkpoint is signed with ${key}`
  const told = verified.verdict === 'fine' ? '' : `  The manifest says that the ledger was ${verified.verdict}: ${String(verified.why)}.\n` // prettier-ignore
  return `${green('FINE')}: ${String(records)} records of ${origin} as ${format}, ${String(proven)} of them proven; ${signed}. ${by === null ? 'The manifest is not signed' : `The manifest is signed with ${by}`}.\n${told}`
}
