import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Chain } from './chain.ts'
import type { Fault, OnRecord } from './chain.ts'
import { lastCheckpoint } from './checkpoint-file.ts'
import { beginningOf } from './cut.ts'
import type { Beginning } from './cut.ts'
import { errorText } from './error-text.ts'
import { keptPolicies, POLICIES } from './kept-policies.ts'
import { listFiles, readLogFile } from './ledger-files.ts'
import type { LedgerFiles, LogFile, Segment } from './ledger-files.ts'
import { readLines } from './read-lines.ts'
import { SEGMENTS, segmentName, tornFrom } from './segment-name.ts'
import { Tally } from './tally.ts'
import type { Gap, TornRecord } from './tally.ts'
import type { PinnedKeys } from './note-keys.ts'
import { isSignedBy } from './signed-note.ts'
import type { NoteKey, SignedNote } from './signed-note.ts'
import { mayBeTorn } from './torn-tail.ts'
import { CheckpointCheck } from './verify-checkpoints.ts'

/**
 * `truncated`: records are missing. `fork`: there are two histories. `unverifiable`: it could not be read as a ledger, or what would
 * show whose it is is missing. `unwitnessed`: fine, but nobody else has kept a checkpoint, and that was asked for.
 */
export type Verdict = 'fine' | 'tampered' | 'truncated' | 'fork' | 'unverifiable' | 'unwitnessed'

export type Report = {
  readonly verdict: Verdict
  /** One sentence, when the verdict is not `fine`. */
  readonly why: string | null
  readonly origin: string | null
  /** Records that were checked and are as they were written. */
  readonly records: number
  /** Records at the beginning that are gone, as a signed record says; they are counted in `records`. */
  readonly pruned: number
  readonly segments: number
  readonly bytes: number
  /** Leaf hash of the last good record, base64: what someone else may write down, to notice later that records were cut off. */
  readonly head: string | null
  readonly firstBad: {
    readonly segment: string
    readonly line: number
    readonly seq: number
    readonly why: string
  } | null
  /** A beginning of a line at the very end: a writer at work, or a crash. It does not count. */
  readonly tornTail: { readonly segment: string; readonly offset: number; readonly bytes: number } | null
  /** Lines that a failing disk made the writer write again; equal to those that count. */
  readonly superseded: number
  /** Tails that were given up at a start: the records from there on are missing. */
  readonly gaps: readonly Gap[]
  readonly types: Readonly<Record<string, number>>
  /** Permitted requests without an outcome: in flight now, or their process ended and none has been started since. */
  readonly open: number
  /** Outcomes that a start wrote for requests of a process that had ended. */
  readonly recovered: number
  /** Milliseconds since 1970, of the first and the last record. */
  readonly from: number | null
  readonly to: number | null
  /** The tree's root, base64, of all good records. */
  readonly root: string | null
  /** Checkpoints whose roots are those of the records. */
  readonly checkpoints: number
  /** Ids of the keys that signed them; null when no key was given: then nobody knows who did. */
  readonly keys: readonly string[] | null
  /** Records after the last checkpoint: whoever can write to the disk can change them unseen. */
  readonly unsigned: number
  /** Records after the checkpoint that was kept elsewhere: whoever has the key as well can change them unseen. */
  readonly unwitnessed: number
}

export type VerifyOptions = {
  /** Who may have signed. Keys that lie in the ledger itself are never trusted. */
  readonly pinned?: PinnedKeys
  /** A checkpoint that somebody else kept. */
  readonly witness?: SignedNote
  readonly requireWitness?: boolean
  /** First missing records of gaps that are known: these alone do not make the verdict bad. */
  readonly knownGaps?: readonly number[]
  /** Read every line as JSON, also those that are under a signature of a pinned key. */
  readonly thorough?: boolean
  /** Called now and then, and after each segment. */
  readonly onProgress?: (done: { readonly bytes: number; readonly records: number }) => void
}

type State = {
  bytes: number
  tornTail: Report['tornTail']
  fault: Fault | null
  readonly tally: Tally
  readonly chain: Chain
  readonly check: CheckpointCheck
}

/**
 * Reads the whole ledger in `dir`, hashes every byte again, and names the first record that is not as it was written.
 * Reads only; a writer may be at work. Memory does not grow with the ledger. Never throws for what it finds on the disk.
 *
 * It proves that the records up to the last checkpoint are those that were signed, whole and in order, and that those after
 * it fit to them. It cannot see what whoever holds the key made anew, unless somebody else kept a checkpoint (`witness`).
 */
