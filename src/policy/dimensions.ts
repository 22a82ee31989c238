import type { Attribute, Excuse, Obligation, Policy, Rule } from '../terms/policy.ts'
import type { Api } from '../terms/prompt.ts'
import { attributesOf, listsOf } from './asked-of.ts'
import type { Asks } from './asked-of.ts'
import type { Probe } from './reach.ts'

/** Who asks, and how: everything that rules can ask about, except the level and what was found. */
export type Asker = Omit<Probe, 'level'>

/** One attribute, with every value that makes a difference. */
export type Dimension = {
  readonly attribute: Attribute | Excuse
  readonly values: readonly Value[]
}

export type Value = {
  /** Names that no rule tells apart, for people. */
  readonly words: readonly string[]
  readonly apply: (asker: Asker) => Asker
  /** Of a value that is several others at once, as when somebody has two roles: the places of what it is made of. */
  readonly parts: readonly number[] | null
}

const APIS: Readonly<Record<Api, true>> = {
  chat_completions: true,
  completions: true,
  embeddings: true,
  responses: true,
  messages: true,
  count_tokens: true,
  models: true,
}

/** A value that no rule names: the values of rules hold no control characters. */
const UNHEARD_OF = '\u0001'

export const ANYBODY: Asker = {
  caller: {},
  model: UNHEARD_OF,
  api: 'chat_completions',
  stream: false,
  tools: false,
  hasReason: false,
}

/**
 * The dimensions that rules span. For each attribute: every value that a rule names, another one, and none. A caller may have several values of
 * one attribute; two are enough to see any change, one that an allowance asks for and one that a denial asks for, or three where a third can
 * lift the denial.
 */
export function dimensionsOf(rules: readonly Asks[]): readonly Dimension[] {
  const asked = [...new Set(rules.flatMap(attributesOf))].sort()
  return asked.flatMap((attribute) => {
    const values = valuesOf(attribute, rules)
    return values.length === 0 ? [] : [{ attribute, values }]
  })
}

function valuesOf(attribute: Attribute | Excuse, rules: readonly Asks[]): readonly Value[] {
  const classes = classesOf(attribute, rules)
  const caller = /^caller\.(.*)$/.exec(attribute)?.[1]
  if (caller !== undefined) return callerValues(caller, classes, isLifting(attribute, rules))
  if (attribute === 'request.model') {
    const to = (model: string) => (asker: Asker) => ({ ...asker, model })
    return [...classes.map((words) => single(words, to(words[0] ?? ''))), single(['any other'], to(UNHEARD_OF))]
  }
  if (attribute === 'request.api') {
    const others = Object.keys(APIS).filter((api) => !classes.flat().includes(api))
    return [...classes, ...(others.length === 0 ? [] : [others])].map((words) =>
      single(words, (asker) => ({ ...asker, api: words[0] as Api })),
    )
  }
  if (attribute === 'request.stream') return ['true', 'false'].map((is) => single([is], (it) => ({ ...it, stream: is === 'true' }))) // prettier-ignore
  if (attribute === 'request.tools') return ['true', 'false'].map((is) => single([is], (it) => ({ ...it, tools: is === 'true' }))) // prettier-ignore
  if (attribute === 'request.reason') return ['false', 'true'].map((is) => single([is === 'true' ? 'given' : 'none'], (it) => ({ ...it, hasReason: is === 'true' }))) // prettier-ignore
  return [] // the level and findings are the situations
}

const single = (words: readonly string[], apply: Value['apply']): Value => ({ words, apply, parts: null })

/** True when some rule yields to the attribute. */
export const isLifting = (attribute: string, rules: readonly Asks[]) =>
  rules.some(({ unless = {} }) => Object.hasOwn(unless, attribute))

function callerValues(name: string, classes: readonly (readonly string[])[], isLifting: boolean): readonly Value[] {
  const to = (values: readonly string[]) => (asker: Asker) => ({
    ...asker,
    caller: { ...asker.caller, [name]: values },
  })
  const alone = classes.map((words) => single(words, to(words.slice(0, 1))))
  const several = (places: readonly number[]): Value => {
    const chosen = places.map((at) => classes[at] ?? [])
    const words = [chosen.map((one) => one.join(' or ')).join(' together with ')]
    return { words, apply: to(chosen.map((one) => one[0] ?? '')), parts: places }
  }
  const pairs = classes.flatMap((_, one) => classes.slice(one + 1).map((_, next) => [one, one + 1 + next]))
  const triples = !isLifting ? [] : pairs.flatMap(([one = 0, two = 0]) => classes.slice(two + 1).map((_, next) => [one, two, two + 1 + next])) // prettier-ignore
  return [
    ...alone,
    single(['any other'], to([UNHEARD_OF])),
    single(['none'], to([])),
    ...[...pairs, ...triples].map(several),
  ]
}

/** Values in groups: those of one group stand in the same rules. */
function classesOf(attribute: Attribute | Excuse, rules: readonly Asks[]): readonly (readonly string[])[] {
  const lists = rules.flatMap((rule) => listsOf(rule, attribute).map((list) => new Set(list)))
  const groups = new Map<string, string[]>()
  for (const value of new Set(lists.flatMap((list) => [...list]))) {
    const key = lists.map((list) => (list.has(value) ? '1' : '0')).join('')
    groups.set(key, [...(groups.get(key) ?? []), value])
  }
  return [...groups.values()]
}

/** The rules in force that concern a destination. */
export const rulesFor = ({ rules }: Policy, destination: string): readonly Rule[] =>
  rules.filter(({ shadow, destinations }) => !shadow && destinations.includes(destination))

/** The obligations that concern a destination, and narrow what is asked of providers there. */
export const obligationsFor = ({ obligations = [] }: Policy, destination: string): readonly Obligation[] =>
  obligations
    .filter(({ provider, destinations }) => provider !== null && destinations.includes(destination))
    .map((one) => ({ ...one, destinations: [destination] }))
