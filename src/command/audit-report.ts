import { readFile, writeFile } from 'node:fs/promises'
import { readPinnedKeys } from '../audit/note-keys.ts'
import { gather } from '../audit/report/gather.ts'
import { reportPage } from '../audit/report/page.ts'
import { verifyLedger } from '../audit/verify-ledger.ts'
import { openIndex } from './audit-query.ts'
import { asUsage } from './audit-question.ts'
import { readArgs, UsageError } from './io.ts'
import type { ExitCode, Io } from './io.ts'
import { toWindow } from './time-window.ts'

/**
 * `cordon audit report [DIR] --since … --until … --out report.html`: who sent what where in a period, as one HTML page for a screen or for
 * paper. The ledger is verified first; 1 when it is not fine, and then the page says so at its head, or cannot be made.
 */
export async function auditReport(args: readonly string[], io: Io): Promise<ExitCode> {
  const { values, positionals } = readArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      since: { type: 'string' },
      until: { type: 'string' },
      key: { type: 'string' },
      index: { type: 'string' },
      out: { type: 'string' },
    },
  })
  const [dir = 'data/audit', ...more] = positionals
  if (more.length > 0) throw new UsageError('audit report takes one folder')
  const { key, out } = values
  if (out === undefined) throw new UsageError('audit report needs --out FILE.html')
  const window = toWindow(values, io.now())
  const pinned = key === undefined ? {} : { pinned: readPinnedKeys(await readFile(key, 'utf8')) }
  const verified = await verifyLedger(dir, pinned)
  const index = await openIndex(dir, values.index, io)
  try {
    const gathered = asUsage(() => gather(index, window))
    const made = new Date(io.now()).toISOString()
    const page = reportPage({ gathered, verified, made, since: isoTime(window.since), until: isoTime(window.until) })
    await writeFile(out, page, { mode: 0o600, flag: 'wx' })
    io.out(`${out}: ${gathered.requests.toLocaleString('en')} requests\n`)
  } finally {
    index.close()
  }
  if (verified.verdict !== 'fine') io.err(`The ledger is not fine: ${verified.verdict}, ${verified.why ?? ''}\n`)
  return verified.verdict === 'fine' ? 0 : 1
}

const isoTime = (ms: number) => (Number.isFinite(ms) ? new Date(ms).toISOString() : null)
