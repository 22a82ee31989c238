import type { Attribute, Policy, Rule } from '../terms/policy.ts'
import type { Api } from '../terms/prompt.ts'
import type { Probe } from './reach.ts'

/** Who asks, and how: everything that rules can ask about, except the level and what was found. */
export type Asker = Omit<Probe, 'level'>

/** One attribute, with every value that makes a difference. */
export type Dimension = {
  readonly attribute: Attribute
  readonly values: readonly Value[]
}

export type Value = {
  /** Names that no rule tells apart, for people. */
  readonly words: readonly string[]
  readonly apply: (asker: Asker) => Asker
  /** Of a value that is two others at once, as when somebody has two roles: their places. */
  readonly parts: readonly [number, number] | null
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

export const ANYBODY: Asker = { caller: {}, model: UNHEARD_OF, api: 'chat_completions', stream: false, tools: false }

/**
 * The dimensions that rules span. For each attribute: every value that a rule names, another one, and none. A caller may have several values of
 * one attribute; two are enough to see any change, one that an allowance asks for and one that a denial asks for.
 */
export function dimensionsOf(rules: readonly Rule[]): readonly Dimension[] {
  const asked = [...new Set(rules.flatMap(({ when }) => Object.keys(when) as Attribute[]))].sort()
  return asked.flatMap((attribute) => {
    const values = valuesOf(attribute, rules)
    return values.length === 0 ? [] : [{ attribute, values }]
  })
}

function valuesOf(attribute: Attribute, rules: readonly Rule[]): readonly Value[] {
  const classes = classesOf(attribute, rules)
  const caller = /^caller\.(.*)$/.exec(attribute)?.[1]
  if (caller !== undefined) return callerValues(caller, classes)
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
  return [] // the level and findings are the situations
}

const single = (words: readonly string[], apply: Value['apply']): Value => ({ words, apply, parts: null })

function callerValues(name: string, classes: readonly (readonly string[])[]): readonly Value[] {
  const to = (values: readonly string[]) => (asker: Asker) => ({
    ...asker,
    caller: { ...asker.caller, [name]: values },
  })
  const alone = classes.map((words) => single(words, to(words.slice(0, 1))))
  const pairs = classes.flatMap((one, at) =>
    classes.slice(at + 1).map((other, next): Value => {
      const words = [`${one.join(' or ')} together with ${other.join(' or ')}`]
      return { words, apply: to([one[0] ?? '', other[0] ?? '']), parts: [at, at + 1 + next] }
    }),
  )
  return [...alone, single(['any other'], to([UNHEARD_OF])), single(['none'], to([])), ...pairs]
}

/** Values in groups: those of one group stand in the same rules. */
function classesOf(attribute: Attribute, rules: readonly Rule[]): readonly (readonly string[])[] {
  const lists = rules.flatMap(({ when }) => (when[attribute] === undefined ? [] : [new Set(when[attribute])]))
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
