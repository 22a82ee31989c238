import type { CustomDetector } from '../terms/custom-detector.ts'
import type { Destination } from '../terms/destination.ts'
import { isJsonObject } from '../terms/json.ts'
import type { JsonObject, JsonValue } from '../terms/json.ts'
import { rankOf } from '../terms/level.ts'
import type { DetectRule, Exception, Policy } from '../terms/policy.ts'
import { canonical } from './digest.ts'

/** Something that was set otherwise. `weaker`: it can let more through, or let it go elsewhere. */
export type Setting = {
  readonly what: string
  readonly before: string
  readonly now: string
  readonly direction: 'weaker' | 'stronger' | 'other'
  /** True when a weaker one concerns what happens outside, or what counts as inside, and no case can show that. */
  readonly outside: boolean
}

type Change = Omit<Setting, 'outside'>

/** What is set otherwise in another policy, apart from the rules. */
export function settingsChanged(old: Policy, now: Policy): readonly Setting[] {
  const inside = [...levels(old, now), ...detect(old, now), ...together(old, now), ...exceptions(old, now)]
  return [
    ...inside.map((change) => ({ ...change, outside: false })),
    ...detectors(old, now),
    ...destinations(old, now),
    ...rules(old, now),
    ...obligations(old, now),
  ]
}

const change = (what: string, before: unknown, now: unknown, direction: Setting['direction']): readonly Change[] =>
  canonical(before ?? null) === canonical(now ?? null)
    ? []
    : [{ what, before: word(before), now: word(now), direction }]

const word = (value: unknown): string =>
  value === undefined || value === null ? 'nothing' : typeof value === 'string' ? value : canonical(value)

const lower = (before: number, now: number) => (now < before ? 'weaker' : 'stronger')

function levels(old: Policy, now: Policy): readonly Change[] {
  const before = rankOf(old.levels, old.pinFrom) - old.levels.length
  const after = rankOf(now.levels, now.pinFrom) - now.levels.length
  return [
    ...change('levels', old.levels.join(', '), now.levels.join(', '), 'other'),
    ...change('pinFrom', old.pinFrom, now.pinFrom, lower(-before, -after)), // counted from the top: nearer is weaker
    ...change('unread', old.unread, now.unread, 'other'),
  ]
}

function detect(old: Policy, now: Policy): readonly Change[] {
  return namesIn(old.detect, now.detect).flatMap((type) => {
    const [before, after] = [old.detect[type], now.detect[type]]
    const what = `detect.${type}`
    // What is not named counts as the top.
    if (before === undefined || after === undefined)
      return change(
        what,
        before && tiersOf(before),
        after && tiersOf(after),
        after === undefined ? 'stronger' : 'weaker',
      )
    return [
      ...change(`${what}.sure`, before.sure, after.sure, lower(-before.sure, -after.sure)),
      ...change(
        `${what}.level`,
        tiersOf(before),
        tiersOf(after),
        isLower(before, after, old, now) ? 'weaker' : 'stronger',
      ),
      ...change(`${what}.except`, before.except, after.except, after.except.some((name) => !before.except.includes(name)) ? 'weaker' : 'stronger'), // prettier-ignore
    ]
  })
}

const tiersOf = ({ tiers }: DetectRule) => tiers.map(({ count, level }) => `${String(count)}: ${level}`).join(', ')

/** True when some count of findings gives a lower level, counted from the top. */
function isLower(before: DetectRule, after: DetectRule, old: Policy, now: Policy): boolean {
  const rank = ({ tiers }: DetectRule, { levels }: Policy, many: number) => {
    const tier = tiers.findLast(({ count }) => count <= many)
    return (tier === undefined ? 0 : rankOf(levels, tier.level)) - levels.length
  }
  const counts = [...before.tiers, ...after.tiers].map(({ count }) => count)
  return counts.some((many) => rank(after, now, many) < rank(before, old, many))
}

