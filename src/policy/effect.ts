import type { Destination } from '../terms/destination.ts'
import type { Level } from '../terms/level.ts'
import type { Attribute, Policy, Rule } from '../terms/policy.ts'
import { API_NAMES } from './policy-file.ts'

/** What a rule comes to at the destinations that it names. */
export type Effect = {
  /** True when it is the rule that is named for some request. */
  readonly decides: boolean
  /** True when some request would be judged otherwise without it. */
  readonly matters: boolean
  /** Other rules that are in its way, a few of them. */
  readonly inItsWay: readonly string[]
  /** False when there was too much to try: then nothing that it lacks is proven. */
  readonly whole: boolean
}

/**
 * `rule` stands in the policy, or in place of the one with its id, or it is a shadow rule taken for one in force. With `unless`, requests that this
 * one matches show nothing.
 */
export type EffectOf = (rule: Rule, unless?: Rule | null) => Effect

/** A request, as far as rules may ask about it. An attribute that is absent has a value that no rule names. */
type Point = ReadonlyMap<Attribute, readonly string[]>

/** Requests that are tried for one rule at one destination, and for all rules together. */
const MOST_POINTS = 2_000
const MOST_EVER = 200_000

/**
 * Tells what rules come to, by looking for a request that shows it.
 *
 * The search is exact. Whoever matches fewer rules shows more clearly what one of them does, so of each attribute a request has just the value
 * that the rule asks for and, to be allowed at all where the rule denies, the value that an allowance asks for; anything else about it is what
 * no rule names. Levels, models, APIs and flags have one value each, and a finding brings its level along.
 */
export function effects(policy: Policy): { readonly of: EffectOf } {
  const enforced = policy.rules.filter(({ shadow }) => !shadow)
  const places = new Map(
    policy.destinations.map((destination) => [destination.name, placeOf(policy, destination, enforced)]),
  )
  let tried = 0
  return {
    of: (rule, unless = null) => {
      const inItsWay = new Set<string>()
      let [decides, matters, whole] = [false, false, true]
      for (const name of rule.destinations) {
        const place = places.get(name)
        if (place === undefined || matters) continue
        let here = 0
        for (const point of withLifts(pointsFor(policy, rule, place), rule, place)) {
          if (!isPossible(policy, point) || (unless !== null && matches(unless, point))) continue
          if (++here > MOST_POINTS || ++tried > MOST_EVER) {
            whole = false
            break
          }
          const shown = show(rule, place, point, inItsWay)
          decides ||= shown.decides
          if (!shown.matters) continue
          matters = true
          break
        }
        // What lifts a denial can be combined in more ways than are tried: what has not been seen to matter may do so all the same.
        if (place.lifted.some(({ id }) => id !== rule.id)) [decides, matters] = [true, true]
      }
      return { decides, matters, inItsWay: [...inItsWay], whole: whole || matters }
    },
  }
}

type Place = {
  readonly allows: Finder
  readonly denies: Finder
  readonly allowances: readonly Rule[]
  /** Of values that the same rules here ask for, the first. */
  readonly distinct: (attribute: Attribute, values: readonly string[]) => readonly string[]
  /** Levels that may come here at all, whatever a rule says. */
  readonly levels: readonly Level[]
  /** Denials that something lifts. */
  readonly lifted: readonly Rule[]
  /** Attributes with few values, of which each request has one, and those that rules ask for here. */
  readonly flags: readonly (readonly [Attribute, readonly string[]])[]
}

const FLAGS: readonly (readonly [Attribute, readonly string[]])[] = [
  ['request.stream', ['false', 'true']],
  ['request.tools', ['false', 'true']],
  ['request.api', API_NAMES],
]

function placeOf({ levels, pinFrom }: Policy, { name, zone, maxLevel }: Destination, enforced: readonly Rule[]): Place {
  const here = enforced.filter(({ destinations }) => destinations.includes(name))
  const allowances = here.filter(({ effect }) => effect === 'allow')
  const denials = here.filter(({ effect }) => effect === 'deny')
  const open = zone === 'lan' ? levels : levels.slice(0, levels.indexOf(pinFrom))
  return {
    allowances,
    allows: finder(allowances),
    denies: finder(denials),
    lifted: denials.filter(({ unless }) => unless !== undefined),
    distinct: distinctIn(here),
    levels: open.slice(0, levels.indexOf(maxLevel) + 1),
    flags: FLAGS.flatMap(([attribute, values]) => {
      const asked = new Set(here.flatMap(({ when }) => when[attribute] ?? []))
      const another = values.find((value) => !asked.has(value))
      return [[attribute, [...asked, ...(another === undefined ? [] : [another])]] as const]
    }),
  }
}

