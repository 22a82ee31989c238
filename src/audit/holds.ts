import { isJsonObject } from '../terms/json.ts'
import type { JsonObject, JsonValue } from '../terms/json.ts'
import { PRUNED_RECORD } from './cut.ts'
import { callerOf } from './open-sealed.ts'
import { readRecords } from './read-records.ts'

/** The records that make and end a hold. That of a pruning carries on those which are in force. */
export const HOLD = 'audit.hold'
export const LIFTED = 'audit.hold.lifted'

/**
 * A legal hold: nothing that it covers is erased or pruned. What it names must all match; `from` and `to` are milliseconds since 1970, and
 * `to` is no longer in it. One that names nothing covers everything.
 */
export type Hold = {
  readonly hold: string
  /** Pseudonyms of one caller: more than one where the ledger's key was changed. */
  readonly callers?: readonly string[]
  readonly tenant?: string
  readonly from?: number
  readonly to?: number
  readonly because: string
  readonly by: string
}

/** The holds that are in force, oldest first. They stand in the ledger and nowhere else. Rejects for a ledger that is damaged. */
export async function holdsIn(dir: string): Promise<readonly Hold[]> {
  const records: JsonObject[] = []
  const { damaged } = await readRecords(dir, { types: HOLD_TYPES }, (record) => void records.push(record))
  if (damaged > 0) throw new Error(`${dir} is damaged, and may have a legal hold that cannot be read: verify it first`)
  return holdsOf(records)
}

/** The records that say which holds there are. */
export const HOLD_TYPES = [HOLD, LIFTED, PRUNED_RECORD] as const

/** The holds that are in force after these records, which are all of those types, in order. Throws for one that cannot be read. */
export function holdsOf(records: readonly JsonObject[]): readonly Hold[] {
  const open = new Map<string, Hold>()
  const take = (value: JsonValue) => {
    const hold = isJsonObject(value) ? toHold(value) : null
    if (hold === null) throw new Error('a record of a legal hold cannot be read')
    open.set(hold.hold, hold)
  }
  for (const record of records) {
    const { type, holds } = record
    if (type === HOLD) take(record)
    else if (type === LIFTED) open.delete(String(record['hold']))
    else if (Array.isArray(holds)) for (const one of holds as readonly JsonValue[]) takeOnce(open, one, take)
  }
  return [...open.values()]
}

/** What a pruning carried on may stand in a record of its own as well. */
function takeOnce(open: ReadonlyMap<string, Hold>, one: JsonValue, take: (value: JsonValue) => void): void {
  if (!isJsonObject(one) || !open.has(String(one['hold']))) take(one)
}

function toHold({ hold, callers, tenant, from, to, because, by }: JsonObject): Hold | null {
  if (typeof hold !== 'string' || typeof because !== 'string' || typeof by !== 'string') return null
  return {
    hold,
    ...(Array.isArray(callers) ? { callers: callers.map(String) } : {}),
    ...(typeof tenant === 'string' ? { tenant } : {}),
    ...(typeof from === 'number' ? { from } : {}),
    ...(typeof to === 'number' ? { to } : {}),
    because,
    by,
  }
}

/** Whether a hold covers a record. An outcome names no caller: its decision, which stands before it, does. */
export function covers({ callers, tenant, from = -Infinity, to = Infinity }: Hold, record: JsonObject): boolean {
  const about = isJsonObject(record['caller']) ? record['caller'] : {}
  const { time } = record
  if (typeof time === 'number' && (time < from || time >= to)) return false
  if (callers !== undefined && !callers.includes(callerOf(record) ?? '')) return false
  return tenant === undefined || about['tenant'] === tenant
}

/** The holds that keep what a caller said: those that have them by name, and those that cover one of their requests. */
export async function holdsOn(dir: string, caller: string): Promise<readonly Hold[]> {
  const holds = await holdsIn(dir)
  const found = new Set(holds.filter(({ callers = [] }) => callers.includes(caller)))
  if (holds.length === found.size) return [...found]
  const { damaged } = await readRecords(dir, { types: ['decision'], holding: caller }, (record) => {
    if (callerOf(record) === caller) for (const hold of holds) if (covers(hold, record)) found.add(hold)
  })
  if (damaged > 0) throw new Error(`${dir} is damaged: verify it first`)
  return [...found]
}