/** What a policy looks for itself. A detector that is new finds more; of one that was changed nobody can tell. */
function detectors(old: Policy, now: Policy): readonly Setting[] {
  const [before, after] = [old, now].map(({ detectors = [] }) => Object.fromEntries(detectors.map((one) => [one.type, one]))) // prettier-ignore
  const without = (one: CustomDetector | undefined) => one && { ...one, because: undefined }
  return namesIn(before ?? {}, after ?? {}).flatMap((type) => {
    const [then, today] = [without(before?.[type]), without(after?.[type])]
    const says = (one: typeof then) => (one === undefined ? undefined : (one.pattern ?? `${String(one.words?.length)} words`)) // prettier-ignore
    const [from, to] = [says(then), says(today)]
    return change(`detectors.${type}`, then, today, then === undefined ? 'stronger' : 'weaker').map((one) => ({
      ...one,
      before: word(from),
      now: from === to ? 'otherwise' : word(to),
      outside: one.direction === 'weaker',
    }))
  })
}

function together(old: Policy, now: Policy): readonly Change[] {
  const key = ({ all }: Policy['together'][number]) => all.toSorted().join(' with ')
  const [before, after] = [old, now].map((policy) => new Map(policy.together.map((one) => [key(one), one.level])))
  const names = [...new Set([...(before?.keys() ?? []), ...(after?.keys() ?? [])])]
  return names.flatMap((name) => {
    const [then, today] = [before?.get(name), after?.get(name)]
    const rank = (level: string | undefined, { levels }: Policy) => (level === undefined ? -99 : rankOf(levels, level) - levels.length) // prettier-ignore
    return change(`together ${name}`, then, today, lower(rank(then, old), rank(today, now)))
  })
}

function exceptions(old: Policy, now: Policy): readonly Change[] {
  return namesIn(old.exceptions, now.exceptions).flatMap((name) => {
    const [before, after] = [old.exceptions[name], now.exceptions[name]]
    const says = (one: Exception | undefined) => one && `${String(one.exact.length)} values until ${one.until}`
    const more = after !== undefined && (before === undefined || after.until > before.until || after.exact.some((value) => !before.exact.includes(value))) // prettier-ignore
    const same = before !== undefined && after !== undefined && says(before) === says(after)
    if (same && before.exact.every((value) => after.exact.includes(value))) return []
    return [{ what: `exceptions.${name}`, before: word(says(before)), now: same ? 'other values' : word(says(after)), direction: more ? 'weaker' : 'stronger' }] // prettier-ignore
  })
}

function destinations(old: Policy, now: Policy): readonly Setting[] {
  const names = [...new Set([...old.destinations, ...now.destinations].map(({ name }) => name))]
  return names.flatMap((name) => {
    const [before, after] = [old, now].map(({ destinations }) => destinations.find((one) => one.name === name))
    const what = `destinations.${name}`
    const outside = (changes: readonly Change[]) =>
      changes.map((one) => ({ ...one, outside: one.direction === 'weaker' }))
    if (before === undefined || after === undefined)
      return change(what, before?.zone, after?.zone, 'other').map((one) => ({ ...one, outside: false }))
    const rank = ({ levels }: Policy, { maxLevel }: Destination) => rankOf(levels, maxLevel) - levels.length
    return [
      ...change(`${what}.maxLevel`, before.maxLevel, after.maxLevel, rank(now, after) > rank(old, before) ? 'weaker' : 'stronger').map((one) => ({ ...one, outside: false })), // prettier-ignore
      ...outside([
        ...change(`${what}.zone`, before.zone, after.zone, after.zone === 'cloud' ? 'weaker' : 'other'),
        ...change(`${what}.hosts`, before.hosts, after.hosts, wider(before.hosts, after.hosts)),
        ...change(`${what}.allowedCidrs`, before.allowedCidrs, after.allowedCidrs, ranges(before, after)),
        ...change(`${what}.region`, before.region, after.region, 'weaker'),
        ...change(
          `${what}.onBreach`,
          before.onBreach,
          after.onBreach,
          after.onBreach === 'flag' ? 'weaker' : 'stronger',
        ),
        ...provider(`${what}.provider`, before.provider ?? {}, after.provider ?? {}),
      ]),
    ]
  })
}

