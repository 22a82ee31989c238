import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { copyFile, mkdir, open, readFile, rename, truncate, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { isJsonObject } from '../terms/json.ts'
import type { JsonObject, JsonValue } from '../terms/json.ts'
import { Chain } from './chain.ts'
import type { Fault } from './chain.ts'
import { CHECKPOINTS, CheckpointReader } from './checkpoint-file.ts'
import type { StoredNote } from './checkpoint-file.ts'
import { disk, isMissing, syncDir } from './disk.ts'
import { leafHash } from './leaf.ts'
import { listFiles, readLogFile } from './ledger-files.ts'
import type { LogFile, Segment } from './ledger-files.ts'
import { lastSegments } from './recover.ts'
import { readLines } from './read-lines.ts'
import { GZ, SEGMENTS } from './segment-name.ts'
import { GAP_ACCEPTED, Tally } from './tally.ts'
import { mayBeTorn, sizeOf, syncFile } from './torn-tail.ts'
import { TreeFinder } from './tree-finder.ts'
import { acquireLock } from './writer-lock.ts'

/** In the ledger, from before anything is cut until a record says so. */
export const GAP = 'GAP'

export type GapParts = {
  readonly dir: string
  readonly reason: string
  readonly by: string
  /** Milliseconds since 1970. */
  readonly now: number
  readonly pid: number
}

/** Where the good records end. */
type Broken = {
  /** The number of the first record that is given up. */
  readonly from: number
  readonly why: string
  /** The segment that is cut, and at which byte of it, unpacked; null when every segment that is left is good. */
  readonly cut: { readonly segment: Segment; readonly at: number } | null
  /** Segments after it. */
  readonly later: readonly Segment[]
  /** The length of the file of checkpoints that still hold. */
  readonly notes: number
}

/**
 * Gives up the broken tail of a ledger that a start refuses (FC-7), so that the next start can go on after its last good record. Everything
 * from there on, and the checkpoints, are copied to a folder beside the ledger first; what is cut, why, and who says so waits in the file
 * GAP for that start's records. A crash in between leaves nothing that another call, or the start, does not finish. Throws one sentence when
 * nothing is wrong, when the damage is older than a start looks, or when the records are not those that were signed.
 */
export async function acceptGap(parts: GapParts): Promise<JsonObject> {
  const { dir, pid, now } = parts
  const lock = acquireLock(dir, { writer: 'accept-gap', since: new Date(now).toISOString(), pid })
  try {
    const log = await readLogFile(dir)
    if (log === null) throw new Error(`there is no ledger in ${dir}`)
    const broken = await findBroken(dir, log)
    if (broken === null) return (await pendingGap(dir)) ?? refuse('nothing is wrong with the end of this ledger')
    const record = await keepAside(parts, broken)
    await writeGap(dir, record)
    await cutBack(dir, broken)
    return record
  } finally {
    lock.release()
  }
}

/** The record of a gap that is not recorded yet; null when there is none. */
export async function pendingGap(dir: string): Promise<JsonObject | null> {
  const text = await readFile(join(dir, GAP), 'utf8').catch((cause: unknown) => {
    if (isMissing(cause)) return 'null'
    throw cause
  })
  const value = JSON.parse(text) as JsonValue
  return isJsonObject(value) ? value : null
}

/** After its record is on disk. */
export async function forgetGap(dir: string): Promise<void> {
  await disk.remove(join(dir, GAP))
  await syncDir(dir)
}

function refuse(why: string): never {
  throw new Error(`${why}. Nothing was changed`)
}

async function findBroken(dir: string, log: LogFile): Promise<Broken | null> {
  const { segments } = await listFiles(dir)
  const last = await lastSegments(segments)
  // One more than a start looks at, so that what the first of these is linked to is known.
  const looked = segments.slice(Math.max(0, segments.findIndex(({ name }) => name === last[0]?.name) - 1)).filter(({ name, path }) => last.some((one) => one.path === path) || name < (last[0]?.name ?? '')) // prettier-ignore
  const { chain, fault, at, index } = await walk(log, looked, Infinity, null)
  if (chain.head.prev === null) refuse('the damage reaches further back than a start looks: move the ledger away')
  if (fault !== null && fault.seq > chain.head.seq && chain.supersededLines > 0)
    refuse(`${fault.why}, in lines that were written again: put the file back, or move the ledger away`)
  const from = chain.head.seq
  const { note, end, damaged, next } = lastNote(dir, log.origin, from)
  const why = fault?.why ?? damaged ?? (next === null ? null : `the last checkpoint covers ${String(next)} records, and there are ${String(from)}`) // prettier-ignore
  const { tree } = await walk(log, looked, from, note)
  if (tree.whyNot(from) !== null) refuse('the records that are left are not those that were signed')
  if (why === null) return null
  const segment = fault === null ? undefined : looked[index]
  return {
    ...{ from, why, notes: end },
    cut: segment === undefined ? null : { segment, at },
    later: fault === null ? [] : looked.slice(index + 1),
  }
}

/** Follows the chain up to the first fault, or to record `until`; says in which segment that is, and where in it the bad line begins. */
async function walk(log: LogFile, segments: readonly Segment[], until: number, note: StoredNote | null) {
  const first = segments[0]?.first ?? 0
  const tally = new Tally(false)
  const tree = new TreeFinder(first, note)
  const chain: Chain = new Chain({ seq: first, prev: first === 0 ? leafHash(log.line) : null }, (line) => {
    tree.add(line, chain.head.prev)
    return tally.add(line)
  })
  let fault: Fault | null = null
  let [at, index] = [0, 0]
  for (const segment of segments) {
    const next = segments[index + 1]
    at = 0
    fault = chain.begin(segment.name, segment.first, next?.first ?? null)
    if (fault === null) {
      const read = await readLines(segment.path, (line) => {
        if (chain.head.seq >= until) return false
        fault = chain.line(line)
        if (fault === null) at += line.length + 1
        return fault === null
      })
      if (chain.head.seq >= until) break
      if (fault === null && read.stopped) fault = chain.faultAtEnd('endless')
      fault ??= chain.end(read.rest)
      if (next === undefined && read.rest.length > 0 && !mayBeTorn(read.rest)) fault ??= chain.faultAtEnd('lf_changed')
    }
    if (fault !== null) break
    index += 1
  }
  return { chain, tree, fault, at, index }
}

/** The last checkpoint that covers no more than these records, where it ends in the file, and what follows. */
function lastNote(dir: string, origin: string, records: number) {
  const reader = new CheckpointReader(dir, origin)
  try {
    let note: StoredNote | null = null
    for (;;) {
      const read = reader.next()
      const end: number = note?.end ?? 0
      if (read.kind === 'damaged') return { note, end, damaged: read.why, next: null }
      if (read.kind === 'end') return { note, end, damaged: null, next: null }
      if (read.note.size > records) return { note, end, damaged: null, next: read.note.size }
      note = read.note
    }
  } finally {
    reader.close()
  }
}

/** Copies what will be cut; gives the record. */
async function keepAside({ dir, reason, by, now }: GapParts, { from, why, cut, later }: Broken): Promise<JsonObject> {
  const folder = `${dir.replace(/\/+$/, '')}.gap-${String(from).padStart(12, '0')}-${new Date(now).toISOString().replaceAll(/[-:.]/g, '')}` // prettier-ignore
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const paths = [...(cut === null ? [] : [cut.segment]), ...later].map(({ path }) => path)
  if ((await sizeOf(join(dir, CHECKPOINTS))) > 0) paths.push(join(dir, CHECKPOINTS))
  const kept: JsonObject[] = []
  for (const path of paths) {
    const copy = join(folder, basename(path))
    await copyFile(path, copy)
    await syncFile(copy)
    kept.push({ file: basename(path), bytes: await sizeOf(copy), sha256: await sha256Of(copy) })
  }
  await syncDir(folder)
  return { type: GAP_ACCEPTED, from, why, reason, by, folder: basename(folder), kept: kept.slice(0, 64) }
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path) as AsyncIterable<Uint8Array>) hash.update(chunk)
  return hash.digest('hex')
}

