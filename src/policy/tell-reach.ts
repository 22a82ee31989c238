import type { Policy } from '../terms/policy.ts'
import { ANOTHER, named, reachOf } from './reach.ts'
import type { Ask, Cell } from './reach.ts'

/** Who can reach what, as a table with sentences around it. */
export type ToldReach = {
  readonly title: string
  readonly before: string
  /** False: no rule in force asks for a department, and all rows are for any. */
  readonly hasDepartments: boolean
  readonly destinations: readonly string[]
  readonly rows: readonly {
    readonly roles: readonly string[]
    readonly departments: readonly string[]
    readonly cells: readonly Cell[]
  }[]
  readonly after: readonly string[]
}

/** The highest level at which somebody's prompts may go to each destination. */
export function tellReach(policy: Policy, ask: Ask): ToldReach {
  const { rows, whole } = reachOf(policy, ask)
  const depends = rows.some(({ cells }) => cells.some(({ always }) => !always))
  const asksFindings = policy.rules.some(({ shadow, when }) => !shadow && when.finding !== undefined)
  return {
    title: 'Who can reach what',
    before:
      'The highest level at which a prompt may go to each destination; – means none. Somebody with several roles or departments has what any of them is allowed, less what any of them is denied.',
    hasDepartments: named(policy, 'caller.department').length > 0,
    destinations: policy.destinations.map(({ name }) => name),
    rows: rows.map(({ roles, departments, cells }) => ({ roles: names(roles), departments: names(departments), cells })), // prettier-ignore
    after: [
      ...(depends ? ['* at most: for some it is less, or nothing, depending on what else the rules ask about.'] : []),
      ...(asksFindings ? ['Rules about what was found can deny more than this table says.'] : []),
      ...(whole ? [] : ['The rules ask about more than can be tried in every combination: the table may miss some.']),
    ],
  }
}

/** What any value may be is last. */
function names(values: readonly string[]): readonly string[] {
  const sorted = [...values.filter((value) => value !== ANOTHER), ...values.filter((value) => value === ANOTHER)]
  return sorted.map((value) => value.replaceAll('\u0001', ''))
}
