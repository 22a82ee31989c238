import { readdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { PRUNED_RECORD, writeCut } from './cut.ts'
import type { Cut } from './cut.ts'
import { disk, syncDir } from './disk.ts'
import type { Hold } from './holds.ts'
import type { Ledger } from './ledger.ts'
import type { Segment } from './ledger-files.ts'
import { readLine } from './line.ts'
import { callerOf, partOf } from './open-sealed.ts'
import type { PrunePlan } from './plan-pruning.ts'
import { readLines } from './read-lines.ts'
import type { SealStore } from './seal-store.ts'
import { tornFrom } from './segment-name.ts'

/** Holds that one record can carry on. */
const MOST_HOLDS = 30
/** A record may have little more. */
const MOST_BYTES = 50_000
/** Milliseconds in which the checkpoint over the record must be on disk. */
const SIGNED_WITHIN = 60_000

export type PruneParts = {
  readonly dir: string
  readonly ledger: Pick<Ledger, 'append' | 'state'>
  readonly store: SealStore
  readonly holds: readonly Hold[]
  /** Said in the record. */
  readonly about: { readonly retain: string; readonly by: string }
}

/**
 * Removes what a plan says, with what was sealed of it. First a record says what goes and what has to be known of it, a checkpoint covers that
 * record, and PRUNED says the same; then the oldest segment goes first. A crash leaves a ledger that verifies, and the next pruning goes on.
 * The ledger must sign a checkpoint at each record. Resolves with the record's number.
 */
export async function prune({ dir, ledger, store, holds, about }: PruneParts, plan: PrunePlan): Promise<number> {
  const { cut, segments, records } = plan
  if (cut === null) throw new Error('there is nothing to prune')
  if (holds.length > MOST_HOLDS)
    throw new Error(`more than ${String(MOST_HOLDS)} legal holds cannot be carried on beyond a pruning: lift some`)
  const record = {
    ...{ type: PRUNED_RECORD, ...cut, records, segments: segments.length },
    ...{ holds: holds.map((hold) => ({ ...hold })), ...about },
  }
  // A record that is cut would not say what has to be known.
  if (JSON.stringify(record).length > MOST_BYTES) throw new Error('the record of this pruning would be too long')
  const { seq } = await ledger.append(record)
  await signed(ledger, seq)
  await writeCut(dir, cut)
  for (const segment of segments) await remove(segment, store, cut)
  return seq
}

async function signed(ledger: Pick<Ledger, 'state'>, seq: number): Promise<void> {
  for (let waited = 0; (ledger.state().signed ?? 0) <= seq; waited += 10) {
    if (waited >= SIGNED_WITHIN) throw new Error('no checkpoint could be written: nothing was removed')
    await wait(10)
  }
}

/** What was sealed goes before the records that say where it lies. */
async function remove({ path, name }: Segment, store: SealStore, { open }: Cut): Promise<void> {
  const underWay = new Set(open)
  const sealed: Sealed[] = []
  await readLines(path, (bytes) => {
    sealed.push(...sealedIn(bytes, underWay))
    return true
  })
  for (const { caller, request, sha256 } of sealed) {
    if (caller !== null) await store.removeKey({ caller, request })
    await store.remove(sha256)
  }
  const folder = dirname(path)
  for (const torn of await readdir(folder)) if (tornFrom(torn)?.segment === name) await disk.remove(join(folder, torn))
  await disk.remove(path)
  await syncDir(folder)
}

type Sealed = { readonly caller: string | null; readonly request: string; readonly sha256: string }

/** `caller` is null where the key is still needed, for an answer that is kept, or was said with the decision. */
function sealedIn(bytes: Uint8Array, underWay: ReadonlySet<string>): readonly Sealed[] {
  const line = readLine(bytes)
  if ('why' in line || (line.type !== 'decision' && line.type !== 'outcome')) return []
  const [part, { request }] = [partOf(line.fields), line.fields]
  if (part === null || typeof request !== 'string') return []
  return [{ caller: underWay.has(request) ? null : callerOf(line.fields), request, sha256: part.sha256 }]
}
