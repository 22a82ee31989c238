import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Chain } from './chain.ts'
import type { Fault } from './chain.ts'
import { errorText } from './error-text.ts'
import { leafHash } from './leaf.ts'
import { keptPolicies, POLICIES } from './kept-policies.ts'
import { listFiles, readLogFile } from './ledger-files.ts'
import type { LedgerFiles, LogFile, Segment } from './ledger-files.ts'
import { readLines } from './read-lines.ts'
import { SEGMENTS, tornFrom } from './segment-name.ts'
import { Tally } from './tally.ts'
import type { TornRecord } from './tally.ts'
import { mayBeTorn } from './torn-tail.ts'

/** `truncated`: records are missing from the end of a segment, or a segment is. `unverifiable`: it could not be read as a ledger. */
export type Verdict = 'fine' | 'tampered' | 'truncated' | 'unverifiable'

export type Report = {
  readonly verdict: Verdict
  /** One sentence, when the verdict is not `fine`. */
  readonly why: string | null
  readonly origin: string | null
  /** Records that were checked and are as they were written. */
  readonly records: number
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
  readonly types: Readonly<Record<string, number>>
  /** Permitted requests without an outcome: in flight now, or their process ended and none has been started since. */
  readonly open: number
  /** Outcomes that a start wrote for requests of a process that had ended. */
  readonly recovered: number
  /** Milliseconds since 1970, of the first and the last record. */
  readonly from: number | null
  readonly to: number | null
}

export type VerifyOptions = {
  readonly onProgress?: (done: { readonly bytes: number; readonly records: number }) => void
}

type State = {
  bytes: number
  tornTail: Report['tornTail']
  fault: Fault | null
  readonly tally: Tally
  readonly chain: Chain
}

/**
 * Reads the whole ledger in `dir`, hashes every byte again, and names the first record that is not as it was written.
 * Reads only; a writer may be at work. Memory does not grow with the ledger. Never throws for what it finds on the disk.
 *
 * It proves that the records are those that were written, whole and in order, up to the last. Without signed checkpoints it
 * cannot see that whole records were cut off at the end, nor that somebody wrote a new ledger from some record on.
 */
export async function verifyLedger(dir: string, options: VerifyOptions = {}): Promise<Report> {
  const read = await readDirectory(dir)
  if ('why' in read) return unverifiable(read.why)
  const { log, files } = read
  const tally = new Tally(true)
  const chain = new Chain({ seq: 0, prev: leafHash(log.line) }, (line) => tally.add(line))
  const state: State = { bytes: 0, tornTail: null, fault: null, tally, chain }
  try {
    await follow(state, files.segments, options)
    state.fault ??=
      chain.finish() ??
      strangers(files) ??
      (await checkTorn(dir, files, tally.torn)) ??
      (await checkPolicies(dir, tally.kept))
  } catch (cause) {
    return { ...toReport(state, log, files), verdict: 'unverifiable', why: errorText(cause) }
  }
  return toReport(state, log, files)
}

async function readDirectory(dir: string): Promise<{ log: LogFile; files: LedgerFiles } | { why: string }> {
  try {
    const log = await readLogFile(dir)
    if (log === null) return { why: 'there is no file LOG here' }
    const files = await listFiles(dir)
    return files.segments.length === 0 ? { why: 'there is no segment here' } : { log, files }
  } catch (cause) {
    return { why: errorText(cause) }
  }
}

async function follow(state: State, segments: readonly Segment[], { onProgress }: VerifyOptions): Promise<void> {
  const { chain } = state
  for (const [index, segment] of segments.entries()) {
    const next = segments[index + 1]
    state.fault = chain.begin(segment.name, segment.first, next?.first ?? null)
    if (state.fault !== null) return
    const { rest, offset, stopped } = await readLines(segment.path, (line) => (state.fault = chain.line(line)) === null)
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
  records: readonly TornRecord[],
): Promise<Fault | null> {
  for (const record of records) {
    const why = await whyNotTorn(join(dir, SEGMENTS), torn, record)
    if (why !== null) return { verdict: 'tampered', segment: record.file, line: 0, seq: 0, why }
  }
  const last = segments.at(-1)?.name ?? ''
  const named = new Set(records.map(({ file }) => file))
  // A start that crashed half-way leaves one that the next start will record: cut from the last segment, or from one after it.
  const stray = torn.find((name) => !named.has(name) && (tornFrom(name)?.segment ?? '') < last)
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

function toReport({ bytes, tornTail, fault, tally, chain }: State, log: LogFile, files: LedgerFiles): Report {
  const { verdict, ...firstBad } = fault ?? { verdict: 'fine' as const }
  return {
    verdict,
    why: fault?.why ?? null,
    origin: log.origin,
    records: fault === null || fault.line === 0 ? chain.head.seq : Math.min(chain.head.seq, fault.seq),
    segments: files.segments.length,
    bytes,
    head: chain.head.seq === 0 ? null : chain.head.prev,
    firstBad: 'segment' in firstBad ? firstBad : null,
    tornTail,
    superseded: chain.supersededLines,
    types: Object.fromEntries([...tally.types].sort(([a], [b]) => (a < b ? -1 : 1))),
    open: tally.open.size,
    recovered: tally.recovered,
    from: tally.firstTime,
    to: tally.lastTime,
  }
}

function unverifiable(why: string): Report {
  return {
    verdict: 'unverifiable',
    why,
    origin: null,
    records: 0,
    segments: 0,
    bytes: 0,
    head: null,
    firstBad: null,
    tornTail: null,
    superseded: 0,
    types: {},
    open: 0,
    recovered: 0,
    from: null,
    to: null,
  }
}
