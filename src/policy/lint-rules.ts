import type { Attribute, Policy, Rule } from '../terms/policy.ts'
import { effects } from './effect.ts'
import type { Effect, EffectOf } from './effect.ts'
import { quoted } from './note.ts'
import type { Note } from './note.ts'

/** Rules, conditions and values that change nothing, found by trying; and rules that stand there twice. */
export function lintRules(policy: Policy): readonly Note[] {
  const { notes, twice } = duplicates(policy)
  const { of } = effects({ ...policy, rules: policy.rules.filter((rule) => !twice.has(rule)) })
  const untried = new Set<string>()
  const ask: EffectOf = (rule, unless) => {
    const effect = of(rule, unless)
    if (!effect.whole) untried.add(rule.id)
    return effect
  }
  const found = policy.rules.flatMap((rule, index) => {
    if (twice.has(rule)) return []
    const effect = ask(rule)
    if (effect.matters) return ofConditions(rule, index, ask)
    return effect.whole ? [ofRule(rule, index, effect)] : []
  })
  return [...notes, ...found, ...(untried.size === 0 ? [] : [tooMuch(untried.size)])]
}

const tooMuch = (count: number): Note => ({
  code: 'too-much-to-try',
  path: ['rules'],
  part: 'key',
  message: `${String(count)} rules have too many cases to try them all, so more of them may change nothing`,
  suggestion: 'give these rules fewer values, or split the policy',
})

function duplicates({ rules }: Policy): { readonly notes: readonly Note[]; readonly twice: ReadonlySet<Rule> } {
  const known = new Map<string, Rule>()
  const twice = new Set<Rule>()
  const notes = rules.flatMap((rule, index): Note[] => {
    const key = JSON.stringify([
      rule.effect,
      rule.shadow,
      rule.destinations.toSorted(),
      conditions(rule.when),
      conditions(rule.unless ?? {}),
    ])
    const first = known.get(key)
    if (first === undefined) {
      known.set(key, rule)
      return []
    }
    twice.add(rule)
    const message = `rule "${rule.id}" says the same as rule "${first.id}"`
    return [{ code: 'duplicate-rule', path: ['rules', index, 'id'], message, suggestion: 'leave one of them out' }]
  })
  return { notes, twice }
}

const conditions = (when: Readonly<Record<string, readonly string[]>>) =>
  Object.entries(when)
    .map(([attribute, values]) => [attribute, values.toSorted()] as const)
    .sort(([one], [other]) => (one < other ? -1 : 1))

function ofRule(rule: Rule, index: number, { decides, inItsWay }: Effect): Note {
  const path = ['rules', index, 'id']
  const says = (code: Note['code'], why: string, suggestion: string): Note => {
    const what = rule.shadow ? 'shadow rule' : 'rule'
    return { code, path, message: `${what} "${rule.id}" ${why}`, suggestion }
  }
  const others = quoted(inItsWay)
  if (rule.shadow) return says('shadow-changes-nothing', `would change nothing if it were in force${inItsWay.length > 0 ? `: ${others} already decides` : ''}`, LEAVE_OUT) // prettier-ignore
  if (rule.effect === 'allow') {
    if (decides) return says('rule-changes-nothing', `changes nothing: what it allows, ${others} allows too`, LEAVE_OUT)
    if (inItsWay.length === 0) return says('rule-never-decides', 'never decides: no level that it allows may go to where it allows it', 'raise maxLevel there, or leave the rule out') // prettier-ignore
    return says('rule-never-decides', `never decides: ${others} always decides before it`, 'narrow that one, or leave this rule out') // prettier-ignore
  }
  if (!decides) return says('rule-never-decides', `never decides: ${others} denies all of it before`, LEAVE_OUT)
  if (inItsWay.length === 0) return says('rule-changes-nothing', 'changes nothing: nothing that it denies is allowed by any rule', 'leave it out, or check what it is meant to deny') // prettier-ignore
  return says('rule-changes-nothing', `changes nothing: what it denies, ${others} denies too`, LEAVE_OUT)
}

const LEAVE_OUT = 'leave it out, or check what it is meant to say'

/** Conditions that could be left out, and values that could, without anybody seeing a difference. */
function ofConditions(rule: Rule, index: number, of: EffectOf): readonly Note[] {
  return (Object.entries(rule.when) as [Attribute, readonly string[]][]).flatMap(([attribute, values]): Note[] => {
    const path = ['rules', index, 'when', attribute]
    const others = Object.fromEntries(Object.entries(rule.when).filter(([name]) => name !== attribute))
    const wider = of({ ...rule, when: others }, rule)
    if (!wider.matters && wider.whole) {
      const message = `the condition on ${attribute} changes nothing in rule "${rule.id}"`
      return [{ code: 'condition-changes-nothing', path, part: 'key', message, suggestion: 'leave it out' }]
    }
    return removable(rule, attribute, values).flatMap((at): Note[] => {
      const value = values[at] ?? ''
      const only = { ...rule, when: { ...rule.when, [attribute]: [value] } }
      const without = { ...rule, when: { ...rule.when, [attribute]: values.filter((_, other) => other !== at) } }
      const effect = of(only, without)
      if (effect.matters || !effect.whole) return []
      const message = `the value "${value}" of ${attribute} changes nothing in rule "${rule.id}"`
      const suggestion = effect.inItsWay.length === 0 ? 'leave it out' : `leave it out: ${quoted(effect.inItsWay)} decides` // prettier-ignore
      return [{ code: 'condition-changes-nothing', path: [...path, at], message, suggestion }]
    })
  })
}

/** Of levels only the last of an allowance can go, and the first of a denial: no gap may be left. */
function removable({ effect }: Rule, attribute: Attribute, values: readonly string[]): readonly number[] {
  if (values.length < 2) return []
  if (attribute === 'level') return [effect === 'allow' ? values.length - 1 : 0]
  return values.map((_, at) => at)
}
