import { randomBytes } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { JsonObject } from '../terms/json.ts'
import type { Log } from '../terms/logger.ts'
import { forgetGap, pendingGap } from './accept-gap.ts'
import { checkpointSink, lastCheckpoint } from './checkpoint-file.ts'
import type { CheckpointSink, StoredNote } from './checkpoint-file.ts'
import { disk } from './disk.ts'
import type { LedgerDisk } from './disk.ts'
import type { Frontier } from './frontier.ts'
import { keepPolicy } from './kept-policies.ts'
import type { CanonicalPolicy } from './kept-policies.ts'
import { listFiles, readLogFile, writeLogFile } from './ledger-files.ts'
import type { LogFile } from './ledger-files.ts'
import { LIMITS } from './ledger-limits.ts'
import type { Limits } from './ledger-limits.ts'
import { LedgerWriter } from './ledger-writer.ts'
import type { LedgerState } from './ledger-state.ts'
import { lifecycleRecord } from './lifecycle-record.ts'
import { Mirror } from './mirror.ts'
import type { MirrorDisk } from './mirror-disk.ts'
import { Notary } from './notary.ts'
import { patientClock } from './patient-clock.ts'
import { recover } from './recover.ts'
import { SEGMENTS } from './segment-name.ts'
import { isSignedBy, noteSigner, vkeyOf } from './signed-note.ts'
import type { Signer } from './signed-note.ts'
import { acquireLock } from './writer-lock.ts'

export type LedgerOptions = {
  readonly dir: string
  /** Whose ledger this is, such as `cordon.example.com/eu-1`. An existing ledger must have the same. */
  readonly origin: string
  /** The name of this process in each record. */
  readonly writer: string
  /** Milliseconds until an append that is not durable is refused. */
  readonly deadlineMs?: number
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** Milliseconds of a clock that never goes back and never stands still. */
  readonly monotonic: () => number
  /** For the message that a second writer gets. */
  readonly pid: number
  readonly log: Log
  readonly fs?: LedgerDisk
  /** Fields for the record of the start: the version of Cordon, say. */
  readonly about?: JsonObject
  /** The policy in force from the start: kept on disk before the record that names it. */
  readonly policy?: CanonicalPolicy
  readonly limits?: Partial<Limits>
  /** Sign checkpoints: the ledger's key first, then one that is to take its place. None: no checkpoints are signed. */
  readonly signers?: readonly KeyObject[]
  readonly checkpoints?: CheckpointSink
  /** A copy on another disk, which follows; with `all`, a record counts only when it is there too. */
  readonly mirror?: { readonly dir: string; readonly need: 'all' | 'any'; readonly fs?: MirrorDisk } | undefined
}

export type Ledger = {
  /**
   * Resolves when the record is on disk (fdatasync), and only then. Otherwise rejects with Problem `audit_unavailable`, at
   * the deadline at the latest; whoever gets that must not act on the record. `record.type` is required.
   * An outcome is never appended twice.
   */
  readonly append: (record: JsonObject) => Promise<{ readonly seq: number }>
  readonly state: () => LedgerState
  /** The last checkpoint that is on disk, as a signed note; null when there is none. */
  readonly checkpoint: () => string | null
  /** Writes what is pending and the record of the stop, and lets another writer in. Rejects when the record could not be written. */
  readonly close: () => Promise<void>
}

/** Milliseconds for the records of a start. */
const START_DEADLINE = 30_000

/**
 * Opens a ledger for writing, or makes one. Resolves when the records about the past and about this start are durable. Rejects
 * with one sentence when another process writes it, when it is another origin's, or when its end is damaged.
 */
