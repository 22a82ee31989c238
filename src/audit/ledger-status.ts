import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { isJsonObject } from '../terms/json.ts'
import type { JsonObject, JsonValue } from '../terms/json.ts'
import { pendingGap } from './accept-gap.ts'
import { CHECKPOINTS, lastCheckpoint } from './checkpoint-file.ts'
import { disk } from './disk.ts'
import { RESERVE } from './disk-room.ts'
import { errorText } from './error-text.ts'
import { listFiles, readLogFile } from './ledger-files.ts'
import { LIMITS } from './ledger-limits.ts'
import { readLine } from './line.ts'
import type { Line } from './line.ts'
import { readLines } from './read-lines.ts'
import { sizeOf } from './torn-tail.ts'
import { readKept } from './witnesses.ts'

export type LedgerStatus = {
  readonly origin: string
  /** What the last writer said of itself; `running`: null where the kernel does not tell (it is Linux that does). */
  readonly writer: (JsonObject & { readonly running: boolean | null }) | null
  readonly records: number
  readonly last: { readonly seq: number; readonly type: string; readonly time: number } | null
  readonly segment: string | null
  /** Bytes after the last whole line: a write under way, or what a crash left. */
  readonly torn: number
  readonly checkpoint: { readonly size: number; readonly at: number } | null
  readonly unsigned: number
  readonly witnesses: readonly { readonly name: string; readonly size: number; readonly at: number }[]
  /** Null when no witness was ever handed a checkpoint. */
  readonly unwitnessed: number | null
  readonly free: number
  /** Bytes held for when the disk is full; 0: given up, or never taken. */
  readonly reserve: number
  /** Records of the mirror; null where none was named. */
  readonly mirror: number | null
  /** One sentence each. */
  readonly problems: readonly string[]
}

export type StatusOptions = {
  readonly dir: string
  readonly mirror: string | null
  /** Milliseconds since 1970. */
  readonly now: number
  /** The kernel's list of locks, `/proc/locks`; null where there is none. */
  readonly locks: string | null
}

/** A tail that is longer, in records or milliseconds, is worth a word. */
const UNSIGNED = { records: 50_000, ms: 300_000 }
const UNWITNESSED = { records: 100_000, ms: 3_600_000 }

/**
 * How a ledger is, from its files alone (FC-8): it asks no process, takes no lock, writes nothing, and reads no more than the end. So it works while
 * records cannot be written. It does not verify. Rejects with one sentence when there is no ledger in `dir`.
 */
export async function ledgerStatus({ dir, mirror, now, locks }: StatusOptions): Promise<LedgerStatus> {
  const log = await readLogFile(dir)
  if (log === null) throw new Error(`there is no ledger in ${dir}`)
  const end = await endOf(dir)
  const signed = await lastSigned(dir, log.origin)
  const kept = (await readKept(dir)).map(([name, { size, at }]) => ({ name, size, at }))
  const best = kept.length === 0 ? null : Math.max(...kept.map(({ size }) => size))
  const status = {
    origin: log.origin,
    writer: await writerOf(dir, locks),
    ...{ records: end.records, last: end.last, segment: end.segment, torn: end.torn },
    checkpoint: signed.checkpoint,
    unsigned: end.records - (signed.checkpoint?.size ?? 0),
    witnesses: kept,
    unwitnessed: best === null ? null : end.records - best,
    free: await disk.free(dir),
    reserve: await sizeOf(join(dir, RESERVE)),
    mirror: mirror === null ? null : (await endOf(mirror)).records,
  }
  const gap = (await pendingGap(dir)) === null ? [] : ['a gap was accepted, and no start has recorded it yet']
  return { ...status, problems: [...end.problems, ...signed.problems, ...gap, ...problemsOf(status, now)] }
}

