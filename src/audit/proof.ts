import { isJsonObject } from '../terms/json.ts'
import type { JsonObject, JsonValue } from '../terms/json.ts'
import { Chain } from './chain.ts'
import { lastCheckpoint } from './checkpoint-file.ts'
import type { StoredNote } from './checkpoint-file.ts'
import { beginningOf, rootsOf } from './cut.ts'
import type { Beginning } from './cut.ts'
import { leafHash } from './leaf.ts'
import { listFiles, readLogFile } from './ledger-files.ts'
import { readLine } from './line.ts'
import { PathMaker, inclusionRanges, rootOfInclusion } from './merkle-proof.ts'
import { toHash } from './frontier.ts'
import type { PinnedKeys } from './note-keys.ts'
import { readLines } from './read-lines.ts'
import { isSignedBy, readNote } from './signed-note.ts'

export const PROOF_FORMAT = 'cordon-proof/1'

/** Shows that one record is in a ledger, to somebody who has nothing else of it: the line, its path in the tree, and a signed checkpoint. */
export type Proof = {
  readonly format: typeof PROOF_FORMAT
  readonly origin: string
  /** The record's number. */
  readonly index: number
  /** Records that the checkpoint covers. */
  readonly size: number
  /** The record's exact text. */
  readonly line: string
  readonly path: readonly string[]
  readonly checkpoint: string
}

/** Which record: its number, or the decision of this request. */
export type Wanted = { readonly seq: number } | { readonly request: string }

/**
 * Makes a proof for one record of the ledger in `dir`; reads it twice when only the request is known. It does not verify the ledger: the
 * proof shows by itself whether it holds. Throws one sentence when there is no such record, or no checkpoint covers it.
 */
export async function makeProof(dir: string, wanted: Wanted): Promise<Proof> {
  const log = await readLogFile(dir)
  if (log === null) throw new Error(`there is no ledger in ${dir}`)
  const { note } = lastCheckpoint(dir, log.origin)
  const beginning = await beginningOf(dir, log.line, await listFiles(dir))
  const { cut } = beginning
  const index = 'seq' in wanted ? wanted.seq : await numberOf(dir, beginning, wanted.request)
  if (note === null || index >= note.size) {
    throw new Error(
      `record ${String(index)} is not covered by a checkpoint${note === null ? ': there is none' : ' yet'}`,
    )
  }
  if (index < beginning.seq)
    throw new Error(`record ${String(index)} was pruned: the ledger begins at ${String(beginning.seq)}`)
  const maker = new PathMaker(inclusionRanges(index, note.size))
  if (cut !== null) maker.adopt(cut.first, rootsOf(cut))
  let line: string | null = null
  await eachRecord(dir, beginning, (seq, leaf, bytes) => {
    if (seq < note.size) maker.add(seq, Buffer.from(leaf, 'base64'))
    if (seq === index) line = Buffer.from(bytes).toString()
    return seq + 1 < note.size
  })
  const path = maker.path()
  if (line === null || path === null)
    throw new Error(`the ledger ${dir} does not hold the records that its last checkpoint covers`)
  return toProof(note, index, line, path)
}

export type ProofRead =
  | { readonly holds: true; readonly proof: Proof; readonly record: JsonObject; readonly key: string }
  | { readonly holds: false; readonly why: string }

/** Says whether a proof holds for whoever trusts these keys, and what record it shows. Never throws for what the text says. */
export function checkProof(text: string, pinned: PinnedKeys): ProofRead {
  const proof = readProof(text)
  if (proof === null) return wrong('this is not a proof')
  const { origin, index, size, line, path, checkpoint } = proof
  const note = readNote(checkpoint)
  if (note?.origin !== origin || note.size !== size) return wrong('the checkpoint is not one of this ledger and size')
  const key = pinned(origin).find((one) => isSignedBy(note, one))
  if (key === undefined) return wrong('the checkpoint is not signed with a key that is trusted')
  const hashes = path.map(toHash).filter((hash) => hash !== null)
  const root = hashes.length === path.length ? rootOfInclusion(leafOf(line), index, size, hashes) : null
  if (root === null || Buffer.compare(root, note.root) !== 0)
    return wrong('the record is not in the tree of the checkpoint')
  const record = readLine(Buffer.from(line))
  if ('why' in record || record.seq !== index) return wrong('the line is not the record of this number')
  return { holds: true, proof, record: JSON.parse(line) as JsonObject, key: key.id }
}

const leafOf = (line: string) => Buffer.from(leafHash(line), 'base64')
const wrong = (why: string) => ({ holds: false, why }) as const

function toProof({ origin, size, text }: StoredNote, index: number, line: string, path: readonly Uint8Array[]): Proof {
  const hashes = path.map((hash) => Buffer.from(hash).toString('base64'))
  return { format: PROOF_FORMAT, origin, index, size, line, path: hashes, checkpoint: text }
}

function readProof(text: string): Proof | null {
  const value = parsed(text)
  if (!isJsonObject(value)) return null
  const { format, origin, index, size, line, path, checkpoint } = value
  if (format !== PROOF_FORMAT || typeof index !== 'number' || typeof size !== 'number' || !Array.isArray(path))
    return null
  if (typeof origin !== 'string' || typeof line !== 'string' || typeof checkpoint !== 'string') return null
  const hashes = path.filter((hash: JsonValue) => typeof hash === 'string')
  return hashes.length === path.length ? { format, origin, index, size, line, path: hashes, checkpoint } : null
}

function parsed(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue
  } catch {
    return undefined // the caller says that it is not a proof
  }
}

/** The number of the request's decision, or of the first record that names it. */
async function numberOf(dir: string, beginning: Beginning, request: string): Promise<number> {
  let found: number | null = null
  await eachRecord(dir, beginning, (seq, _leaf, _bytes, fields) => {
    if (fields['request'] === request) found = seq
    return found === null
  })
  if (found === null) throw new Error(`no record names the request ${request}`)
  return found
}

type Each = (seq: number, leaf: string, bytes: Uint8Array, fields: JsonObject) => boolean

/** Hands over every record that counts, until told to stop; throws at the first that is damaged. */
async function eachRecord(dir: string, { seq: first, prev, segments }: Beginning, each: Each): Promise<void> {
  let goOn = true
  const chain: Chain = new Chain({ seq: first, prev }, ({ seq, fields }, _segment, bytes) => {
    goOn = goOn && each(seq, chain.head.prev ?? '', bytes, fields)
    return null
  })
  for (const [at, segment] of segments.entries()) {
    let fault = chain.begin(segment.name, segment.first, segments[at + 1]?.first ?? null)
    const { rest } = await readLines(segment.path, (line) => goOn && (fault ??= chain.line(line)) === null)
    if (!goOn) return
    fault ??= chain.end(rest)
    if (fault !== null) throw new Error(`the ledger ${dir} is damaged at record ${String(fault.seq)}: ${fault.why}`)
  }
}