export async function verifyLedger(dir: string, options: VerifyOptions = {}): Promise<Report> {
  const report = await verifyOnce(dir, options)
  const isGood = report.verdict === 'fine' || report.verdict === 'unwitnessed'
  // What is wrong is looked for again, line by line, so that it is named as closely as can be.
  return isGood || options.thorough === true ? report : verifyOnce(dir, { ...options, thorough: true })
}

async function verifyOnce(dir: string, options: VerifyOptions): Promise<Report> {
  const read = await readDirectory(dir)
  if ('why' in read) return unverifiable(read.why)
  const { log, files, beginning } = read
  const state = stateOf(dir, log, beginning, options)
  if ('why' in state) return unverifiable(state.why)
  const { check, chain, tally } = state
  try {
    await follow(state, beginning.segments, options)
    state.fault ??=
      chain.finish() ??
      strangers(files) ??
      (await checkTorn(dir, files, tally.torn, beginning.seq)) ??
      (await checkPolicies(dir, tally.kept))
    if (state.fault === null) check.finish()
  } catch (cause) {
    return { ...toReport(state, log, read, options), verdict: 'unverifiable', why: errorText(cause) }
  } finally {
    check.close()
  }
  return toReport(state, log, read, options)
}

function stateOf(
  dir: string,
  { origin }: LogFile,
  { cut, seq, prev, tree }: Beginning,
  { pinned, witness, thorough }: VerifyOptions,
): State | { readonly why: string } {
  const tally = new Tally(true, cut?.open)
  try {
    const keys = pinned?.(origin) ?? null
    const check = new CheckpointCheck({ dir, origin, pinned: keys, witness: witness ?? null, tree, cut })
    const onRecord: OnRecord = (line) =>
      check.add(line, Buffer.from(chain.head.prev ?? '', 'base64')) ?? tally.add(line)
    const signed = thorough === true || keys === null ? 0 : signedSize(dir, origin, keys)
    const chain = new Chain({ seq, prev }, onRecord, signed)
    return { bytes: 0, tornTail: null, fault: null, tally, chain, check }
  } catch (cause) {
    return { why: errorText(cause) } // no key can have the name that LOG says
  }
}

/** How many records the last checkpoint covers, if a pinned key has signed it; 0 when that cannot be known beforehand. */
function signedSize(dir: string, origin: string, keys: readonly NoteKey[]): number {
  try {
    const { note } = lastCheckpoint(dir, origin)
    return note !== null && keys.some((key) => isSignedBy(note, key)) ? note.size : 0
  } catch {
    return 0 // every line is read then, and the damage is named where it is found
  }
}

type Found = { readonly log: LogFile; readonly files: LedgerFiles; readonly beginning: Beginning }

async function readDirectory(dir: string): Promise<Found | { why: string }> {
  try {
    const log = await readLogFile(dir)
    if (log === null) return { why: 'there is no file LOG here' }
    const files = await listFiles(dir)
    const beginning = await beginningOf(dir, log.line, files)
    return beginning.segments.length === 0 ? { why: 'there is no segment here' } : { log, files, beginning }
  } catch (cause) {
    return { why: errorText(cause) }
  }
}

/** Records between two reports of progress. */
const STEP = 1 << 15

async function follow(state: State, segments: readonly Segment[], { onProgress }: VerifyOptions): Promise<void> {
  const { chain } = state
  for (const [index, segment] of segments.entries()) {
    const next = segments[index + 1]
    state.fault = chain.begin(segment.name, segment.first, next?.first ?? null)
    if (state.fault !== null) return
    let [lines, bytes] = [0, state.bytes]
    const { rest, offset, stopped } = await readLines(segment.path, (line) => {
      bytes += line.length + 1
      if ((lines += 1) % STEP === 0) onProgress?.({ bytes, records: chain.head.seq })
      return (state.fault = chain.line(line)) === null
    })
    if (state.fault === null && stopped) state.fault = chain.faultAtEnd('endless')
    state.fault ??= chain.end(rest)
    if (state.fault !== null) return
    state.bytes += offset
    if (next === undefined) endOfLedger(state, segment, rest, offset)
    onProgress?.({ bytes: state.bytes, records: chain.head.seq })
  }
}

function endOfLedger(state: State, segment: Segment, rest: Uint8Array, offset: number): void {
  if (rest.length === 0) return
  if (mayBeTorn(rest)) state.tornTail = { segment: segment.name, offset, bytes: rest.length }
  else state.fault = state.chain.faultAtEnd('lf_changed')
}

function strangers({ unknown }: LedgerFiles): Fault | null {
  const name = unknown[0]
  return name === undefined
    ? null
    : { verdict: 'tampered', segment: name, line: 0, seq: 0, why: 'no ledger has such a file' }
}