async function writeGap(dir: string, record: JsonObject): Promise<void> {
  const path = join(dir, GAP)
  await writeFile(`${path}.new`, JSON.stringify(record), { mode: 0o600 })
  await syncFile(`${path}.new`)
  await rename(`${path}.new`, path)
  await syncDir(dir)
}

/** From the end: whatever is left when this breaks off is still broken, or whole. */
async function cutBack(dir: string, { cut, later, notes }: Broken): Promise<void> {
  for (const { path } of later.toReversed()) await disk.remove(path)
  if (cut !== null) await cutSegment(cut.segment.path, cut.at)
  await syncDir(join(dir, SEGMENTS))
  const checkpoints = join(dir, CHECKPOINTS)
  if ((await sizeOf(checkpoints)) <= notes) return
  await truncate(checkpoints, notes)
  await syncFile(checkpoints)
}

async function cutSegment(path: string, at: number): Promise<void> {
  if (at === 0) return disk.remove(path)
  if (!path.endsWith(GZ)) {
    await truncate(path, at)
    return syncFile(path)
  }
  const plain = path.slice(0, -GZ.length)
  const file = await open(`${path}.new`, 'w', 0o600) // a name that no reader takes for a segment
  try {
    let left = at
    const lines: Uint8Array[] = []
    await readLines(path, (line) => {
      if (left <= 0) return false
      lines.push(Buffer.from(line), Buffer.of(0x0a))
      left -= line.length + 1
      return true
    })
    await file.writeFile(Buffer.concat(lines))
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(`${path}.new`, plain) // beside its plain file, a packed one does not count
  await disk.remove(path)
}
