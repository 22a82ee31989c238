/** What a policy means, in sentences that somebody can sign, each with the place of the file that it tells of. */
import type { Destination } from '../terms/destination.ts'
import { isJsonObject } from '../terms/json.ts'
import type { JsonObject, JsonValue } from '../terms/json.ts'
import type { Obligation, Policy, Rule } from '../terms/policy.ts'
import { detectorSentence } from './detector-words.ts'
import type { Path } from './source.ts'
import { listOf, nameOf, obligationSentence, ruleSentence } from './words.ts'

/** A sentence, and where in the file stands what it tells; null where it follows from no one place. */
export type Said = {
  readonly text: string
  readonly path: Path | null
  /** True for one of several; false for one that stands by itself. */
  readonly bullet: boolean
  readonly under: readonly { readonly text: string; readonly path: Path }[]
}

export type ChapterKey =
  'levels' | 'raises' | 'detectors' | 'exceptions' | 'destinations' | 'rules' | 'obligations' | 'shadows'

export type Chapter = { readonly key: ChapterKey; readonly title: string; readonly said: readonly Said[] }

export type Telling = {
  readonly policy: Policy
  /** What an entity type is, in a few words; null for one that is not known. */
  readonly says: (type: string) => string | null
}

export type Told = { readonly title: string; readonly intro: string; readonly chapters: readonly Chapter[] }

type Placed = { readonly rule: Rule; readonly index: number }

/** A policy in sentences. The same policy always gives the same ones. A chapter that would say nothing is left out. */
export function tell({ policy, says }: Telling): Told {
  const { detectors, destinations, obligations: asked } = policy
  const rules = policy.rules.map((rule, index): Placed => ({ rule, index }))
  const shadows = rules.filter(({ rule }) => rule.shadow)
  const chapters: readonly Chapter[] = [
    { key: 'levels', title: 'How sensitive a prompt is', said: levels(policy) },
    { key: 'raises', title: 'What raises a prompt', said: raising(policy, says) },
    {
      key: 'detectors',
      title: 'What it looks for itself',
      said: (detectors ?? []).map((one) => item(['detectors', one.type], detectorSentence(one))),
    },
    { key: 'exceptions', title: 'What does not count', said: exceptions(policy) },
    {
      key: 'destinations',
      title: 'Where prompts may go',
      said: destinations.map((destination) => destinationSentence(policy, destination)),
    },
    { key: 'rules', title: 'The rules', said: [...rules.filter(({ rule }) => !rule.shadow).map(ruleSaid), REST] },
    { key: 'obligations', title: 'What is asked beside', said: asked === undefined ? [] : obligations(asked) },
    { key: 'shadows', title: 'Not in force', said: shadows.length === 0 ? [] : [TRIED, ...shadows.map(ruleSaid)] },
  ]
  return {
    title: `What ${nameOf(policy)} means`,
    intro: `It belongs to ${listOf(policy.owners, 'and')}. Its digest is SHA-256 ${policy.digest}.`,
    chapters: chapters.filter(({ said }) => said.length > 0),
  }
}

const item = (path: Path | null, text: string): Said => ({ text, path, bullet: true, under: [] })

const REST = item(
  null,
  'Whatever no rule allows is denied, and a denial beats any allowance, in whatever order they stand.',
)
const TRIED: Said = {
  ...item(null, 'These are tried and recorded with every request, and change nothing:'),
  bullet: false,
}

function levels({ levels, pinFrom, unread }: Policy): readonly Said[] {
  const first = levels[0]
  return [
    item(['levels'], `Every prompt has one of these levels, from harmless to most sensitive: ${listOf(levels, 'and')}. It is ${first} unless something speaks for more; the highest that anything speaks for is its level, and nothing can lower it.`), // prettier-ignore
    item(['pinFrom'], `From ${pinFrom} on, a prompt stays inside the network, whatever a rule says.`),
    item(['unread'], `What cannot be read (pictures, sound, files, encrypted parts) and what a detector could not look at makes a prompt ${unread}. So does a finding of a type that is not named below.`), // prettier-ignore
    item(null, 'Earlier turns of the same conversation count. The caller and the token can raise a level, never lower it.'), // prettier-ignore
  ]
}

function raising({ detect, together, levels }: Policy, says: Telling['says']): readonly Said[] {
  const tiers = Object.entries(detect).flatMap(([type, { sure, tiers }]) =>
    tiers.map(({ count, level }) => ({ type, sure, count, level })),
  )
  const found = levels.toReversed().flatMap((level) => {
    const mine = tiers.filter((tier) => tier.level === level)
    const groups = new Map<string, typeof mine>()
    for (const tier of mine) {
      const key = `${String(tier.count)} ${String(tier.sure)}`
      groups.set(key, [...(groups.get(key) ?? []), tier])
    }
    return [...groups.values()].map((group): Said => {
      const { count, sure } = group[0] ?? { count: 1, sure: 0 }
      const many =
        level === levels[0]
          ? `From ${String(count)} on, these are noted, and leave`
          : count === 1
            ? 'One of these makes'
            : `${String(count)} different ones of these, of one type, make`
      return {
        ...item(null, `${many} a prompt ${level}, when found with a score of ${String(sure)} or more:`),
        under: group.map(({ type }) => ({ text: `${type}${about(says(type))}`, path: ['detect', type] })),
      }
    })
  })
  const both = together.map(({ all, level, because }, index) =>
    item(['together', index], `${listOf(all, 'and')} in one prompt make it ${level}: ${because}.`),
  )
  return found.length + both.length === 0
    ? [{ ...item(null, 'Nothing that is found raises a prompt to a named level.'), bullet: false }]
    : [...found, ...both]
}

