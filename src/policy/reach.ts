import { CALLER_ATTRIBUTES } from '../terms/caller.ts'
import type { CallerAttribute } from '../terms/caller.ts'
import type { Level } from '../terms/level.ts'
import type { Attribute, Excuse, Policy } from '../terms/policy.ts'
import type { Api } from '../terms/prompt.ts'
import { askedOf } from './asked-of.ts'

/** A request without findings, as far as a policy may ask about it. Attributes that are absent are missing. */
export type Probe = {
  readonly caller: Readonly<Partial<Record<CallerAttribute, readonly string[]>>>
  readonly model: string
  readonly api: Api
  readonly stream: boolean
  readonly tools: boolean
  readonly hasReason: boolean
  readonly level: Level
}

/** The destinations that the compiled policy permits. */
export type Ask = (probe: Probe) => readonly string[]

export type Reach = {
  readonly roles: readonly string[]
  readonly departments: readonly string[]
  /** For each destination in the policy's order. */
  readonly cells: readonly Cell[]
}

/** The highest level that may go there, for somebody; null for nothing. `always` is false when that depends on more than role and department. */
export type Cell = { readonly most: Level | null; readonly always: boolean }

/** A value that no rule names, and none at all. No rule can have these: their values hold no control characters. */
export const ANOTHER = '\u0001(any other)'
export const MISSING = '\u0001(none)'

/** Combinations of the other attributes that are tried for one cell. */
const MOST_COMBINATIONS = 3_000

/** Who can reach what: for each role and department that a rule in force names, another one and none. Rows that are alike are put together. */
export function reachOf(policy: Policy, ask: Ask): { readonly rows: readonly Reach[]; readonly whole: boolean } {
  const { cases, whole } = otherCases(policy)
  const [roles, departments] = [named(policy, 'caller.role'), named(policy, 'caller.department')]
  const choices = (values: readonly string[]) => (values.length === 0 ? [ANOTHER] : [...values, ANOTHER, MISSING])
  const rows = choices(roles).flatMap((role) =>
    choices(departments).map((department): Reach => {
      const caller = { ...claim('role', role), ...claim('department', department) }
      return {
        roles: [role],
        departments: [department],
        cells: cellsOf(
          policy,
          ask,
          cases.map((to) => to(caller)),
        ),
      }
    }),
  )
  const byDepartment = together(rows, ({ roles, cells }) => JSON.stringify([roles, cells]))
  return { rows: together(byDepartment, ({ departments, cells }) => JSON.stringify([departments, cells])), whole }
}

function claim(name: CallerAttribute, value: string): Probe['caller'] {
  if (value === MISSING) return {}
  return { [name]: [value] }
}

type Case = Omit<Probe, 'level'>

function cellsOf({ destinations, levels }: Policy, ask: Ask, cases: readonly Case[]): readonly Cell[] {
  const bounds = cases.map((one) => {
    const permitted = levels.map((level) => new Set(ask({ ...one, level })))
    return destinations.map(({ name }) => permitted.findLastIndex((names) => names.has(name)))
  })
  return destinations.map((_, index) => {
    const ranks = bounds.map((ranks) => ranks[index] ?? -1)
    const most = Math.max(...ranks)
    return { most: levels[most] ?? null, always: ranks.every((rank) => rank === most) }
  })
}

/** What else the rules in force ask about, in every combination; or, where these are too many, one after the other. */
function otherCases(policy: Policy): {
  readonly cases: readonly ((caller: Probe['caller']) => Case)[]
  readonly whole: boolean
} {
  const others = CALLER_ATTRIBUTES.filter((name) => name !== 'role' && name !== 'department')
  const steps: ((one: Case) => Case)[][] = [
    ...others.map((name) => {
      const values = named(policy, `caller.${name}`)
      if (values.length === 0) return []
      return [...values, MISSING].map((value) => (one: Case) => ({
        ...one,
        caller: { ...one.caller, ...claim(name, value) },
      }))
    }),
    named(policy, 'request.model').map((model) => (one) => ({ ...one, model })),
    named(policy, 'request.api').map((api) => (one) => ({ ...one, api: api as Api })),
    ...(named(policy, 'request.stream').length === 0 ? [] : [[(one: Case) => ({ ...one, stream: true })]]),
    ...(named(policy, 'request.tools').length === 0 ? [] : [[(one: Case) => ({ ...one, tools: true })]]),
    ...(named(policy, 'request.reason').length === 0 ? [] : [[(one: Case) => ({ ...one, hasReason: true })]]),
  ]
  const same = (one: Case) => one
  const count = steps.reduce((product, some) => product * (some.length + 1), 1)
  const whole = count <= MOST_COMBINATIONS
  const combined = whole
    ? steps.reduce<((one: Case) => Case)[]>(
        (all, some) => all.flatMap((before) => [same, ...some].map((step) => (one: Case) => step(before(one)))),
        [same],
      )
    : [same, ...steps.flat()]
  const asked = others.filter((name) => named(policy, `caller.${name}`).length > 0)
  const begin = (caller: Probe['caller']): Case => ({
    caller: { ...caller, ...Object.fromEntries(asked.map((name) => [name, [ANOTHER]])) },
    model: ANOTHER,
    api: 'chat_completions',
    stream: false,
    tools: false,
    hasReason: false,
  })
  return { cases: combined.map((to) => (caller) => to(begin(caller))), whole }
}

/** Every value of an attribute in the rules in force, in their order. */
export function named({ rules }: Policy, attribute: Attribute | Excuse): readonly string[] {
  return [...new Set(rules.flatMap((rule) => (rule.shadow ? [] : askedOf(rule, attribute))))]
}

/** Rows that are alike in all but one thing become one row. */
function together(rows: readonly Reach[], alike: (row: Reach) => string): readonly Reach[] {
  const groups = new Map<string, Reach>()
  for (const row of rows) {
    const known = groups.get(alike(row))
    const united = known === undefined ? row : { ...row, roles: union(known.roles, row.roles), departments: union(known.departments, row.departments) } // prettier-ignore
    groups.set(alike(row), united)
  }
  return [...groups.values()]
}

const union = (one: readonly string[], other: readonly string[]) => [...new Set([...one, ...other])]
