import type { KeyObject } from 'node:crypto'
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { JsonObject } from '../../terms/json.ts'
import { readCut, rootsOf } from '../cut.ts'
import { lastCheckpoint } from '../checkpoint-file.ts'
import { readLogFile } from '../ledger-files.ts'
import type { LogFile } from '../ledger-files.ts'
import { inclusionRanges, PathMaker } from '../merkle-proof.ts'
import type { PinnedKeys } from '../note-keys.ts'
import type { StoredNote } from '../checkpoint-file.ts'
import { noteSigner, signatureLine } from '../signed-note.ts'
import { verifyLedger } from '../verify-ledger.ts'
import type { Report } from '../verify-ledger.ts'
import type { Product } from './cef.ts'
import { eachLine } from './each-line.ts'
import type { EachLine } from './each-line.ts'
import { EXPORT_FORMAT, MANIFEST, MANIFEST_SIGNATURE } from './manifest.ts'
import type { Format, Manifest, Redaction } from './manifest.ts'
import { proofsFile } from './proofs-file.ts'
import { redacted } from './redact.ts'
import { recordsWriter } from './writers.ts'

export type ExportOptions = {
  readonly dir: string
  readonly out: string
  readonly format: Format
  readonly gzip: boolean
  /** Milliseconds since 1970: from `since` on, and before `until`. */
  readonly window: { readonly since: number; readonly until: number }
  readonly proofs: boolean
  readonly redactions: readonly Redaction[]
  readonly by: string | null
  readonly pinned?: PinnedKeys
  /** Signs the manifest, and with it the hash of each file. */
  readonly sign?: KeyObject
  /** Export what is good of a ledger that is not fine; the manifest says so. */
  readonly unverified: boolean
  readonly version: string
  readonly now: number
}

export type Exported =
  { readonly kind: 'exported'; readonly manifest: Manifest } | { readonly kind: 'refused'; readonly report: Report }

/** The records that are exported: all of these numbers, in one piece. */
type Span = { readonly first: number; readonly end: number }

/**
 * Verifies a ledger, then writes its records to the folder `out` (new or empty) in one format, with a manifest. Memory does not grow with
 * the ledger, and a writer may be at work: what it adds after the check is not exported. A window by time becomes one run of records,
 * from the first in it to the last. Writes nothing when the ledger is not fine, unless `unverified`. Throws one sentence when it cannot be
 * done, and leaves no manifest then.
 */
export async function exportLedger(options: ExportOptions): Promise<Exported> {
  const { dir, out, pinned, unverified } = options
  const log = await readLogFile(dir)
  if (log === null) throw new Error(`${dir}: this is no ledger: there is no file LOG here`)
  const note = unverified ? null : lastCheckpoint(dir, log.origin).note
  const report = await verifyLedger(dir, pinned === undefined ? {} : { pinned })
  const isFine = report.verdict === 'fine'
  if (!isFine && !unverified) return { kind: 'refused', report }
  await makeEmpty(out)
  const known = isFine ? (note ?? lastCheckpoint(dir, log.origin).note) : null
  // A checkpoint that was signed after the check covers records that the check has not seen.
  const covering = known !== null && known.size <= report.records ? known : null
  try {
    return { kind: 'exported', manifest: await write(options, { log, report, note: covering }) }
  } catch (cause) {
    for (const name of await readdir(out)) await rm(join(out, name), { force: true }) // it was empty before
    throw cause
  }
}

type Checked = { readonly log: LogFile; readonly report: Report; readonly note: StoredNote | null }

