import { repeated, unknown } from './flaw.ts'
import type { Flaw } from './flaw.ts'
import type { PolicyFile } from './policy-file.ts'
import type { Path } from './source.ts'

type RuleFile = PolicyFile['rules'][number]

/** Each shadow rule is evaluated on its own beside all the others. */
const MAX_SHADOWS = 50

/** What is wrong with the rules. */
export function checkRules(policy: PolicyFile, entities: readonly string[]): Flaw[] {
  const { rules } = policy
  const shadows = rules.filter(isShadow).length
  return [
    ...reusedIds(rules),
    ...(shadows > MAX_SHADOWS
      ? [{ path: ['rules'], message: `there may be at most ${MAX_SHADOWS} shadow rules` }]
      : []),
    ...(rules.every(isShadow)
      ? [{ path: ['rules'], message: 'every rule is a shadow rule: nothing would be allowed' }]
      : []),
    ...rules.flatMap((rule, index) => checkRule(rule, policy, entities, ['rules', index])),
  ]
}

/** A shadow rule has no effect, also when it has ended. */
export const isShadow = ({ shadow }: Pick<RuleFile, 'shadow'>) => shadow !== undefined && shadow !== false

/** Shadow rules that are no longer tried. Without a clock they are not looked at. */
export function doubtRules({ rules }: PolicyFile, now: number | null): Flaw[] {
  if (now === null) return []
  const today = new Date(now).toISOString().slice(0, 10)
  return rules.flatMap(({ id, shadow }, index) => {
    if (typeof shadow !== 'object' || shadow.until >= today) return []
    return [{ path: ['rules', index, 'shadow'], message: `shadow rule "${id}" ended on ${shadow.until}: put it in force, or leave it out` }] // prettier-ignore
  })
}

function reusedIds(rules: readonly RuleFile[]): Flaw[] {
  const first = new Map<string, number>()
  return rules.flatMap(({ id }, index) => {
    const known = first.get(id.toLowerCase())
    if (known !== undefined) return [{ path: ['rules', index, 'id'], message: `rule id "${id}" is used twice` }]
    first.set(id.toLowerCase(), index)
    return []
  })
}

function checkRule(rule: RuleFile, policy: PolicyFile, entities: readonly string[], path: Path): Flaw[] {
  const { allow, deny, when = {}, unless = {} } = rule
  if ((allow === undefined) === (deny === undefined)) return [{ path, message: 'a rule has either "allow" or "deny"' }]
  const names = Object.keys(policy.destinations)
  const [effect, destinations] = allow === undefined ? (['deny', deny ?? []] as const) : (['allow', allow] as const)
  return [
    ...destinations.flatMap((name, i) => unknown('destination', name, names, [...path, effect, i])),
    ...repeated(destinations, [...path, effect]),
    ...checkWhen(when, policy, entities, effect, [...path, 'when']),
    ...Object.entries(unless).flatMap(([attribute, values]) => repeated(values, [...path, 'unless', attribute])),
    ...(effect === 'allow' && rule.unless !== undefined
      ? [{ path: [...path, 'unless'], part: 'key' as const, message: NO_UNLESS }]
      : []),
    ...(effect === 'allow' && when.finding !== undefined
      ? [{ path: [...path, 'when', 'finding'], part: 'key' as const, message: NO_FINDING }]
      : []),
  ]
}

/** The conditions of a rule or an obligation. What is said of a denial holds for anything that tightens. */
export function checkWhen(
  when: NonNullable<RuleFile['when']>,
  { levels }: PolicyFile,
  entities: readonly string[],
  effect: 'allow' | 'deny',
  path: Path,
): Flaw[] {
  return [
    ...Object.entries(when).flatMap(([attribute, values]) => repeated(values, [...path, attribute])),
    ...(when.finding ?? []).flatMap((type, i) => unknown('entity type', type, entities, [...path, 'finding', i])),
    ...checkLevels(when.level ?? [], levels, effect, [...path, 'level']),
  ]
}

const NO_UNLESS = 'an allowance has no "unless": say in "when" who it is for'
const NO_FINDING = 'an allowance may not ask for findings: more findings would then mean more allowed'

/**
 * A more sensitive prompt may never be allowed where a less sensitive one is not. So an allowance names levels from the
 * lowest on, a denial names levels up to the top, and neither leaves one out.
 */
function checkLevels(
  named: readonly string[],
  levels: readonly string[],
  effect: 'allow' | 'deny',
  path: Path,
): Flaw[] {
  if (named.length === 0) return []
  const wrong = named.flatMap((level, i) => unknown('level', level, levels, [...path, i]))
  if (wrong.length > 0) return wrong
  const count = new Set(named).size
  const must = effect === 'allow' ? levels.slice(0, count) : levels.slice(-count)
  if (must.every((level) => named.includes(level))) return []
  const why = effect === 'allow' ? 'start at the lowest' : 'reach up to the top'
  return [{ path, message: `the levels of ${effect === 'allow' ? 'an allowance' : 'a denial'} ${why}, without a gap` }]
}
