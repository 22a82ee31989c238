import { isJsonObject } from '../../terms/json.ts'
import type { JsonObject, JsonValue } from '../../terms/json.ts'
import type { Column, NumberColumn } from './schema.ts'
import type { KeptDestination } from './zones.ts'

/** What an index says of a request. A column that is not here says nothing yet. */
export type Row = {
  readonly words: Readonly<Partial<Record<Column, string | readonly string[] | null>>>
  readonly numbers: Readonly<Partial<Record<NumberColumn, number | null>>>
  /** How many values of each entity type were found, as JSON; null where there were none. */
  readonly found?: string | null
}

/** What a destination was in the policy of this digest; null where that is not known. */
export type PlaceOf = (policy: string | null, destination: string) => KeptDestination | null

/** What an outcome needs to know of its decision. */
export type Decided = { readonly policy: string | null; readonly pinned: string | null }

/** `open`: permitted, and there is no outcome yet. `late`: its record came too late, so nothing was sent. */
export const OUTCOMES = ['answered', 'failed', 'aborted', 'unknown', 'open', 'late'] as const
export const EFFECTS = ['permit', 'deny', 'refuse'] as const
export const ZONES = ['lan', 'cloud', 'unknown'] as const
/** `held` to the LAN; `failed`: it was, and no node there served it, so that the caller got 503. */
export const PINNED = ['no', 'held', 'unread', 'unserved'] as const

/** The row of a decision. What is permitted counts as having reached what is to be tried, until its outcome says otherwise. */
export function decisionRow(record: JsonObject, placeOf: PlaceOf): Row {
  const caller = object(record['caller'])
  const prompt = object(record['prompt'])
  const policy = text(object(record['policy'])['sha256'])
  const isPermitted = record['effect'] === 'permit'
  const planned = isPermitted ? objects(record['attempts']).flatMap(({ to }) => text(to) ?? []) : []
  return {
    words: {
      effect: text(record['effect']),
      caller: text(caller['id']),
      client: text(caller['client']),
      api: text(record['api']),
      level: text(record['level']),
      rule: text(record['rule']),
      model: text(prompt['model']),
      policy,
      problem: text(record['problem']),
      outcome: isPermitted ? 'open' : null,
      tenant: texts(caller['tenant']),
      team: texts(caller['team']),
      role: texts(caller['roles']),
      entity: objects(record['findings']).flatMap(({ type }) => text(type) ?? []),
      considered: objects(record['considered']).flatMap(({ to }) => text(to) ?? []),
      pinned: pinnedOf(record),
      ...went(isPermitted ? text(record['destination']) : null, planned, policy, placeOf),
    },
    numbers: {},
    found: foundIn(record),
  }
}

/** What is kept of a decision until its outcome is there. */
export function decidedOf({ words: { policy, pinned } }: Row): Decided {
  return { policy: typeof policy === 'string' ? policy : null, pinned: typeof pinned === 'string' ? pinned : null }
}

/** What an outcome changes in the row of its decision. One that does not know what happened leaves open where the prompt went. */
export function outcomeRow(record: JsonObject, { policy, pinned }: Decided, placeOf: PlaceOf): Row {
  const result = text(record['result']) ?? 'unknown'
  const served = object(record['served'])
  const tokens = object(record['tokens'])
  const isKnown = result !== 'unknown' && Array.isArray(record['attempts'])
  const tried = objects(record['attempts']).filter(mayHaveLeft)
  const reached = tried.flatMap(({ to }) => text(to) ?? [])
  const to = text(served['to']) ?? reached.at(-1) ?? null
  return {
    words: {
      outcome: result,
      provider: text(served['provider']),
      served_model: text(served['model']),
      ...((pinned === 'held' || pinned === 'unread') && record['status'] === 503 ? { pinned: 'unserved' } : {}),
      ...(isKnown ? went(to, reached, policy, placeOf) : {}),
    },
    numbers: {
      status: number(record['status']),
      tokens_in: number(tokens['prompt']),
      tokens_out: number(tokens['completion']),
      cost: number(record['cost']),
      ms: number(record['ms']),
    },
  }
}

/** What `audit.late` changes: the caller got 503, and nothing was sent. */
export const LATE_ROW: Row = { words: { outcome: 'late', destination: null, zone: null, region: null, reached: [] }, numbers: {} } // prettier-ignore

function went(to: string | null, reached: readonly string[], policy: string | null, placeOf: PlaceOf): Row['words'] {
  const place = to === null ? null : placeOf(policy, to)
  return {
    destination: to,
    zone: to === null ? null : (place?.zone ?? 'unknown'),
    region: place?.region ?? null,
    reached: [...new Set(reached.map((name) => placeOf(policy, name)?.zone ?? 'unknown'))],
  }
}

/** Why a prompt is held to the LAN, in a word: what could not be looked at is held like what was found, and what is held may find no node. */
function pinnedOf({ pinned, problem, unread, failed }: JsonObject): (typeof PINNED)[number] | null {
  if (typeof pinned !== 'boolean') return null
  if (!pinned) return 'no'
  if (problem === 'no_permitted_destination') return 'unserved'
  return objects(unread).length > 0 || objects(failed).length > 0 ? 'unread' : 'held'
}

function foundIn(record: JsonObject): string | null {
  const found = objects(record['findings']).flatMap(({ type, count }) => {
    const name = text(type)
    return name === null ? [] : [[name, number(count) ?? 0] as const]
  })
  return found.length === 0 ? null : JSON.stringify(Object.fromEntries(found))
}

const NEVER_LEFT: readonly (JsonValue | undefined)[] = ['refused', 'unreachable', 'not_local']

/** Only an attempt that connected to nobody has surely sent nothing. */
const mayHaveLeft = ({ result, peer }: JsonObject) => !NEVER_LEFT.includes(result) || typeof peer === 'string'

const text = (value: JsonValue | undefined): string | null => (typeof value === 'string' ? value : null)
const number = (value: JsonValue | undefined): number | null => (typeof value === 'number' ? value : null)
const object = (value: JsonValue | undefined): JsonObject => (isJsonObject(value) ? value : {})
const objects = (value: JsonValue | undefined): readonly JsonObject[] =>
  Array.isArray(value) ? value.filter((item: JsonValue) => isJsonObject(item)) : []
const texts = (value: JsonValue | undefined): readonly string[] =>
  Array.isArray(value) ? value.filter((item: JsonValue) => typeof item === 'string') : []