function distinctIn(rules: readonly Rule[]): Place['distinct'] {
  const usedBy = new Map<string, number[]>()
  rules.forEach(({ when }, index) => {
    for (const [attribute, values] of Object.entries(when)) for (const value of values) push(usedBy, keyOf(attribute, value), index) // prettier-ignore
  })
  const kinds = new Map<string, string>()
  const kindOf = new Map(
    [...usedBy].map(([key, users]) => {
      const used = users.join()
      const kind = kinds.get(used) ?? key
      kinds.set(used, kind)
      return [key, kind] as const
    }),
  )
  return (attribute, values) => {
    const seen = new Set<string>()
    return values.filter((value) => {
      const kind = kindOf.get(keyOf(attribute, value)) ?? value
      return !seen.has(kind) && seen.add(kind)
    })
  }
}

const keyOf = (attribute: string, value: string) => `${attribute} ${value}`

const MOST_NAMED = 3

function show(rule: Rule, { allows, denies, levels }: Place, point: Point, inItsWay: Set<string>) {
  const isOpen = levels.includes(point.get('level')?.[0] ?? '')
  const [allow, deny] = [allows(point, rule), denies(point, rule)]
  const note = (id: string) => inItsWay.size < MOST_NAMED && inItsWay.add(id)
  if (rule.effect === 'allow') {
    const decides = deny.others === null && isBefore(allow) && isOpen
    if (deny.others !== null) note(deny.others.id)
    else if (allow.others !== null) note(allow.others.id)
    return { decides, matters: decides && allow.others === null }
  }
  const decides = isBefore(deny)
  if (deny.others !== null) note(deny.others.id)
  return { decides, matters: deny.others === null && allow.others !== null && isOpen }
}

const isBefore = ({ others, first }: Match) => others === null || first

/** What else matches a request: the first other rule, and whether the rule itself stands before it. */
type Match = { readonly others: Rule | null; readonly first: boolean }
type Finder = (point: Point, rule: Rule) => Match

/** Finds the first rule that matches, quickly: only those are looked at of which one value is in the request. */
function finder(rules: readonly Rule[]): Finder {
  const uses = new Map<string, number>()
  for (const { when } of rules) for (const [attribute, values] of Object.entries(when)) for (const value of values) add(uses, keyOf(attribute, value)) // prettier-ignore
  const always: number[] = []
  const byKey = new Map<string, number[]>()
  const weight = ([attribute, values]: [string, readonly string[]]) => values.reduce((sum, value) => sum + (uses.get(keyOf(attribute, value)) ?? 0), 0) // prettier-ignore
  rules.forEach(({ when }, index) => {
    const [rarest] = Object.entries(when).sort((one, other) => weight(one) - weight(other))
    if (rarest === undefined) always.push(index)
    else for (const value of rarest[1]) push(byKey, keyOf(rarest[0], value), index)
  })
  const places = new Map(rules.map((rule, index) => [rule.id, index]))
  return (point, { id }) => {
    let first = Infinity
    const look = (index: number) => {
      const rule = rules[index]
      if (index < first && rule !== undefined && rule.id !== id && matches(rule, point)) first = index
    }
    for (const index of always) look(index)
    for (const [attribute, values] of point) for (const value of values) for (const index of byKey.get(keyOf(attribute, value)) ?? []) look(index) // prettier-ignore
    return { others: rules[first] ?? null, first: (places.get(id) ?? Infinity) < first }
  }
}

const add = (counts: Map<string, number>, key: string) => counts.set(key, (counts.get(key) ?? 0) + 1)

function push(lists: Map<string, number[]>, key: string, index: number): void {
  const list = lists.get(key)
  if (list === undefined) lists.set(key, [index])
  else list.push(index)
}

const matches = ({ when, unless }: Rule, point: Point) => holds(when, point) && (unless === undefined || !holds(unless, point)) // prettier-ignore

const holds = (conditions: Readonly<Record<string, readonly string[]>>, point: Point) =>
  Object.entries(conditions).every(([attribute, values]) => point.get(attribute as Attribute)?.some((value) => values.includes(value)) === true) // prettier-ignore

