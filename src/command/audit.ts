import { formatReport } from '../audit/format-report.ts'
import { verifyLedger } from '../audit/verify-ledger.ts'
import { readArgs, UsageError } from './io.ts'
import type { ExitCode, Io } from './io.ts'

/** `cordon audit verify [DIR]`: hashes every byte of a ledger again and names the first bad record. */
export async function audit(args: readonly string[], io: Io): Promise<ExitCode> {
  const { values, positionals } = readArgs({
    args: [...args],
    allowPositionals: true,
    options: { json: { type: 'boolean', default: false } },
  })
  const [verb, dir = 'data/audit', ...more] = positionals
  if (verb !== 'verify')
    throw new UsageError(verb === undefined ? 'audit needs a verb: verify' : `there is no "audit ${verb}"`)
  if (more.length > 0) throw new UsageError('audit verify takes one folder')
  const report = await verifyLedger(dir)
  io.out(values.json ? `${JSON.stringify(report, null, 2)}\n` : formatReport(report, { colour: io.colour }))
  return report.verdict === 'fine' ? 0 : 1
}
