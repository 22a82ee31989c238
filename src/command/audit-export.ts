import { createPrivateKey } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { exportLedger } from '../audit/export/export-ledger.ts'
import { FORMATS, REDACTABLE } from '../audit/export/manifest.ts'
import type { Format, Redaction } from '../audit/export/manifest.ts'
import { formatReport } from '../audit/format-report.ts'
import { readPinnedKeys } from '../audit/note-keys.ts'
import { readArgs, UsageError } from './io.ts'
import type { ExitCode, Io } from './io.ts'
import { toWindow } from './time-window.ts'
import { VERSION } from './version.ts'

/**
 * `cordon audit export LEDGER --format F --out DIR`: verifies a ledger and writes its records, with a manifest, for a SIEM, a spreadsheet or an
 * auditor. Exit code 1, and nothing written, when the ledger is not fine and `--unverified` was not asked for.
 */
export async function auditExport(args: readonly string[], io: Io): Promise<ExitCode> {
  const { values, positionals } = readArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      format: { type: 'string', default: 'jsonl' },
      out: { type: 'string' },
      since: { type: 'string' },
      until: { type: 'string' },
      key: { type: 'string' },
      by: { type: 'string' },
      sign: { type: 'string' },
      redact: { type: 'string' },
      proofs: { type: 'boolean', default: false },
      gzip: { type: 'boolean', default: false },
      unverified: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  })
  const [dir, ...more] = positionals
  if (dir === undefined || more.length > 0) throw new UsageError('audit export takes one folder, that of the ledger')
  const { out, key, sign, by = null, since, until } = values
  if (out === undefined) throw new UsageError('audit export needs --out DIR, a new or empty folder')
  const format = toFormat(values.format)
  const redactions = toRedactions(values.redact)
  if (redactions.length > 0 && (format === 'jsonl' || values.proofs))
    throw new UsageError('--redact cannot go with jsonl or --proofs: these hold the ledger’s own bytes')
  const made = await exportLedger({
    ...{ dir, out, format, redactions, by, gzip: values.gzip, proofs: values.proofs, unverified: values.unverified },
    ...(key === undefined ? {} : { pinned: readPinnedKeys(await readFile(key, 'utf8')) }),
    ...(sign === undefined ? {} : { sign: createPrivateKey(await readFile(sign)) }),
    ...{ window: toWindow({ since, until }, io.now()), version: VERSION, now: io.now() },
  })
  if (made.kind === 'refused') {
    io.err(formatReport(made.report, { colour: io.colour }))
    io.err('Nothing was exported. With --unverified, what is good of it is; the manifest says so.\n')
    return 1
  }
  const { manifest } = made
  if (values.json) io.out(`${JSON.stringify(manifest, null, 2)}\n`)
  else
    io.out(`${String(manifest.records)} records, ${String(manifest.covered)} of them under a checkpoint, in ${out}\n`)
  if (manifest.verified.verdict !== 'fine') io.err(`The ledger is ${manifest.verified.verdict}: ${String(manifest.verified.why)}\n`) // prettier-ignore
  return 0
}

function toFormat(written: string): Format {
  const format = FORMATS.find((one) => one === written)
  if (format === undefined) throw new UsageError(`--format takes one of ${FORMATS.join(', ')}`)
  return format
}

function toRedactions(written: string | undefined): readonly Redaction[] {
  const names = written === undefined ? [] : written.split(',')
  return [...new Set(names)].map((name) => {
    if (Object.hasOwn(REDACTABLE, name)) return name as Redaction
    throw new UsageError(`--redact takes any of ${Object.keys(REDACTABLE).join(',')}`)
  })
}
