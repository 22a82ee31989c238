import type { CallerAttribute } from '../../src/terms/caller.ts'
import type { Policy, Rule } from '../../src/terms/policy.ts'
import type { Question } from '../../src/decide/decide.ts'

/**
 * What the design says, as plainly as it can be said and without CASL: denials override, in any order; what is missing fails an
 * allowance and matches a denial; floors last. Written apart from `src/decide`, to be compared with it.
 */
export function reference(
  policy: Policy,
  q: Question,
  shadow?: Rule,
): { level: string; verdicts: string[]; obligations: string[] } {
  const rank = (level: string) => policy.levels.indexOf(level)
  const top = policy.levels.length - 1
  const values: Record<string, Set<string>> = {}
  for (const { type, score, start } of q.detection.findings) {
    if (score >= (policy.detect[type]?.sure ?? 0)) (values[type] ??= new Set()).add(String(start))
  }
  const origins = q.prompt.unread.map(({ kind, from }) => (kind === 'encrypted' ? from : undefined))
  const uncertain = origins.includes(undefined) || q.detection.failed.length > 0
  let level = uncertain ? top : 0
  for (const [type, { size }] of Object.entries(values)) {
    const tiers = policy.detect[type]?.tiers ?? [{ count: 0, level: policy.levels[top] as string }]
    for (const tier of tiers) if (size >= tier.count) level = Math.max(level, rank(tier.level))
  }
  for (const { all, level: raised } of policy.together)
    if (all.every((t) => values[t])) level = Math.max(level, rank(raised))
  for (const raised of [...q.raises, ...q.caller.raises, ...(q.remembered ? [q.remembered] : [])])
    level = Math.max(level, rank(raised) < 0 ? top : rank(raised))

  const valuesOf = (attribute: string): readonly string[] => {
    if (attribute === 'level') return [policy.levels[level] as string]
    if (attribute === 'finding') return Object.keys(values)
    if (attribute === 'request.model') return q.prompt.model === '' ? [] : [q.prompt.model]
    if (attribute === 'request.api') return [q.prompt.api]
    if (attribute === 'request.reason') return [String(q.hasReason === true)]
    if (attribute.startsWith('request.')) return [String(q.prompt[attribute.slice(8) as 'stream' | 'tools'])]
    return q.caller.attributes[attribute.slice(7) as CallerAttribute] ?? []
  }
  const isLifted = ({ unless }: Rule) =>
    unless !== undefined && Object.entries(unless).every(([attribute, wanted]) => valuesOf(attribute).some((value) => wanted.includes(value))) // prettier-ignore
  const matches = (rule: Rule) => !isLifted(rule) && isMet(rule)
  const isMet = ({ effect, when }: Pick<Rule, 'effect' | 'when'>) =>
    Object.entries(when).every(([attribute, wanted]) => {
      const has = valuesOf(attribute)
      if (has.some((value) => wanted.includes(value))) return true
      const unknown = attribute === 'finding' ? uncertain : has.length === 0
      return effect === 'deny' && unknown
    })
  const obliged = (policy.obligations ?? []).filter(({ when }) => isMet({ effect: 'deny', when }))
  const verdicts = policy.destinations.map(({ name, zone, maxLevel }) => {
    const mine = policy.rules.filter((rule) => (!rule.shadow || rule === shadow) && rule.destinations.includes(name))
    const denial = mine.find((rule) => rule.effect === 'deny' && matches(rule))
    if (denial) return `denied_by_rule ${denial.id}`
    const allowance = mine.find((rule) => rule.effect === 'allow' && matches(rule))
    if (!allowance) return 'no_rule'
    if (zone === 'cloud' && level >= rank(policy.pinFrom)) return 'pinned'
    if (level > rank(maxLevel)) return 'above_max_level'
    const foreign = zone === 'cloud' && origins.some((origin) => origin !== undefined && origin !== name)
    const lists = obliged.filter((one) => one.destinations.includes(name)).flatMap(({ provider }) => (provider === null ? [] : [provider['only'] as string[]])) // prettier-ignore
    const left = lists[0]?.filter((slug) => lists.every((list) => list.includes(slug)))
    if (zone === 'cloud' && left?.length === 0) return foreign ? 'sealed_elsewhere' : 'no_provider_left'
    return foreign ? 'sealed_elsewhere' : `allowed_by_rule ${allowance.id}`
  })
  return { level: policy.levels[level] as string, verdicts, obligations: obliged.map(({ id }) => id) }
}