const about = (says: string | null) => (says === null ? '' : `, ${says}`)

function exceptions({ exceptions, detect }: Policy): readonly Said[] {
  return Object.values(exceptions).map(({ name, exact, owner, until, because }) => {
    const types = Object.entries(detect).flatMap(([type, { except }]) => (except.includes(name) ? [type] : []))
    const values = exact.length === 1 ? 'one value' : `${String(exact.length)} values`
    const what =
      types.length === 0 ? 'names no type, so that it has no effect' : `does not count as ${listOf(types, 'or')}`
    return item(['exceptions', name], `${name} (${values}: ${exact.map((value) => `"${value}"`).join(', ')}) ${what}, up to and including ${until}: ${because}. ${owner} answers for it.`) // prettier-ignore
  })
}

function destinationSentence({ levels, pinFrom }: Policy, destination: Destination): Said {
  const { name, zone, maxLevel, region, allowedCidrs, hosts } = destination
  const isCut = zone === 'cloud' && levels.indexOf(maxLevel) >= levels.indexOf(pinFrom)
  const below = levels[levels.indexOf(pinFrom) - 1]
  const upTo = !isCut ? `up to ${maxLevel}` : below === undefined ? 'at no level, because all are pinned' : `up to ${below} (${maxLevel} is written, but from ${pinFrom} on all stays inside)` // prettier-ignore
  const at =
    zone === 'lan' ? `inside the network, in ${listOf(allowedCidrs, 'or')}` : `in the cloud, at ${listOf(hosts, 'or')}`
  const own =
    zone === 'cloud' && allowedCidrs.length > 0 ? ` Its addresses may also be in ${listOf(allowedCidrs, 'or')}.` : ''
  const place = region === null ? '' : `, region ${region}`
  return item(
    ['destinations', name],
    `${name} is ${at}${place}. It may receive prompts ${upTo}.${own}${zone === 'lan' ? '' : promises(destination)}`,
  )
}

const PROMISES: Readonly<Record<string, (value: JsonValue) => string>> = {
  zdr: (value) => (value === true ? 'keep nothing (zero data retention)' : 'may keep prompts'),
  data_collection: (value) => (value === 'deny' ? 'do not train on or store prompts' : 'may train on or store prompts'),
  only: (value) => `are among ${words(value)}`,
  ignore: (value) => `are not ${words(value)}`,
  order: (value) => `are tried in the order ${words(value)}`,
  allow_fallbacks: (value) => (value === false ? 'are not replaced by others' : 'may be replaced by others'),
  require_parameters: (value) => (value === true ? 'support every parameter of the request' : 'may ignore parameters'),
  enforce_distillable_text: (value) =>
    value === true ? 'permit distillation of their answers' : 'need not permit distillation',
  quantizations: (value) => `run at ${words(value)}`,
}

function promises({ provider, onBreach }: Destination): string {
  const flags = Object.entries(provider ?? {})
  const said = flags.flatMap(([key, value]) => PROMISES[key]?.(value) ?? [])
  const rest = flags.filter(([key]) => PROMISES[key] === undefined).map(([key, value]) => `${key} ${words(value)}`)
  const asked =
    said.length === 0
      ? ' Nothing is asked of the providers there.'
      : ` It is asked for providers that ${listOf(said, 'and')}.`
  const more = rest.length === 0 ? '' : ` Also set: ${rest.join('; ')}.`
  return `${asked}${more} An answer that was made otherwise is ${onBreach === 'withhold' ? 'withheld' : 'passed on, and flagged in the record'}.`
}

const obligations = (all: readonly Obligation[]): readonly Said[] => [
  ...all.map((one, index) => {
    const flags = Object.entries(one.provider ?? {})
    const asks = flags.map(([key, value]) => PROMISES[key]?.(value) ?? `keep to ${key} ${words(value)}`)
    return item(['obligations', index], `${obligationSentence(one, listOf(asks, 'and'))}: ${one.because}. [${one.id}]`)
  }),
  item(null, 'All of these that match hold together, beside what is said of the destination.'),
]

const words = (value: JsonValue): string =>
  Array.isArray(value) ? listOf(value.map(String), 'or') : isJsonObject(value) ? pairs(value) : String(value)

const pairs = (value: JsonObject) => Object.entries(value).map(([key, inner]) => `${key} ${words(inner)}`).join(', ') // prettier-ignore

const ruleSaid = ({ rule, index }: Placed): Said =>
  item(
    ['rules', index],
    `${ruleSentence(rule)}: ${rule.because}.${rule.until === undefined ? '' : ` It is tried up to and including ${rule.until}.`} [${rule.id}]`,
  )
