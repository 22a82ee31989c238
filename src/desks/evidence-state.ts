/** How the ledger is: what anybody who reads records may know of it, and what is for whoever may read all. */
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { CHECKPOINTS } from '../audit/checkpoint-file.ts'
import { PRUNED_RECORD } from '../audit/cut.ts'
import { lastSizes } from '../audit/find-checkpoint.ts'
import { HOLD_TYPES, holdsOf } from '../audit/holds.ts'
import type { Hold } from '../audit/holds.ts'
import type { LedgerEvent } from '../audit/index/events.ts'
import { IndexFailed } from '../audit/index/index-desk.ts'
import type { IndexDesk } from '../audit/index/index-desk.ts'
import { listFiles, readLogFile } from '../audit/ledger-files.ts'
import type { Ledger } from '../audit/ledger.ts'
import { ledgerStatus } from '../audit/ledger-status.ts'
import { GZ } from '../audit/segment-name.ts'
import { readNote, readVkey } from '../audit/signed-note.ts'
import { GAP_ACCEPTED } from '../audit/tally.ts'
import { ROTATE } from '../audit/verify-checkpoints.ts'
import type { Tail, WitnessSeen } from '../audit/witnesses.ts'
import type { Config } from '../config/config.ts'
import type { Checkpoint, EvidenceState, LedgerKey, Verification, WholeLedger, WitnessState } from '../contract/evidence.ts' // prettier-ignore
import type { Log } from '../terms/logger.ts'
import type { Policy } from '../terms/policy.ts'
import { ALL_RECORDS } from '../terms/reading.ts'
import { whyOf } from '../terms/why.ts'

export type StateParts = {
  readonly audit: Pick<Config['audit'], 'dir' | 'origin' | 'mirror' | 'witnesses'>
  readonly ledger: Pick<Ledger, 'checkpoint'>
  /** The public key of what signs checkpoints; null: nothing does. */
  readonly vkey: string | null
  readonly witnesses: () => readonly WitnessSeen[]
  readonly unwitnessed: () => Tail | null
  readonly index: Pick<IndexDesk, 'ask'>
  readonly policy: () => Policy
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly log: Log
}

type Sizes = { readonly sizes: ReturnType<typeof createSegmentSizes> }

/** Milliseconds after which an answer is given without what the index knows: right after a start it reads the whole ledger. */
export const SOON = 3_000

/** Records about the ledger itself that are shown. */
const SHOWN = [ROTATE, GAP_ACCEPTED, ...HOLD_TYPES]

/** Rejects when there is no ledger. What cannot be read of it is said among its problems. */
export async function evidenceState(
  parts: StateParts & Sizes,
  readsAll: boolean,
  verification: Verification | null,
): Promise<EvidenceState> {
  const { audit, ledger, vkey, unwitnessed } = parts
  const log = await readLogFile(audit.dir)
  const events = await eventsOf(parts, SOON)
  const tail = unwitnessed()
  return {
    origin: audit.origin,
    created: log === null ? null : toDay(log.created),
    keys: vkey === null ? [] : [...keysOf(vkey, events ?? [])],
    checkpoint: await checkpointOf(audit.dir, ledger.checkpoint()),
    recent: [...lastSizes(audit.dir, audit.origin)],
    witnesses: witnessesOf(parts),
    unwitnessed: tail && { ...tail },
    whole: readsAll ? await wholeOf(parts, events, verification) : null,
  }
}

/** Null when the records cannot be read, or not within this time. */
export async function eventsOf(
  { index, log }: Pick<StateParts, 'index' | 'log'>,
  withinMs: number,
): Promise<readonly LedgerEvent[] | null> {
  const { promise: late, resolve } = Promise.withResolvers<null>()
  const timer = setTimeout(() => resolve(null), withinMs)
  const asked = index.ask({ what: 'events', types: SHOWN, scope: ALL_RECORDS }).then(
    ({ body }) => (body?.['events'] ?? []) as unknown as readonly LedgerEvent[],
    (cause: unknown) => {
      log.warn('records about the ledger could not be read', {
        why: cause instanceof IndexFailed ? cause.message : whyOf(cause),
      })
      return null
    },
  )
  const events = await Promise.race([asked, late])
  clearTimeout(timer)
  return events
}

/** The key in force, and those that it follows: each change was signed by both. Newest first. */
export function keysOf(vkey: string, events: readonly LedgerEvent[]): readonly LedgerKey[] {
  const keys: LedgerKey[] = []
  let [current, until, before]: [string, string | null, number] = [vkey, null, Infinity]
  for (;;) {
    const into = events.findLast(({ type, seq, fields }) => type === ROTATE && seq < before && fields['to'] === current)
    const since = into === undefined ? null : isoTime(into.time)
    keys.push({ vkey: current, id: readVkey(current)?.id ?? '', inForce: until === null, since, until, record: into?.seq ?? null }) // prettier-ignore
    const from = into?.fields['from']
    if (into === undefined || typeof from !== 'string') return keys
    ;[current, until, before] = [from, since, into.seq]
  }
}

