import { isJsonObject } from '../../terms/json.ts'
import type { JsonObject, JsonValue } from '../../terms/json.ts'
import type { Column, NumberColumn } from './schema.ts'

/** What an index says of a request. A column that is not here says nothing yet. */
export type Row = {
  readonly words: Readonly<Partial<Record<Column, string | readonly string[] | null>>>
  readonly numbers: Readonly<Partial<Record<NumberColumn, number | null>>>
}

/** The zone of a destination in the policy of this digest; null where that is not known. */
export type ZoneOf = (policy: string | null, destination: string) => string | null

/** `open`: permitted, and there is no outcome yet. `late`: its record came too late, so nothing was sent. */
export const OUTCOMES = ['answered', 'failed', 'aborted', 'unknown', 'open', 'late'] as const
export const EFFECTS = ['permit', 'deny', 'refuse'] as const
export const ZONES = ['lan', 'cloud', 'unknown'] as const

/** The row of a decision. What is permitted counts as having reached what is to be tried, until its outcome says otherwise. */
export function decisionRow(record: JsonObject, zoneOf: ZoneOf): Row {
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
      ...went(isPermitted ? text(record['destination']) : null, planned, policy, zoneOf),
    },
    numbers: {},
  }
}

/** What an outcome changes in the row of its decision. One that does not know what happened leaves open where the prompt went. */
export function outcomeRow(record: JsonObject, policy: string | null, zoneOf: ZoneOf): Row {
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
      ...(isKnown ? went(to, reached, policy, zoneOf) : {}),
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
export const LATE_ROW: Row = { words: { outcome: 'late', destination: null, reached: [] }, numbers: {} }

function went(to: string | null, reached: readonly string[], policy: string | null, zoneOf: ZoneOf): Row['words'] {
  return { destination: to, reached: [...new Set(reached.map((name) => zoneOf(policy, name) ?? 'unknown'))] }
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