function problemsOf(status: Omit<LedgerStatus, 'problems'>, now: number): readonly string[] {
  const { writer, last, unsigned, checkpoint, unwitnessed, witnesses, free, reserve, mirror, records } = status
  const running = writer?.running
  const latest = Math.max(...witnesses.map(({ at }) => at))
  const isLong = (tail: number, at: number, most: typeof UNSIGNED) =>
    tail > most.records || (tail > 0 && now - at > most.ms)
  const checks: readonly (readonly [boolean, string])[] = [
    [running === false && last !== null && last.type !== 'lifecycle' && last.type !== 'checkpoint.pre', 'nobody writes, and the last run did not stop in order'], // prettier-ignore
    [unsigned < 0, `the last checkpoint covers more records than there are: ${String(records)}`],
    [running !== false && checkpoint !== null && isLong(unsigned, checkpoint.at, UNSIGNED), 'the last checkpoint is too long ago'], // prettier-ignore
    [unwitnessed !== null && isLong(unwitnessed, latest, UNWITNESSED), 'no witness has had a checkpoint for too long'],
    [free < LIMITS.hardBytes, 'the disk is full: nothing new is permitted'],
    [running === true && reserve === 0, 'the reserve on the disk has been given up'],
    [mirror !== null && mirror < records - UNSIGNED.records, 'the mirror is far behind'],
    [mirror !== null && mirror > records, 'the mirror has more records than the ledger'],
  ]
  return checks.flatMap(([isSo, says]) => (isSo ? [says] : []))
}

/** The end of the last segment that holds a line. */
async function endOf(dir: string) {
  const { segments } = await listFiles(dir)
  const nothing = { records: 0, last: null, segment: null, torn: 0, problems: [] as string[] }
  for (const { name, path, first } of segments.toReversed()) {
    const packed = path.endsWith('.gz')
    const from = packed ? 0 : await lastLineAt(path)
    let line: Uint8Array | null = null
    const { rest } = await readLines(path, (bytes) => ((line = packed ? Buffer.from(bytes) : bytes.slice()), true), from) // prettier-ignore
    const found: Line | { readonly why: string } | null = line === null ? null : readLine(line)
    if (found === null) continue
    if ('why' in found)
      return { ...nothing, records: first, segment: name, problems: [`the last line cannot be read: ${found.why}`] }
    const { seq, type, time } = found
    return { ...nothing, records: seq + 1, last: { seq, type, time }, segment: name, torn: rest.length }
  }
  return nothing
}

/** Where to begin so that a few lines are read at most: none is longer than 64 KiB, and a commit is not longer than some MiB. */
async function lastLineAt(path: string): Promise<number> {
  const size = await sizeOf(path)
  const from = Math.max(0, size - (2 << 20))
  if (from === 0) return 0
  let at = from
  await readLines(path, (line) => ((at = from + line.length + 1), false), from)
  return at
}

async function lastSigned(dir: string, origin: string) {
  try {
    const { note } = lastCheckpoint(dir, origin)
    const at = note === null ? 0 : (await stat(join(dir, CHECKPOINTS))).mtimeMs
    return { checkpoint: note === null ? null : { size: note.size, at: Math.round(at) }, problems: [] }
  } catch (cause) {
    return { checkpoint: null, problems: [errorText(cause)] }
  }
}

async function writerOf(dir: string, locks: string | null): Promise<LedgerStatus['writer']> {
  const said = await readFile(join(dir, 'WRITER'), 'utf8').then(parsed, () => null)
  if (!isJsonObject(said)) return null
  const lock = await stat(join(dir, 'LOCK')).catch(() => null)
  if (locks === null || lock === null) return { ...said, running: locks === null ? null : false }
  // `1: POSIX  ADVISORY  WRITE 4711 08:01:131075 …`: device and inode are the last two of the sixth column.
  const running = locks.split('\n').some((line) => {
    const [, , , kind, , file = ''] = line.trim().split(/ +/)
    return kind === 'WRITE' && file.split(':')[2] === String(lock.ino)
  })
  return { ...said, running }
}

function parsed(text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue
  } catch {
    return null // nobody is named then
  }
}