export async function openLedger(options: LedgerOptions): Promise<Ledger> {
  const { dir, now, writer, pid } = options
  if (writer.length > 128) throw new Error("the name of a ledger's writer has more than 128 characters")
  await mkdir(join(dir, SEGMENTS), { recursive: true, mode: 0o700 })
  const lock = acquireLock(dir, { writer, since: new Date(now()).toISOString(), pid })
  let opened: LedgerWriter | null = null
  try {
    const log = await logFile(options)
    if (options.policy !== undefined) await keepPolicy(dir, options.policy)
    const signers = (options.signers ?? []).map((key) => noteSigner(log.origin, key))
    const last = lastCheckpoint(dir, log.origin)
    if (last.note !== null) mustHaveSigned(last.note, signers[0])
    const { head, owed, after, tree, records } = await recover(dir, log, {
      note: last.note,
      needTree: signers.length > 0,
    })
    const notary = tree === null ? null : newNotary(options, { log, signers, tree, last })
    const boot = randomBytes(12).toString('base64')
    const patience = patientClock(options.monotonic)
    opened = new LedgerWriter({ ...defaults(options), boot, lock, notary, patience }, { head, after, owed })
    const start = lifecycleRecord('start', {
      origin: log.origin,
      previous: head.seq === 0 ? null : head.seq - 1,
      ...(signers.length === 0 ? {} : { keys: signers.map(vkeyOf) }),
      ...options.about,
    })
    const gap = await pendingGap(dir)
    await opened.appendAll([start, ...(gap === null ? [] : [gap]), ...records], START_DEADLINE)
    if (gap !== null) await forgetGap(dir)
    if (options.mirror !== undefined) opened.mirrorTo(newMirror(options, options.mirror))
    return opened
  } catch (cause) {
    if (opened === null) lock.release()
    else await opened.abandon()
    throw cause
  }
}

function newMirror(options: LedgerOptions, mirror: NonNullable<LedgerOptions['mirror']>): Mirror {
  const { deadlineMs, limits, log, dir } = defaults(options)
  const { retryMs, retryMaxMs } = { ...LIMITS, ...limits }
  return new Mirror({ ...mirror, source: dir, deadlineMs, retryMs, retryMaxMs, log })
}

/** Whoever holds another key is not the one whose ledger this is; and an auditor who knows the old one could check nothing more. */
function mustHaveSigned(note: StoredNote, signer: Signer | undefined): void {
  if (signer === undefined || isSignedBy(note, signer)) return
  throw new Error(
    `the last checkpoint of this ledger was not signed with this key (${signer.id}). ` +
      'Put the old key back, and change it with "cordon audit rotate-key"',
  )
}

function newNotary(
  { dir, log, monotonic, limits, checkpoints }: LedgerOptions,
  {
    log: { origin },
    signers,
    tree,
    last,
  }: {
    readonly log: LogFile
    readonly signers: readonly Signer[]
    readonly tree: Frontier
    readonly last: { readonly note: StoredNote | null; readonly end: number }
  },
): Notary {
  const { checkpointMs, checkpointRecords } = { ...LIMITS, ...limits }
  const parts = {
    ...{ origin, signers, log, tree, end: last.end },
    last: last.note,
    sink: checkpoints ?? checkpointSink(dir),
    everyMs: checkpointMs,
    everyRecords: checkpointRecords,
  }
  return new Notary(parts, monotonic())
}

function defaults({ fs, deadlineMs, limits, ...options }: LedgerOptions) {
  return { ...options, fs: fs ?? disk, deadlineMs: deadlineMs ?? 250, limits: limits ?? {} }
}

async function logFile({ dir, origin, now }: LedgerOptions): Promise<LogFile> {
  const found = await readLogFile(dir)
  if (found === null && (await listFiles(dir)).segments.length > 0) {
    throw new Error(`the ledger ${dir} has records but no file LOG. Put it back, or move the ledger away`)
  }
  if (found === null) return writeLogFile(dir, origin, new Date(now()).toISOString())
  if (found.origin === origin) return found
  throw new Error(`the ledger ${dir} belongs to the origin ${found.origin}, and this is ${origin}`)
}
