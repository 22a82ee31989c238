/** What an address bar says of the records to show; whoever gets the address sees the same, as far as they may. */

export const FILTER_NAMES = [
  ...(['level', 'effect', 'outcome', 'destination', 'to', 'rule', 'entity', 'model', 'provider'] as const),
  ...(['caller', 'team', 'tenant', 'role', 'client', 'considered', 'pinned', 'region', 'api', 'problem'] as const),
] as const
export type FilterName = (typeof FILTER_NAMES)[number]

export const FILTER_WORDS: Readonly<Record<FilterName, string>> = {
  level: 'Level',
  effect: 'Decision',
  outcome: 'Outcome',
  destination: 'Destination',
  to: 'Reached',
  rule: 'Rule',
  entity: 'Found',
  model: 'Model',
  provider: 'Provider',
  caller: 'Caller',
  team: 'Team',
  tenant: 'Tenant',
  role: 'Role',
  client: 'Client',
  considered: 'Considered',
  pinned: 'Held to the LAN',
  region: 'Region',
  api: 'API',
  problem: 'Problem',
}

export type Filters = {
  readonly named: Readonly<Partial<Record<FilterName, readonly string[]>>>
  /** A window that moves with the clock, such as `24h`; or none, and then `since` and `until` as they were written. */
  readonly last: string | null
  readonly since: string | null
  readonly until: string | null
}

export const NO_FILTERS: Filters = { named: {}, last: null, since: null, until: null }

export function readFilters(params: URLSearchParams, usual: string | null = null): Filters {
  const named = FILTER_NAMES.flatMap((name) => {
    const values = (params.get(name) ?? '').split(',').filter((value) => value !== '')
    return values.length === 0 ? [] : [[name, values] as const]
  })
  const [since, until] = [params.get('since'), params.get('until')]
  const isFixed = since !== null || until !== null
  const last = params.get('last')
  return {
    named: Object.fromEntries(named),
    last: isFixed ? null : last === null ? usual : toMs(last) === null ? null : last,
    since,
    until,
  }
}

/** As an address has it. `more` is for what is no filter. */
export function writeFilters({ named, last, since, until }: Filters): Record<string, string> {
  const entries = FILTER_NAMES.flatMap((name) => {
    const values = named[name] ?? []
    return values.length === 0 ? [] : [[name, values.join(',')] as const]
  })
  const window = { ...(last !== null && { last }), ...(since !== null && { since }), ...(until !== null && { until }) }
  return { ...Object.fromEntries(entries), ...window }
}

/**
 * As the admin API is asked. A moving window begins at a whole minute: the same question within it is the same question, and its
 * record says nothing finer.
 */
export function toQuery({ last, since, until, ...filters }: Filters, now: number): Record<string, string> {
  const named = writeFilters({ ...filters, last: null, since: null, until: null })
  const ms = last === null ? null : toMs(last)
  const from = ms === null ? since : new Date(Math.floor((now - ms) / 60_000) * 60_000).toISOString()
  return { ...named, ...(from !== null && { since: from }), ...(until !== null && { until }) }
}

const UNITS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 }

/** `15m`, `24h`, `30d` in milliseconds; null for anything else. */
export function toMs(written: string): number | null {
  const [, digits, unit = ''] = /^([1-9]\d{0,3})([mhd])$/.exec(written) ?? []
  return digits === undefined ? null : Number(digits) * (UNITS[unit] ?? 0)
}

export function withValue(filters: Filters, name: FilterName, value: string): Filters {
  const values = filters.named[name] ?? []
  return values.includes(value) ? filters : { ...filters, named: { ...filters.named, [name]: [...values, value] } }
}

export function withoutValue(filters: Filters, name: FilterName, value: string): Filters {
  const left = (filters.named[name] ?? []).filter((one) => one !== value)
  const { [name]: _gone, ...others } = filters.named
  return { ...filters, named: left.length === 0 ? others : { ...others, [name]: left } }
}
