import { EFFECTS, OUTCOMES, PINNED, ZONES } from './request-row.ts'
import type { Column } from './schema.ts'

/** What may be asked for by name. `to` is a zone that a prompt may have reached. */
export const FILTERS = {
  caller: 'caller',
  team: 'team',
  tenant: 'tenant',
  role: 'role',
  client: 'client',
  level: 'level',
  entity: 'entity',
  rule: 'rule',
  destination: 'destination',
  considered: 'considered',
  to: 'reached',
  provider: 'provider',
  outcome: 'outcome',
  effect: 'effect',
  model: 'model',
  region: 'region',
  pinned: 'pinned',
  api: 'api',
  problem: 'problem',
} as const satisfies Record<string, Column>
export type FilterName = keyof typeof FILTERS
export const FILTER_NAMES = Object.keys(FILTERS) as readonly FilterName[]

/** Which requests: those of a time, from `since` on and before `until`, of which each name has one of its values. */
export type Filter = {
  readonly since: number
  readonly until: number
  readonly named: Readonly<Partial<Record<FilterName, readonly string[]>>>
}

/** Names whose values are known beforehand. */
export const CLOSED: Readonly<Partial<Record<FilterName, readonly string[]>>> = {
  outcome: OUTCOMES,
  effect: EFFECTS,
  to: ZONES,
  pinned: PINNED,
}

/** What may be counted by. */
export const GROUPS = [...FILTER_NAMES, 'day', 'month'] as const
export type Group = (typeof GROUPS)[number]

/** What is wrong with a question. `field` is what it was asked under. */
export class BadQuestion extends Error {
  override readonly name = 'BadQuestion'
  readonly field: string

  constructor(field: string, says: string) {
    super(says)
    this.field = field
  }
}

const MOST_VALUES = 50

/** The values of one filter, several with commas between them. Throws BadQuestion for what can never be. */
export function toValues(name: FilterName, written: string): readonly string[] {
  const values = written.split(',').map((value) => value.trim())
  if (values.includes('') || values.length > MOST_VALUES || values.some((value) => value.length > 256))
    throw new BadQuestion(name, `${name} takes 1 to ${String(MOST_VALUES)} values, with commas between them`)
  const known = CLOSED[name]
  if (known !== undefined && !values.every((value) => known.includes(value)))
    throw new BadQuestion(name, `${name} is one of ${known.join(', ')}`)
  return values
}

/** What to count by, with commas between. Throws BadQuestion for what is no group. */
export function toGroups(written: string): readonly Group[] {
  const names = written.split(',').map((name) => name.trim())
  const groups = names.flatMap((name) => GROUPS.filter((group) => group === name))
  if (groups.length === names.length && new Set(groups).size === groups.length && groups.length <= 4) return groups
  throw new BadQuestion('count-by', `count-by takes up to four of ${GROUPS.join(', ')}, each once`)
}

const DAY = 86_400_000

/** A day (UTC) or a time with its zone, as milliseconds since 1970: where it begins, and where it ends. Throws BadQuestion. */
export function toTime(field: string, written: string): { readonly from: number; readonly to: number } {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(written)
  const isTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/.test(written)
  const from = isDay || isTime ? Date.parse(written) : NaN
  const isReal = !Number.isNaN(from) && (!isDay || new Date(from).toISOString().startsWith(written)) // no 31st of February
  if (!isReal)
    throw new BadQuestion(field, `${field} takes a day (2026-11-01) or a time with its zone (2026-11-01T08:00Z)`)
  return { from, to: isDay ? from + DAY : from }
}