/** Each request as it is, and with what lifts each other denial, and all of them. */
function* withLifts(points: Iterable<Point>, rule: Rule, { lifted }: Place): Generator<Point> {
  const others = lifted.flatMap(({ id, unless = {} }) => (id === rule.id ? [] : [unless]))
  const lifts = others.length > 1 ? [...others, ...[Object.assign({}, ...others) as (typeof others)[number]]] : others
  for (const point of points) {
    yield point
    for (const unless of lifts) {
      const more = Object.entries(unless) as [Attribute, readonly string[]][]
      yield new Map([...point, ...more.map(([name, values]) => [name, [...(point.get(name) ?? []), ...values.slice(0, 1)]] as const)]) // prettier-ignore
    }
  }
}

type Choice = { readonly attribute: Attribute; readonly options: readonly (readonly string[])[] }

/** The requests that can show what a rule does, the telling ones first. */
function* pointsFor(policy: Policy, rule: Rule, place: Place): Generator<Point> {
  if (rule.effect === 'allow') {
    yield* product(choicesFor(policy, rule, null, place))
    return
  }
  for (const allowance of place.allowances) {
    const choices = choicesFor(policy, rule, allowance, place)
    if (choices.every(({ options }) => options.length > 0)) yield* product(choices)
  }
  // Where nothing is allowed, a denial can still be the one that is named.
  yield* product(choicesFor(policy, rule, null, place))
}

function choicesFor(policy: Policy, rule: Rule, allowance: Rule | null, place: Place): readonly Choice[] {
  const distinct = ({ when }: Pick<Rule, 'when'>): Rule['when'] =>
    Object.fromEntries(Object.entries(when).map(([name, values]) => [name, name.startsWith('caller.') ? place.distinct(name as Attribute, values) : values])) // prettier-ignore
  const [mine, theirs] = [distinct(rule), distinct(allowance ?? { when: {} })]
  const callers = [...new Set([...Object.keys(mine), ...Object.keys(theirs)])].filter((it) => it.startsWith('caller.')) as Attribute[] // prettier-ignore
  const model = oneOf(mine['request.model'], theirs['request.model'])
  const findings = (mine.finding ?? []).map((type) => [type])
  return [
    ...callers.map((attribute) => ({ attribute, options: both(mine[attribute], theirs[attribute]) })),
    ...(model === null ? [] : [{ attribute: 'request.model' as const, options: model.map(alone) }]),
    ...place.flags.map(([attribute, all]) => ({ attribute, options: (oneOf(mine[attribute], theirs[attribute]) ?? all).map(alone) })), // prettier-ignore
    ...(findings.length === 0 ? [] : [{ attribute: 'finding' as const, options: findings }]),
    { attribute: 'level', options: (oneOf(mine.level, theirs.level) ?? policy.levels).map(alone) },
  ]
}

/** A finding raises the level to that of its type at least. */
function isPossible({ levels, detect }: Policy, point: Point): boolean {
  const type = point.get('finding')?.[0]
  const rule = type === undefined ? undefined : detect[type]
  const tier = rule?.tiers.findLast(({ count }) => count <= 1)
  const least = type === undefined || (rule !== undefined && tier === undefined) ? 0 : tier === undefined ? levels.length - 1 : levels.indexOf(tier.level) // prettier-ignore
  return levels.indexOf(point.get('level')?.[0] ?? '') >= least
}

const alone = (value: string) => [value]

/** For an attribute with one value: those that both lists have; null when neither asks. */
function oneOf(mine: readonly string[] | undefined, theirs: readonly string[] | undefined): readonly string[] | null {
  if (mine === undefined || theirs === undefined) return mine ?? theirs ?? null
  return mine.filter((value) => theirs.includes(value))
}

/** For an attribute with several values: one of each list, or one that is in both. */
function both(
  mine: readonly string[] | undefined,
  theirs: readonly string[] | undefined,
): readonly (readonly string[])[] {
  if (mine === undefined || theirs === undefined) return (mine ?? theirs ?? []).map(alone)
  return mine.flatMap((value) => (theirs.includes(value) ? [[value]] : theirs.map((other) => [value, other])))
}

function* product(choices: readonly Choice[], made: Point = new Map()): Generator<Point> {
  const [first, ...others] = choices
  if (first === undefined) yield made
  else for (const option of first.options) yield* product(others, new Map([...made, [first.attribute, option]]))
}