async function checkpointOf(dir: string, text: string | null): Promise<Checkpoint | null> {
  const note = text === null ? null : readNote(text)
  if (note === null) return null
  const at = await stat(join(dir, CHECKPOINTS)).then(({ mtimeMs }) => isoTime(mtimeMs), () => null) // prettier-ignore
  return {
    ...{ note: note.text, size: note.size, root: Buffer.from(note.root).toString('base64'), at },
    signatures: note.signatures.map(({ name, id }) => ({ name, id })),
  }
}

function witnessesOf({ audit, witnesses, ledger }: StateParts): WitnessState[] {
  const size = readNote(ledger.checkpoint() ?? '')?.size ?? 0
  const seen = new Map(witnesses().map((one) => [one.name, one]))
  return audit.witnesses.map(({ name, kind }) => {
    const { kept = null, failing = false } = seen.get(name) ?? {}
    const state = failing ? 'failing' : kept === null ? 'never' : kept.size < size ? 'behind' : 'in_order'
    return { name, kind, size: kept?.size ?? null, at: kept && isoTime(kept.at), state }
  })
}

async function wholeOf(
  { audit: { dir, mirror }, policy, now, sizes }: StateParts & Sizes,
  events: readonly LedgerEvent[] | null,
  verification: Verification | null,
): Promise<WholeLedger> {
  const status = await ledgerStatus({ dir, mirror: mirror?.dir ?? null, now: now(), locks: null })
  const pruned = events?.findLast(({ type }) => type === PRUNED_RECORD)
  const holds = holdsIn(events ?? [])
  const unread = [
    ...(events === null
      ? ['the records cannot be read, or not yet: legal holds, changes of keys and gaps are not shown']
      : []),
    ...(holds === null ? ['a record of a legal hold cannot be read: no hold is shown'] : []),
  ]
  return {
    ...{ records: status.records, unsigned: Math.max(0, status.unsigned), problems: [...status.problems, ...unread] },
    segments: await sizes(dir),
    pruned: pruned === undefined ? null : toPruned(pruned),
    gaps: (events ?? []).filter(({ type }) => type === GAP_ACCEPTED).map(toGap),
    holds: (holds ?? []).map(toHoldState),
    retention: (policy().obligations ?? []).flatMap(({ id, retain, because }) => (retain === null ? [] : [{ obligation: id, retain, because }])), // prettier-ignore
    verification,
  }
}

function holdsIn(events: readonly LedgerEvent[]): readonly Hold[] | null {
  try {
    const types: readonly string[] = HOLD_TYPES
    return holdsOf(events.filter(({ type }) => types.includes(type)).map(({ type, fields }) => ({ ...fields, type })))
  } catch {
    return null // said among the problems
  }
}

/** What the segments of a ledger come to. Closed ones are looked at once: there may be ten thousand. */
export function createSegmentSizes(): (dir: string) => Promise<WholeLedger['segments']> {
  const known = new Map<string, number>()
  return async (dir) => {
    const { segments } = await listFiles(dir)
    const paths = segments.map(({ path }) => path)
    const here = new Set(paths)
    for (const path of known.keys()) if (!here.has(path)) known.delete(path) // packed or pruned
    for (const path of paths.filter((path) => !known.has(path)))
      known.set(path, await stat(path).then(({ size }) => size, () => 0)) // prettier-ignore
    const bytes = [...known.values()].reduce((sum, size) => sum + size, 0)
    for (const path of paths.slice(-2)) known.delete(path) // the last one grows
    return { files: paths.length, packed: paths.filter((path) => path.endsWith(GZ)).length, bytes }
  }
}

const toPruned = ({ time, fields: { first, by, retain } }: LedgerEvent) => ({
  ...{ before: typeof first === 'number' ? first : 0, at: isoTime(time) },
  ...{ by: typeof by === 'string' ? by : null, retain: typeof retain === 'string' ? retain : null },
})

const toGap = ({ seq, fields: { from, by, reason } }: LedgerEvent) => ({
  ...{ from: typeof from === 'number' ? from : 0, record: seq },
  ...{ by: typeof by === 'string' ? by : '', reason: typeof reason === 'string' ? reason : '' },
})

const toHoldState = ({ hold, callers, tenant, from, to, because, by }: Hold) => ({
  ...{ hold, callers: callers === undefined ? null : [...callers], tenant: tenant ?? null, because, by },
  ...{ from: from === undefined ? null : isoTime(from), to: to === undefined ? null : isoTime(to) },
})

const isoTime = (ms: number) => new Date(ms).toISOString()

function toDay(created: string): string | null {
  const at = Date.parse(created)
  return Number.isNaN(at) ? null : isoTime(at)
}
