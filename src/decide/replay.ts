import { topOf } from '../terms/level.ts'
import type { Level } from '../terms/level.ts'
import type { Tallied } from '../terms/finding.ts'
import type { Policy, Rule } from '../terms/policy.ts'
import type { Open, Recorded, Replayed } from '../terms/recorded.ts'
import type { CompiledPolicy } from './compile.ts'
import { withoutSeparators } from './counted.ts'
import { decideOn } from './decide.ts'
import type { Features } from './decide.ts'

export type Replay = (recorded: Recorded) => Replayed

/** What may have been the case, where a record does not say. */
type Doubt = { readonly open: Open; readonly cases: readonly ((features: Features) => Features)[] }

/** More than this is not tried out for one record. */
const MOST_CASES = 64

/**
 * Asks a policy what was asked of another, from the record alone. Where the record does not say enough, everything that may have been the
 * case is tried; when all of it leads to the same destinations, that is the answer, and otherwise the record is undecidable.
 *
 * `before` is the policy that decided then, or null when it is not kept. The level of earlier turns is what it was then: with other levels it
 * may have been lower, which is tried; what was only in turns that the client left out counts as it did then.
 */
export function replayer(compiled: CompiledPolicy, before: Policy | null): Replay {
  const { policy } = compiled
  const modelsAsked = asked(policy, 'request.model')
  const subjectsAsked = asked(policy, 'caller.subject')
  const named = exceptionsNow(compiled, before)
  const isSame = before?.digest === policy.digest
  const countsAlike = isSame || (before !== null && classification(before) === classification(policy))
  const levelsAlike = before !== null && before.levels.join() === policy.levels.join()
  return (recorded) => {
    const [lack, ...lacks] = recorded.lacks.filter((it) => it !== 'providers')
    if (lack !== undefined) return { kind: 'undecidable', open: [lack, ...lacks] }
    const values = named(recorded.tallied)
    const doubts: Doubt[] = [
      ...(recorded.prompt.model === null ? models(modelsAsked) : []),
      ...subjects(subjectsAsked),
      ...(recorded.lacks.includes('providers') ? [PROVIDERS] : []),
      ...(values.sure ? [] : [exceptions(values.either)]),
      ...(levelsAlike ? [] : raises(policy, recorded)),
      ...(countsAlike ? [] : earlier(recorded, levelsAlike ? [] : policy.levels)),
    ]
    return settle(compiled, { ...featuresOf(policy, recorded), tallied: values.tallied }, doubts)
  }
}

function settle(compiled: CompiledPolicy, features: Features, doubts: readonly Doubt[]): Replayed {
  const decision = decideOn(compiled, features)
  if (doubts.length === 0) return { kind: 'decided', decision }
  const [first, ...others] = doubts.map(({ open }) => open)
  const count = doubts.reduce((product, { cases }) => product * cases.length, 1)
  if (count > MOST_CASES) return { kind: 'undecidable', open: ['too_many'] }
  const all = doubts.reduce<Features[]>(
    (some, { cases }) => some.flatMap((it) => cases.map((to) => to(it))),
    [features],
  )
  const names = (one: Features) => decideOn(compiled, one).permitted.map(({ destination }) => destination).join() // prettier-ignore
  const here = decision.permitted.map(({ destination }) => destination).join()
  if (first === undefined || all.every((one) => names(one) === here)) return { kind: 'decided', decision }
  return { kind: 'undecidable', open: [first, ...others] }
}

function featuresOf(policy: Policy, { attributes, prompt, ...recorded }: Recorded): Features {
  const known = (level: Level) => (policy.levels.includes(level) ? level : topOf(policy.levels))
  return {
    caller: {
      issuer: '',
      subject: ANOTHER,
      client: null,
      attributes,
      raises: recorded.raised.flatMap(({ by, level }) => (by === 'token_claim' ? [known(level)] : [])),
    },
    prompt: {
      ...prompt,
      model: prompt.model ?? ANOTHER,
      unread: recorded.unread.map((part) => ({ path: '', ...part })),
    },
    tallied: recorded.tallied,
    failed: recorded.failed,
    raises: recorded.raised.flatMap(({ by, level }) => (by === 'caller_header' ? [known(level)] : [])),
    remembered: recorded.remembered === null ? null : known(recorded.remembered),
    hasReason: prompt.reason,
    at: recorded.received,
  }
}

/** A value that no policy names, because it holds a control character. */
const ANOTHER = '\u0001another'

/** Every value of an attribute that the rules in force ask for. */
function asked({ rules }: Policy, attribute: 'request.model' | 'caller.subject'): readonly string[] {
  const values = ({ when, unless = {} }: Rule) => [
    ...(when[attribute] ?? []),
    ...(attribute === 'caller.subject' ? (unless[attribute] ?? []) : []),
  ]
  return [...new Set(rules.flatMap((rule) => (rule.shadow ? [] : values(rule))))]
}