/** What was cut off at a start must still be there, and be what was recorded. */
async function checkTorn(
  dir: string,
  { torn, segments }: LedgerFiles,
  all: readonly TornRecord[],
  from: number,
): Promise<Fault | null> {
  const isPruned = (name: string) => (tornFrom(name)?.segment ?? '') < segmentName(from)
  const records = all.filter(({ file }) => !isPruned(file))
  for (const record of records) {
    const why = await whyNotTorn(join(dir, SEGMENTS), torn, record)
    if (why !== null) return { verdict: 'tampered', segment: record.file, line: 0, seq: 0, why }
  }
  const last = segments.at(-1)?.name ?? ''
  const named = new Set(records.map(({ file }) => file))
  // A start that crashed half-way leaves one that the next start will record: cut from the last segment, or from one after it.
  const stray = torn.find((name) => !named.has(name) && !isPruned(name) && (tornFrom(name)?.segment ?? '') < last)
  return stray === undefined
    ? null
    : { verdict: 'tampered', segment: stray, line: 0, seq: 0, why: 'no record names this file' }
}

/** Every policy that was in force must still be there, and be what its digest says. */
async function checkPolicies(dir: string, named: ReadonlySet<string>): Promise<Fault | null> {
  const { digests, wrong } = await keptPolicies(dir)
  const fault = (segment: string, why: string) => ({ verdict: 'tampered' as const, segment, line: 0, seq: 0, why })
  if (wrong[0] !== undefined) return fault(wrong[0], 'the file is not the policy that its name says')
  const gone = [...named].find((digest) => !digests.has(digest))
  return gone === undefined
    ? null
    : fault(`${POLICIES}/${gone}.json`, 'a record says that this policy is kept, and it is gone')
}

async function whyNotTorn(
  folder: string,
  torn: readonly string[],
  { file, bytes, sha256 }: TornRecord,
): Promise<string | null> {
  if (!torn.includes(file)) return 'a record names this file, and it is gone'
  const path = join(folder, file)
  if ((await stat(path)).size !== bytes) return 'the file is not as long as was recorded'
  const now = createHash('sha256')
    .update(await readFile(path))
    .digest('hex')
  return now === sha256 ? null : 'the file is not what was recorded'
}

function toReport(
  { bytes, tornTail, fault, tally, chain, check }: State,
  log: LogFile,
  { beginning }: Found,
  { witness, requireWitness, knownGaps }: VerifyOptions,
): Report {
  const { found, checked, root } = check
  const records = fault === null || fault.line === 0 ? chain.head.seq : Math.min(chain.head.seq, fault.seq)
  const gap = tally.gaps.find(({ from }) => knownGaps?.includes(from) !== true)
  const missing =
    gap === undefined
      ? null
      : `records from ${String(gap.from)} on were given up at a start; record ${String(gap.seq)} says by whom, and why`
  const isUnwitnessed = requireWitness === true && witness === undefined
  return {
    verdict:
      found?.verdict ??
      fault?.verdict ??
      (missing === null ? null : 'truncated') ??
      (isUnwitnessed ? 'unwitnessed' : 'fine'),
    why:
      found?.why ?? fault?.why ?? missing ?? (isUnwitnessed ? 'no checkpoint that somebody else kept was given' : null),
    origin: log.origin,
    records,
    pruned: beginning.seq,
    segments: beginning.segments.length,
    bytes,
    head: chain.head.seq === 0 ? null : chain.head.prev,
    firstBad: fault === null ? null : placeOf(fault),
    tornTail,
    superseded: chain.supersededLines,
    gaps: tally.gaps,
    types: Object.fromEntries([...tally.types].sort(([a], [b]) => (a < b ? -1 : 1))),
    open: tally.open.size,
    recovered: tally.recovered,
    from: tally.firstTime,
    to: tally.lastTime,
    root: Buffer.from(root).toString('base64'),
    checkpoints: checked.checkpoints,
    keys: checked.keys,
    unsigned: Math.max(0, records - checked.signed),
    unwitnessed: Math.max(0, records - (witness?.size ?? 0)),
  }
}

const placeOf = ({ segment, line, seq, why }: Fault): Report['firstBad'] => ({ segment, line, seq, why })

function unverifiable(why: string): Report {
  return {
    verdict: 'unverifiable',
    why,
    origin: null,
    records: 0,
    pruned: 0,
    segments: 0,
    bytes: 0,
    head: null,
    firstBad: null,
    tornTail: null,
    superseded: 0,
    gaps: [],
    types: {},
    open: 0,
    recovered: 0,
    from: null,
    to: null,
    root: null,
    checkpoints: 0,
    keys: null,
    unsigned: 0,
    unwitnessed: 0,
  }
}
