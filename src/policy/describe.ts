import type { Destination } from '../terms/destination.ts'
import { isJsonObject } from '../terms/json.ts'
import type { JsonObject, JsonValue } from '../terms/json.ts'
import type { Obligation, Policy, Rule } from '../terms/policy.ts'
import { ANOTHER, named, reachOf } from './reach.ts'
import type { Ask, Cell } from './reach.ts'
import { detectorLine } from './detector-words.ts'
import { listOf, nameOf, obligationSentence, ruleSentence, wrapped } from './words.ts'

export type Describing = {
  readonly policy: Policy
  /** The policy in its compiled form. */
  readonly ask: Ask
  /** What an entity type is, in a few words; null for one that is not known. */
  readonly says: (type: string) => string | null
  readonly colour: boolean
}

/** What a policy means, in sentences that somebody can sign. The same policy always gives the same text. Ends with a line break. */
export function describe({ policy, ask, says, colour }: Describing): string {
  const bold = (text: string) => (colour ? `\u001b[1m${text}\u001b[0m` : text)
  const section = (title: string, lines: readonly string[]) => ['', bold(title), '', ...lines]
  const inForce = policy.rules.filter(({ shadow }) => !shadow)
  const shadows = policy.rules.filter(({ shadow }) => shadow)
  return [
    bold(`What ${nameOf(policy)} means`),
    '',
    wrapped(`It belongs to ${listOf(policy.owners, 'and')}. Its digest is SHA-256 ${policy.digest}.`),
    ...section('How sensitive a prompt is', levels(policy)),
    ...section('What raises a prompt', raising(policy, says)),
    ...(policy.detectors === undefined ? [] : section('What it looks for itself', policy.detectors.map(detectorLine))),
    ...(Object.keys(policy.exceptions).length === 0 ? [] : section('What does not count', exceptions(policy))),
    ...section(
      'Where prompts may go',
      policy.destinations.map((destination) => destinationSentence(policy, destination)),
    ),
    ...section('The rules', [
      ...inForce.map(ruleLine),
      wrapped(
        'Whatever no rule allows is denied, and a denial beats any allowance, in whatever order they stand.',
        '- ',
      ),
    ]),
    ...(policy.obligations === undefined ? [] : section('What is asked beside', obligations(policy.obligations))),
    ...(shadows.length === 0 ? [] : section('Not in force', notInForce(shadows))),
    ...section('Who can reach what', reaching(policy, ask)),
    '',
  ].join('\n')
}

function levels({ levels, pinFrom, unread }: Policy): readonly string[] {
  const first = levels[0]
  return [
    wrapped(`Every prompt has one of these levels, from harmless to most sensitive: ${listOf(levels, 'and')}. It is ${first} unless something speaks for more; the highest that anything speaks for is its level, and nothing can lower it.`, '- '), // prettier-ignore
    wrapped(`From ${pinFrom} on, a prompt stays inside the network, whatever a rule says.`, '- '),
    wrapped(`What cannot be read (pictures, sound, files, encrypted parts) and what a detector could not look at makes a prompt ${unread}. So does a finding of a type that is not named below.`, '- '), // prettier-ignore
    wrapped('Earlier turns of the same conversation count. The caller and the token can raise a level, never lower it.', '- '), // prettier-ignore
  ]
}

function raising({ detect, together, levels }: Policy, says: Describing['says']): readonly string[] {
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
    return [...groups.values()].flatMap((group) => {
      const { count, sure } = group[0] ?? { count: 1, sure: 0 }
      const many =
        level === levels[0]
          ? `From ${String(count)} on, these are noted, and leave`
          : count === 1
            ? 'One of these makes'
            : `${String(count)} different ones of these, of one type, make`
      return [
        wrapped(`${many} a prompt ${level}, when found with a score of ${String(sure)} or more:`, '- '),
        ...group.map(({ type }) => wrapped(`${type}${about(says(type))}`, '    ')),
      ]
    })
  })
  const both = together.map(({ all, level, because }) =>
    wrapped(`${listOf(all, 'and')} in one prompt make it ${level}: ${because}.`, '- '),
  )
  return found.length + both.length === 0
    ? ['Nothing that is found raises a prompt to a named level.']
    : [...found, ...both]
}

const about = (says: string | null) => (says === null ? '' : `, ${says}`)

function exceptions({ exceptions, detect }: Policy): readonly string[] {
  return Object.values(exceptions).map(({ name, exact, owner, until, because }) => {
    const types = Object.entries(detect).flatMap(([type, { except }]) => (except.includes(name) ? [type] : []))
    const values = exact.length === 1 ? 'one value' : `${String(exact.length)} values`
    const what =
      types.length === 0 ? 'names no type, so that it has no effect' : `does not count as ${listOf(types, 'or')}`
    return wrapped(`${name} (${values}: ${exact.map((value) => `"${value}"`).join(', ')}) ${what}, up to and including ${until}: ${because}. ${owner} answers for it.`, '- ') // prettier-ignore
  })
}

