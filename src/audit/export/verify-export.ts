import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createGunzip } from 'node:zlib'
import { isMissing } from '../disk.ts'
import { toHash } from '../frontier.ts'
import { leafHash } from '../leaf.ts'
import { MAX_LINE, readLine } from '../line.ts'
import { rootOfInclusion } from '../merkle-proof.ts'
import type { PinnedKeys } from '../note-keys.ts'
import { checkProof } from '../proof.ts'
import { isSignatureLine, isSignedBy, readNote } from '../signed-note.ts'
import type { NoteKey } from '../signed-note.ts'
import { MANIFEST, MANIFEST_SIGNATURE, readManifest } from './manifest.ts'
import type { Manifest } from './manifest.ts'
import type { FileEntry } from './out-file.ts'
import { PROOFS } from './proofs-file.ts'
import { FILE_NAMES } from './writers.ts'

export type ExportReport = {
  readonly verdict: 'fine' | 'bad'
  /** One sentence, when it is bad. */
  readonly why: string | null
  readonly manifest: Manifest | null
  /** Records whose ledger bytes lie here and are shown to stand under the checkpoint's signature. */
  readonly proven: number
  /** The key that signed the checkpoint; null when there is no checkpoint. */
  readonly key: string | null
  /** The key that signed the manifest, and so every file as it is; null when it is not signed. */
  readonly signed: string | null
}

/**
 * Checks an export against its manifest and a key that the reader trusts: every file is there, is as it was hashed and no other is; the counts
 * are right; the ledger's lines (JSONL) link to one another and to the signed checkpoint; every proof holds. For a translation (CSV,
 * OCSF, CEF, Parquet) it shows that the files are those of the manifest, and that only with `proofs` anything of them is signed.
 * A manifest that is signed stands for all of them; that it is must be asked for (`needSigned`), because whoever changes one can take its
 * signature away. Never throws for what the export says.
 */
export async function verifyExport(dir: string, pinned: PinnedKeys, needSigned = false): Promise<ExportReport> {
  const text = await readFile(join(dir, MANIFEST), 'utf8').catch(() => '')
  const manifest = readManifest(text)
  if (manifest === null) return bad('there is no manifest of an export here', null)
  try {
    const signed = await signerOf(dir, text, pinned(manifest.origin))
    if (signed === null && needSigned) throw new Error('the manifest is not signed')
    const { key, proven } = await check(dir, manifest, pinned)
    return { verdict: 'fine', why: null, manifest, proven, key, signed }
  } catch (cause) {
    return bad(cause instanceof Error ? cause.message : 'it cannot be read', manifest)
  }
}

const bad = (why: string, manifest: Manifest | null): ExportReport => ({
  ...{ verdict: 'bad', why, manifest, proven: 0, key: null, signed: null },
})

/** Null where there is no signature. Throws for one that does not hold. */
async function signerOf(dir: string, text: string, keys: readonly NoteKey[]): Promise<string | null> {
  const line = await readFile(join(dir, MANIFEST_SIGNATURE), 'utf8').catch((cause: unknown) => {
    if (isMissing(cause)) return null
    throw cause
  })
  if (line === null) return null
  const key = keys.find((one) => line.endsWith('\n') && isSignatureLine(line.slice(0, -1), text, one))
  if (key === undefined)
    throw new Error('the manifest is not as it was signed, or not signed with a key that is trusted')
  return key.id
}

async function check(dir: string, manifest: Manifest, pinned: PinnedKeys) {
  const { files, format, gzip, records, proofs } = manifest
  const [own, proofsName] = [named(FILE_NAMES[format], gzip), named(PROOFS, gzip)]
  const listed = new Map(files.map((entry) => [entry.name, entry]))
  const expected = [own, ...(proofs !== null && proofs > 0 ? [proofsName] : [])]
  if (files.length !== expected.length || !expected.every((name) => listed.has(name)))
    throw new Error('the manifest does not list the files that an export of its kind has')
  const strange = (await readdir(dir)).find(
    (name) => name !== MANIFEST && name !== MANIFEST_SIGNATURE && !listed.has(name),
  )
  if (strange !== undefined) throw new Error('there is a file here that the manifest does not name')
  for (const entry of files) await checkFile(dir, entry)
  checkSpan(manifest)
  const key = keyOf(manifest, pinned)
  const chained = format === 'jsonl' ? await checkLines(join(dir, own), manifest) : null
  if (format !== 'jsonl' && format !== 'parquet') {
    const lines = format === 'csv' ? (await count(join(dir, own), gzip, QUOTE)) - 1 : await count(join(dir, own), gzip)
    if (lines !== records)
      throw new Error(`the manifest counts ${String(records)} records, and there are ${String(lines)}`)
  }
  const proved = expected.includes(proofsName) ? await checkProofs(join(dir, proofsName), manifest, pinned) : 0
  return { key, proven: Math.max(chained ?? 0, proved) }
}

const named = (name: string, gzip: boolean) => (gzip ? `${name}.gz` : name)