async function write(options: ExportOptions, { log, report, note }: Checked): Promise<Manifest> {
  const { dir, out, format, gzip, redactions, version } = options
  const signed = report.verdict === 'fine' && report.keys !== null ? (note?.size ?? 0) : 0
  const reading = { dir, log, until: report.records, signed }
  const span = await spanOf(options, reading, report.pruned)
  const covered = Math.max(0, Math.min(span.end, note?.size ?? 0) - span.first)
  const last = covered === 0 ? null : span.first + covered - 1
  const anchor = note === null || last === null ? null : new PathMaker(inclusionRanges(last, note.size))
  const cut = report.pruned === 0 ? null : await readCut(dir)
  if (cut !== null && options.proofs)
    throw new Error('the ledger was pruned: make proofs one by one, with "cordon audit verify --prove"')
  if (cut !== null) anchor?.adopt(cut.first, rootsOf(cut))
  const product: Product = { name: 'Cordon', version, origin: log.origin }
  const writer = recordsWriter(format, out, gzip, product)
  try {
    const head = await eachLine(reading, ({ seq, leaf, bytes }) => {
      if (note !== null && seq < note.size) anchor?.add(seq, Buffer.from(leaf, 'base64'))
      if (seq < span.first || seq >= span.end) return
      writer.add(() => ({ record: redacted(parse(bytes), redactions), leaf: toHex(leaf) }), bytes)
    })
    if (report.verdict === 'fine' && head !== report.head)
      throw new Error('the ledger was changed while it was exported')
  } catch (cause) {
    writer.abandon()
    throw cause
  }
  const files = [writer.finish()]
  const proofs = options.proofs && note !== null && last !== null ? await proofsFile({ ...reading, out, gzip, note, first: span.first, last }) : null // prettier-ignore
  if (proofs !== null) files.push(proofs.file)
  const path = anchor?.path() ?? null
  const manifest: Manifest = {
    ...headOf(options, log),
    records: span.end - span.first,
    first_seq: span.end > span.first ? span.first : null,
    last_seq: span.end > span.first ? span.end - 1 : null,
    verified: { verdict: report.verdict, why: report.why, keys: report.keys, records: report.records },
    checkpoint: note?.text ?? null,
    covered,
    anchor: path === null || last === null ? null : { seq: last, path: path.map((hash) => Buffer.from(hash).toString('base64')) }, // prettier-ignore
    proofs: options.proofs ? (proofs?.count ?? 0) : null,
    redactions,
    files,
  }
  const text = `${JSON.stringify(manifest, null, 2)}\n`
  const kept = { mode: 0o600, flag: 'wx', flush: true } as const
  const signer = options.sign === undefined ? null : noteSigner(log.origin, options.sign)
  if (signer !== null) await writeFile(join(out, MANIFEST_SIGNATURE), signatureLine(text, signer), kept)
  await writeFile(join(out, MANIFEST), text, kept)
  return manifest
}

const headOf = ({ format, gzip, by, now, version, window }: ExportOptions, { origin }: LogFile) => ({
  ...{ format_version: EXPORT_FORMAT as typeof EXPORT_FORMAT, format, gzip: gzip && format !== 'parquet', origin, by },
  ...{ made: new Date(now).toISOString(), cordon: version },
  window: { since: isoTime(window.since), until: isoTime(window.until) },
})

const isoTime = (ms: number) => (Number.isFinite(ms) ? new Date(ms).toISOString() : null)

async function spanOf({ window: { since, until } }: ExportOptions, reading: EachLine, first: number) {
  if (since === -Infinity && until === Infinity) return { first, end: reading.until }
  let span: Span | null = null
  await eachLine(reading, ({ seq, time }) => {
    if (time >= since && time < until) span = { first: span?.first ?? seq, end: seq + 1 }
  })
  return span ?? { first, end: first }
}

async function makeEmpty(out: string): Promise<void> {
  await mkdir(out, { recursive: true, mode: 0o700 })
  if ((await readdir(out)).length > 0) throw new Error(`${out} is not empty: an export needs a folder of its own`)
}

/** Every line has been read by the chain, or is under a signature that was compared. */
const parse = (bytes: Uint8Array) =>
  JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')) as JsonObject

const toHex = (leaf: string) => Buffer.from(leaf, 'base64').toString('hex')