const wider = (before: readonly string[], after: readonly string[]) =>
  after.some((one) => !before.includes(one)) ? 'weaker' : 'stronger'

/** None, in the cloud, means global addresses only. */
const ranges = ({ allowedCidrs: before }: Destination, { allowedCidrs: after }: Destination) => wider(before, after)

function provider(what: string, before: JsonObject, after: JsonObject): readonly Change[] {
  return namesIn(before, after).flatMap((flag) =>
    change(`${what}.${flag}`, before[flag], after[flag], directionOf(flag, before, after)),
  )
}

/** Flags that promise something: the value that promises it. */
const PROMISE: Readonly<Record<string, JsonValue>> = {
  zdr: true,
  data_collection: 'deny',
  require_parameters: true,
  allow_fallbacks: false,
}

function directionOf(flag: string, before: JsonObject, after: JsonObject): Setting['direction'] {
  const [then, now] = [before[flag], after[flag]]
  const promise = PROMISE[flag]
  if (promise !== undefined) return now === promise ? 'stronger' : then === promise ? 'weaker' : 'other'
  // A list that lets in, where there is none, lets in all; a list that keeps out, where there is none, keeps out nobody.
  if (flag === 'only' || flag === 'quantizations')
    return now === undefined ? 'weaker' : then === undefined ? 'stronger' : wider(texts(then), texts(now))
  if (flag === 'ignore') return wider(texts(now), texts(then))
  // An order without fallbacks is a list that lets in; otherwise it only prefers.
  if (flag === 'order') return after['allow_fallbacks'] === false && texts(now).every((slug) => texts(then).includes(slug)) ? 'other' : 'weaker' // prettier-ignore
  return 'other'
}

const texts = (value: JsonValue | undefined): readonly string[] =>
  Array.isArray(value) ? value.map((item: JsonValue) => (isJsonObject(item) ? canonical(item) : String(item))) : []

/** Rules that were added, removed or changed. What that does is said by the cases. */
function rules(old: Policy, now: Policy): readonly Setting[] {
  const says = (policy: Policy, id: string) => {
    const rule = policy.rules.find((one) => one.id === id)
    if (rule === undefined) return undefined
    const { effect, destinations, when, unless, shadow, until } = rule
    const lifted = unless === undefined ? '' : ` unless ${canonical(unless)}`
    return `${shadow ? 'shadow ' : ''}${until === undefined ? '' : `until ${until} `}${effect} ${destinations.join(', ')} ${canonical(when)}${lifted}`
  }
  const ids = [...new Set([...old.rules, ...now.rules].map(({ id }) => id))]
  return ids.flatMap((id) =>
    change(`rule ${id}`, says(old, id), says(now, id), 'other').map((one) => ({ ...one, outside: false })),
  )
}

const namesIn = (one: object, other: object) => [...new Set([...Object.keys(one), ...Object.keys(other)])]

/** One that is gone or was changed may ask for less. */
function obligations(old: Policy, now: Policy): readonly Setting[] {
  const says = ({ obligations = [] }: Policy, id: string) => {
    const one = obligations.find((it) => it.id === id)
    if (one === undefined) return undefined
    const { destinations, when, provider, retain, seal } = one
    return `at ${destinations.join(', ')} ${canonical(when)}: ${canonical({ provider, retain, ...(seal && { seal }) })}`
  }
  const ids = [...new Set([old, now].flatMap(({ obligations = [] }) => obligations.map(({ id }) => id)))]
  return ids.flatMap((id) => {
    const before = says(old, id)
    const direction = before === undefined ? 'stronger' : 'weaker'
    return change(`obligation ${id}`, before, says(now, id), direction).map((one) => ({ ...one, outside: direction === 'weaker' })) // prettier-ignore
  })
}