function models(named: readonly string[]): readonly Doubt[] {
  if (named.length === 0) return []
  const cases = named.map((model) => (it: Features) => ({ ...it, prompt: { ...it.prompt, model } }))
  return [{ open: 'model', cases: [...cases, (it) => it] }]
}

/** One of those that the policy names, another, or none; and all of them, where the token has a list. */
function subjects(named: readonly string[]): readonly Doubt[] {
  if (named.length === 0) return []
  const lists = [[], named, ...named.map((subject) => [subject])]
  const cases = lists.map((subject) => (it: Features) => {
    return { ...it, caller: { ...it.caller, attributes: { ...it.caller.attributes, subject } } }
  })
  return [{ open: 'subject', cases: [...cases, (it) => it] }]
}

const PROVIDERS: Doubt = {
  open: 'providers',
  cases: [null, { only: [] }].map((provider) => (it) => ({ ...it, prompt: { ...it.prompt, provider } })),
}

const exceptions = (either: readonly Tallied[]): Doubt => ({
  open: 'exceptions',
  cases: [(it) => it, (it) => ({ ...it, tallied: either })],
})

/** With other levels, a name of then may mean something else now; and the top may stand for a name that was not known. */
function raises({ levels }: Policy, { raised }: Recorded): readonly Doubt[] {
  const isOpen = raised.some(({ by, level }) => by === 'token_claim' || !levels.includes(level))
  if (!isOpen) return []
  return [{ open: 'levels', cases: levels.map((level) => (it) => ({ ...it, raises: [level], caller: { ...it.caller, raises: [] } })) }] // prettier-ignore
}

/** `levels`: what the level of then may be called now, where the names have changed. */
function earlier({ remembered }: Recorded, levels: readonly Level[]): readonly Doubt[] {
  if (remembered === null) return []
  const cases = [null, ...levels].map((level) => (it: Features) => ({ ...it, remembered: level }))
  return [{ open: 'earlier_turns', cases: [(it) => it, ...cases] }]
}

/** Everything that gives a prompt its level, in one order whatever that of the file was. */
function classification({ levels, unread, detect, together, exceptions }: Policy): string {
  const sorted = <T>(map: Readonly<Record<string, T>>) => Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1))
  return JSON.stringify([
    levels,
    unread,
    sorted(detect).map(([type, { sure, tiers, except }]) => [type, sure, tiers.map(({ count, level }) => [count, level]), except]), // prettier-ignore
    together.map(({ all, level }) => [all, level]),
    sorted(exceptions).map(([name, { exact, until }]) => [name, exact, until]),
  ])
}

type NamedNow = {
  /** With the exceptions of now that certainly name these values. */
  readonly tallied: readonly Tallied[]
  /** With those that may name them, too. */
  readonly either: readonly Tallied[]
  readonly sure: boolean
}

/**
 * A record says which exceptions of then named a value, never the value. An exception of now names it too when it has all the values of
 * one of these, and does not when it shares none with one of these; otherwise nobody can tell.
 */
function exceptionsNow({ policy }: CompiledPolicy, before: Policy | null): (then: readonly Tallied[]) => NamedNow {
  const now = Object.values(policy.exceptions).map(({ name, exact }) => ({ name, exact: new Set(exact), bare: bare(exact) })) // prettier-ignore
  if (before?.digest === policy.digest) return (tallied) => ({ tallied, either: tallied, sure: true })
  const then = before === null ? null : Object.values(before.exceptions)
  const all = (then ?? []).flatMap(({ exact }) => exact)
  const judge = (excepted: readonly string[], { exact, bare: stripped }: (typeof now)[number]): boolean | null => {
    const named = (then ?? []).filter(({ name }) => excepted.includes(name))
    if (then === null || named.length < excepted.length) return null
    if (named.some((one) => one.exact.every((value) => exact.has(value)))) return true
    if (named.some((one) => [...bare(one.exact)].every((value) => !stripped.has(value)))) return false
    return excepted.length === 0 && [...exact].every((value) => all.includes(value)) ? false : null
  }
  return (tallied) => {
    let sure = true
    const renamed = (may: boolean) =>
      tallied.map((value): Tallied => {
        const asked = policy.detect[value.type]?.except ?? []
        const [first, ...others] = value.seen.map((seen) => {
          const excepted = now.flatMap((exception) => {
            const isNamed = asked.includes(exception.name) ? judge(seen.excepted, exception) : false
            if (isNamed === null) sure = false
            return (isNamed ?? may) ? [exception.name] : []
          })
          return { ...seen, excepted }
        })
        return first === undefined ? value : { ...value, seen: [first, ...others] }
      })
    return { tallied: renamed(false), either: renamed(true), sure }
  }
}

const bare = (exact: readonly string[]) => new Set(exact.map((value) => withoutSeparators(value)))