function destinationSentence({ levels, pinFrom }: Policy, destination: Destination): string {
  const { name, zone, maxLevel, region, allowedCidrs, hosts } = destination
  const isCut = zone === 'cloud' && levels.indexOf(maxLevel) >= levels.indexOf(pinFrom)
  const below = levels[levels.indexOf(pinFrom) - 1]
  const upTo = !isCut ? `up to ${maxLevel}` : below === undefined ? 'at no level, because all are pinned' : `up to ${below} (${maxLevel} is written, but from ${pinFrom} on all stays inside)` // prettier-ignore
  const at =
    zone === 'lan' ? `inside the network, in ${listOf(allowedCidrs, 'or')}` : `in the cloud, at ${listOf(hosts, 'or')}`
  const own =
    zone === 'cloud' && allowedCidrs.length > 0 ? ` Its addresses may also be in ${listOf(allowedCidrs, 'or')}.` : ''
  const place = region === null ? '' : `, region ${region}`
  return wrapped(
    `${name} is ${at}${place}. It may receive prompts ${upTo}.${own}${zone === 'lan' ? '' : promises(destination)}`,
    '- ',
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

const obligations = (all: readonly Obligation[]): readonly string[] => [
  ...all.map((one) => {
    const flags = Object.entries(one.provider ?? {})
    const asks = flags.map(([key, value]) => PROMISES[key]?.(value) ?? `keep to ${key} ${words(value)}`)
    return wrapped(`${obligationSentence(one, listOf(asks, 'and'))}: ${one.because}. [${one.id}]`, '- ')
  }),
  wrapped('All of these that match hold together, beside what is said of the destination.', '- '),
]

const words = (value: JsonValue): string =>
  Array.isArray(value) ? listOf(value.map(String), 'or') : isJsonObject(value) ? pairs(value) : String(value)

const pairs = (value: JsonObject) => Object.entries(value).map(([key, inner]) => `${key} ${words(inner)}`).join(', ') // prettier-ignore

const ruleLine = (rule: Rule) =>
  wrapped(
    `${ruleSentence(rule)}: ${rule.because}.${rule.until === undefined ? '' : ` It is tried up to and including ${rule.until}.`} [${rule.id}]`,
    '- ',
  )

const notInForce = (shadows: readonly Rule[]) => [
  wrapped('These are tried and recorded with every request, and change nothing:'),
  ...shadows.map(ruleLine),
]

function reaching(policy: Policy, ask: Ask): readonly string[] {
  const { rows, whole } = reachOf(policy, ask)
  const hasDepartments = named(policy, 'caller.department').length > 0
  const head = ['role', ...(hasDepartments ? ['department'] : []), ...policy.destinations.map(({ name }) => name)]
  const body = rows.map(({ roles, departments, cells }) => [
    names(roles),
    ...(hasDepartments ? [names(departments)] : []),
    ...cells.map(cellWord),
  ])
  const depends = rows.some(({ cells }) => cells.some(({ always }) => !always))
  const asksFindings = policy.rules.some(({ shadow, when }) => !shadow && when.finding !== undefined)
  return [
    wrapped('The highest level at which a prompt may go to each destination; – means none. Somebody with several roles or departments has what any of them is allowed, less what any of them is denied.'), // prettier-ignore
    '',
    ...table([head, ...body]),
    ...(depends
      ? ['', wrapped('* at most: for some it is less, or nothing, depending on what else the rules ask about.')]
      : []),
    ...(asksFindings ? ['', 'Rules about what was found can deny more than this table says.'] : []),
    ...(whole
      ? []
      : ['', wrapped('The rules ask about more than can be tried in every combination: the table may miss some.')]),
  ]
}

const cellWord = ({ most, always }: Cell) => `${most ?? '–'}${always ? '' : ' *'}`

const MOST_NAMES = 60

/** What any value may be is last. A long list is broken into lines. */
function names(values: readonly string[]): string {
  const sorted = [...values.filter((value) => value !== ANOTHER), ...values.filter((value) => value === ANOTHER)]
  return sorted.join(', ').replaceAll('\u0001', '')
}

function table(rows: readonly (readonly string[])[]): readonly string[] {
  const broken = rows.map((row) => row.map((cell) => wrapped(cell, '', MOST_NAMES).split('\n')))
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...broken.flatMap((row) => (row[column] ?? []).map((line) => line.length)))) // prettier-ignore
  return broken.flatMap((row, index) => {
    const height = Math.max(...row.map((cell) => cell.length))
    const lines = Array.from(
      { length: height },
      (_, line) =>
      row.map((cell, column) => (cell[line] ?? '').padEnd(widths[column] ?? 0)).join('  ').trimEnd(), // prettier-ignore
    )
    return index === 0 ? [...lines, widths.map((width) => '-'.repeat(width)).join('  ')] : lines
  })
}
