import { join } from 'node:path'
import type { JsonObject } from '../terms/json.ts'
import { Chain } from './chain.ts'
import type { StoredNote } from './checkpoint-file.ts'
import type { Fault } from './chain.ts'
import { disk } from './disk.ts'
import type { Frontier } from './frontier.ts'
import { leafHash } from './leaf.ts'
import { listFiles } from './ledger-files.ts'
import type { LogFile, Segment } from './ledger-files.ts'
import type { Place } from './line.ts'
import { readLines } from './read-lines.ts'
import { SEGMENTS, segmentName, tornFrom } from './segment-name.ts'
import { Tally } from './tally.ts'
import { TreeFinder } from './tree-finder.ts'
import { describeTorn, mayBeTorn, quarantine, sizeOf, syncFile } from './torn-tail.ts'

/** Where a new run of the writer goes on. */
export type Recovered = {
  /** The place of the first line that is to be written, owed lines included. */
  readonly head: Place
  /** Lines, with their LF, that an earlier run began to write again and did not finish. They come first, as they are. */
  readonly owed: Uint8Array
  /** The place after the owed lines. */
  readonly after: Place
  /** The tree of all lines, owed ones included; null when it was not asked for. */
  readonly tree: Frontier | null
  /** What has to be recorded about the past, in order. */
  readonly records: readonly JsonObject[]
}

/** What is known of checkpoints: the last one, and whether another is to be signed. */
export type Signed = { readonly note: StoredNote | null; readonly needTree: boolean }

const ADVICE = 'Run "cordon audit verify", and put the file back or move the ledger away before you start again.'

type Tail = { readonly segment: Segment; readonly rest: Uint8Array; readonly offset: number; readonly last: boolean }

/** How far back a start looks, at least; and at least two segments. `cordon audit verify` looks at everything. */
const LOOK_BACK = 64 << 20

/**
 * Reads the end of an existing ledger (FC-7): checks the last segments, sets a torn last line aside, and finds what
 * the run before left unfinished. Throws with segment, line and reason when anything else is wrong.
 */
export async function recover(dir: string, log: LogFile, signed: Signed): Promise<Recovered> {
  const { segments, torn } = await listFiles(dir)
  const last = await lastSegments(segments)
  const first = last[0]
  const start = first === undefined || first.first === 0 ? leafHash(log.line) : null
  const tally = new Tally(false)
  let tree = new TreeFinder(first?.first ?? 0, signed.note)
  const chain = new Chain({ seq: first?.first ?? 0, prev: start }, (line) => {
    tree.add(line, chain.head.prev)
    return tally.add(line)
  })
  const tails = await follow(dir, chain, last)
  if (signed.needTree && tree.tree === null) tree = await wholeTree(dir, log, segments, signed)
  const head = known(chain.head)
  const owed = owedLines(dir, chain)
  const after = known(chain.head)
  const why = tree.whyNot(after.seq)
  if (why !== null) throw new Error(`the ledger ${dir} is not the one that was signed: ${why}. ${ADVICE}`)
  const unfinished = await setAside(tails, chain)
  for (const path of last.slice(-2).map((segment) => segment.path)) if ((await sizeOf(path)) > 0) await syncFile(path)
  const recorded = new Set([
    ...tally.torn.map(({ file }) => file),
    ...unfinished.map((record) => String(record['file'])),
  ])
  const forgotten = await describeForgotten(dir, torn, recorded, first?.first ?? 0)
  const poisoned = chain.claims.map(({ segment, from }) => ({
    type: 'sink.poisoned',
    segment,
    from,
    why: 'found at start',
  }))
  return {
    head,
    owed,
    after,
    tree: signed.needTree ? tree.tree : null,
    records: [...unfinished, ...forgotten, ...poisoned, ...closings(tally)],
  }
}