async function checkFile(dir: string, { name, bytes, sha256 }: FileEntry): Promise<void> {
  const hash = createHash('sha256')
  let size = 0
  for await (const chunk of createReadStream(join(dir, name)) as AsyncIterable<Buffer>) {
    hash.update(chunk)
    size += chunk.length
  }
  if (size !== bytes || hash.digest('hex') !== sha256)
    throw new Error(`${name} is not the file that the manifest names`)
}

function checkSpan({ records, first_seq: first, last_seq: last, covered }: Manifest): void {
  const counted = first === null || last === null ? 0 : last - first + 1
  if (counted !== records || covered > records) throw new Error('the counts of the manifest do not fit together')
}

function keyOf({ checkpoint, origin, covered, anchor }: Manifest, pinned: PinnedKeys): string | null {
  if (checkpoint === null) {
    if (covered > 0 || anchor !== null) throw new Error('records are said to be covered, and there is no checkpoint')
    return null
  }
  const note = readNote(checkpoint)
  if (note?.origin !== origin) throw new Error('the checkpoint is not one of this ledger')
  const key = pinned(origin).find((one) => isSignedBy(note, one))
  if (key === undefined) throw new Error('the checkpoint is not signed with a key that is trusted')
  return key.id
}

/** The lines in one chain, and the anchor under the checkpoint's root: so many records are proven. */
async function checkLines(path: string, manifest: Manifest): Promise<number> {
  const { first_seq: first, records, anchor, checkpoint, covered, gzip } = manifest
  let [seq, previous] = [first ?? 0, '']
  let leafOfAnchor: string | null = null
  for await (const line of linesIn(path, gzip)) {
    const read = readLine(line)
    if ('why' in read) throw new Error(`record ${String(seq)}: ${read.why}`)
    if (read.seq !== seq) throw new Error(`record ${String(seq)} is not where it belongs`)
    if (previous !== '' && read.prev !== previous)
      throw new Error(`record ${String(seq)} does not follow from the one before`)
    previous = leafHash(line)
    if (anchor?.seq === seq) leafOfAnchor = previous
    seq += 1
  }
  if (seq - (first ?? 0) !== records)
    throw new Error(`the manifest counts ${String(records)} records, and there are ${String(seq - (first ?? 0))}`)
  if (anchor === null) {
    if (covered > 0) throw new Error('records are said to be covered, and no proof shows it')
    return 0
  }
  const note = readNote(checkpoint ?? '')
  const path_ = anchor.path.map(toHash).filter((hash) => hash !== null)
  const isWhole = note !== null && leafOfAnchor !== null && path_.length === anchor.path.length
  const root = isWhole ? rootOfInclusion(Buffer.from(leafOfAnchor ?? '', 'base64'), anchor.seq, note.size, path_) : null
  if (
    note === null ||
    root === null ||
    Buffer.compare(root, note.root) !== 0 ||
    anchor.seq !== (first ?? 0) + covered - 1
  )
    throw new Error('the records are not those that the checkpoint covers')
  return covered
}

async function checkProofs(path: string, { first_seq: first, proofs, gzip }: Manifest, pinned: PinnedKeys) {
  let seq = first ?? 0
  for await (const line of linesIn(path, gzip, 4 * MAX_LINE)) {
    const read = checkProof(Buffer.from(line).toString('utf8'), pinned)
    if (!read.holds) throw new Error(`the proof of record ${String(seq)} does not hold: ${read.why}`)
    if (read.proof.index !== seq) throw new Error(`the proof of record ${String(seq)} is missing`)
    seq += 1
  }
  const found = seq - (first ?? 0)
  if (found !== proofs) throw new Error(`the manifest counts ${String(proofs)} proofs, and there are ${String(found)}`)
  return found
}

/** `quote`: between two of these bytes a line may end without ending the row. */
async function count(path: string, gzip: boolean, quote?: number): Promise<number> {
  let [rows, quotes] = [0, 0]
  for await (const line of linesIn(path, gzip, 1 << 20)) {
    if (quote !== undefined) quotes += line.reduce((sum, byte) => (byte === quote ? sum + 1 : sum), 0)
    if (quotes % 2 === 0) rows += 1
  }
  return rows
}

const QUOTE = 0x22
const LF = 0x0a

/** The lines of a file, each with its LF taken off. Throws when one is too long or the last is not whole. */
async function* linesIn(path: string, gzip: boolean, most = MAX_LINE): AsyncGenerator<Uint8Array> {
  const file = createReadStream(path)
  const bytes: AsyncIterable<Buffer> = gzip ? file.pipe(createGunzip()) : file
  let rest = Buffer.alloc(0)
  for await (const chunk of bytes) {
    const all = Buffer.concat([rest, chunk])
    let at = 0
    for (let end = all.indexOf(LF); end !== -1; end = all.indexOf(LF, at)) {
      yield all.subarray(at, end)
      at = end + 1
    }
    rest = all.subarray(at)
    if (rest.length > most) throw new Error('a line is longer than any line may be')
  }
  if (rest.length > 0) throw new Error('the last line is not whole')
}
