import type { DatabaseSync } from 'node:sqlite'
import { isJsonObject } from '../../terms/json.ts'
import type { JsonObject, JsonValue } from '../../terms/json.ts'
import type { ReadScope } from '../../terms/reading.ts'
import { BY_TIME } from './schema.ts'
import { wordsSeen } from './suggest.ts'
import { textsOf } from './texts.ts'
import { toWhere } from './where.ts'

/** A policy that was in force, from one time on. */
export type InForce = {
  readonly policy: JsonObject
  /** Milliseconds since 1970; `until` is null for the one that came last. */
  readonly from: number
  readonly until: number | null
}

export type PolicyHistory = {
  /** Newest first. A restart with the same policy begins nothing new; one that came back stands here again. */
  readonly versions: readonly InForce[]
  /** When a reload was refused; newest first. */
  readonly refused: readonly number[]
  /** Requests that may be read, by the digest of the policy that decided them; null where nobody asked: it takes a look at each. */
  readonly counts: Readonly<Record<string, number>> | null
  /** True when there are older ones than these. */
  readonly more: boolean
}

/** So many starts, reloads and refusals are looked at, the newest. */
const MOST_EVENTS = 5_000

export type HistoryQuestion = { readonly scope: ReadScope; readonly counts: boolean }

/** Which policies were in force, since when, and how many requests that somebody may read each has decided. */
export function historyOf(db: DatabaseSync, { scope, counts }: HistoryQuestion): PolicyHistory {
  const rows = db.prepare("SELECT time, fields FROM events WHERE type = 'lifecycle' ORDER BY seq DESC LIMIT ?").all(MOST_EVENTS) // prettier-ignore
  const events = rows.map(({ time, fields }) => ({ time: Number(time), about: toObject(JSON.parse(String(fields)) as JsonValue) })) // prettier-ignore
  const versions: InForce[] = []
  for (const { time, about } of events.toReversed()) {
    const policy = toObject(about['policy'])
    const last = versions.at(-1)
    if (typeof policy['sha256'] !== 'string' || last?.policy['sha256'] === policy['sha256']) continue
    if (last !== undefined) versions[versions.length - 1] = { ...last, until: time }
    versions.push({ policy, from: time, until: null })
  }
  return {
    versions: versions.toReversed(),
    refused: events.flatMap(({ time, about }) => (about['event'] === 'reload_refused' ? [time] : [])),
    counts: counts ? countsOf(db, scope) : null,
    more: rows.length === MOST_EVENTS,
  }
}

function countsOf(db: DatabaseSync, scope: ReadScope): Readonly<Record<string, number>> {
  const where = toWhere(db, { since: -Infinity, until: Infinity, named: {} }, scope)
  if (where === null) return {}
  const textOf = textsOf(db)
  return Object.fromEntries(wordsSeen(db, where, 'policy').map(({ word, n }) => [textOf(word), n]))
}

/** Between which records all requests of a time lie; null when there are none. Milliseconds since 1970. */
export function spanOf(
  db: DatabaseSync,
  since: number,
  until: number,
): { readonly first: number; readonly last: number } | null {
  const [from, to] = [Math.max(since, Number.MIN_SAFE_INTEGER), Math.min(until, Number.MAX_SAFE_INTEGER)]
  const row = db
    .prepare(
      `SELECT min(seq) AS first, max(seq) AS last FROM requests INDEXED BY ${BY_TIME} WHERE time >= ? AND time < ?`,
    )
    .get(from, to)
  return row?.['first'] === null || row === undefined
    ? null
    : { first: Number(row['first']), last: Number(row['last']) }
}

const toObject = (value: JsonValue | undefined): JsonObject => (isJsonObject(value) ? value : {})