/** Reads everything: a ledger that has no checkpoint where a start looks, because none were signed so far. */
async function wholeTree(
  dir: string,
  log: LogFile,
  segments: readonly Segment[],
  { note }: Signed,
): Promise<TreeFinder> {
  const first = segments[0]?.first ?? 0
  const tree = new TreeFinder(first, note)
  const chain = new Chain({ seq: first, prev: first === 0 ? leafHash(log.line) : null }, (line) => {
    tree.add(line, chain.head.prev)
    return null
  })
  await follow(dir, chain, segments)
  return tree
}

/** The segments to look at: from the end back, without empty ones that a run made and never wrote to. */
export async function lastSegments(segments: readonly Segment[]): Promise<readonly Segment[]> {
  const chosen: Segment[] = []
  let bytes = 0
  for (const segment of segments.toReversed()) {
    const size = await sizeOf(segment.path)
    if (size === 0 && chosen.length === 0) await disk.remove(segment.path)
    else chosen.unshift(segment)
    bytes += size
    if (chosen.length >= 2 && bytes >= LOOK_BACK) break
  }
  return chosen
}

async function follow(dir: string, chain: Chain, segments: readonly Segment[]): Promise<readonly Tail[]> {
  const tails: Tail[] = []
  for (const [index, segment] of segments.entries()) {
    const next = segments[index + 1]
    let fault = chain.begin(segment.name, segment.first, next?.first ?? null)
    const read = await readLines(segment.path, (line) => (fault ??= chain.line(line)) === null)
    if (fault === null && read.stopped) fault = chain.faultAtEnd('endless')
    fault ??= chain.end(read.rest)
    if (fault !== null) throw damage(dir, fault)
    if (read.rest.length === 0) continue
    if (next === undefined && !mayBeTorn(read.rest)) throw damage(dir, chain.faultAtEnd('lf_changed'))
    tails.push({ segment, rest: read.rest, offset: read.offset, last: next === undefined })
  }
  return tails
}

/** Feeds the chain what it has not reached again, as the next segment will; gives those lines' bytes. */
function owedLines(dir: string, chain: Chain): Uint8Array {
  const owed: Uint8Array[] = []
  chain.begin(segmentName(chain.head.seq), chain.head.seq, null)
  for (;;) {
    const line = chain.superseded.find(({ seq }) => seq === chain.head.seq)
    if (line === undefined) return Buffer.concat(owed)
    const fault = chain.line(line.bytes)
    if (fault !== null) throw damage(dir, fault)
    owed.push(line.bytes, Buffer.of(0x0a))
  }
}

/** The last segment's torn end, and that of any other which the chain has not passed: nobody will write those lines again. */
async function setAside(tails: readonly Tail[], chain: Chain): Promise<readonly JsonObject[]> {
  const open = new Set(chain.fragments.map(({ segment }) => segment))
  const records: JsonObject[] = []
  for (const { segment, rest, offset, last } of tails) {
    if (last || open.has(segment.name)) records.push(await quarantine(segment.path, offset, rest))
  }
  return records
}

async function describeForgotten(
  dir: string,
  torn: readonly string[],
  recorded: ReadonlySet<string>,
  from: number,
): Promise<readonly JsonObject[]> {
  const records: JsonObject[] = []
  for (const name of torn) {
    const origin = tornFrom(name)
    if (origin === null || recorded.has(name) || origin.segment < segmentName(from)) continue
    records.push(await describeTorn(join(dir, SEGMENTS, name), origin))
  }
  return records
}

/** Nothing is left dangling: whatever came of these requests, the process that knew has ended. */
function closings({ open }: Tally): readonly JsonObject[] {
  return [...open].map(([request, decision]) => ({
    type: 'outcome',
    request,
    decision,
    result: 'unknown',
    recovered: true,
  }))
}

function known({ seq, prev }: Chain['head']): Place {
  if (prev === null) throw new Error('the ledger ends before its last segment begins')
  return { seq, prev }
}

function damage(dir: string, { segment, line, seq, why }: Fault): Error {
  const place = `${SEGMENTS}/${segment}${line > 0 ? `:${String(line)}` : ''}`
  return new Error(
    `the ledger ${dir} is damaged at ${place} (record ${String(seq)}): ${why}. Nothing was changed. ${ADVICE}`,
  )
}
