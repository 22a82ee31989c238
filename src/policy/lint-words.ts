import type { Policy } from '../terms/policy.ts'
import type { Note } from './note.ts'
import type { Path } from './source.ts'

/** Reasons that say nothing, and values that are spelt in two ways. */
export function lintWords(policy: Policy): readonly Note[] {
  return [...emptyReasons(policy), ...twoSpellings(policy)]
}

const PLACEHOLDERS = /^(?:todo|tbd|fixme|xxx+|n\/?a|none|no|yes|ok|test|testing|reason|because|because of reasons|policy|rule|denied|deny|allowed|allow|security|compliance|temporary|temp|misc|why|\W+)\.?$/i // prettier-ignore

function emptyReasons({ rules, obligations = [], together, exceptions }: Policy): readonly Note[] {
  const reasons: readonly (readonly [Path, string, string])[] = [
    ...rules.map(({ id, because }, index) => [['rules', index, 'because'], because, id] as const),
    ...obligations.map(({ id, because }, index) => [['obligations', index, 'because'], because, id] as const),
    ...together.map(({ because, all }, index) => [['together', index, 'because'], because, all.join(' ')] as const),
    ...Object.values(exceptions).map(({ name, because }) => [['exceptions', name, 'because'], because, name] as const),
  ]
  return reasons.flatMap(([path, because, name]): Note[] => {
    const isName = bare(because) === bare(name)
    if (!PLACEHOLDERS.test(because) && !isName && because.length > 3) return []
    const message = `"${because}" is no reason that an auditor could check`
    return [{ code: 'empty-reason', path, message, suggestion: 'name the agreement, the law or the decision behind it, with its date' }] // prettier-ignore
  })
}

const bare = (text: string) => text.toLowerCase().replace(/[\s_.-]/g, '')

/** Values of one attribute that differ in case or separators only. Rules compare exactly, so one of them is probably never sent. */
function twoSpellings({ rules, obligations = [], tests }: Policy): readonly Note[] {
  const values: readonly (readonly [string, string, Path])[] = [
    ...rules.flatMap(({ when, unless = {} }, index) => [
      ...callerValues(when, ['rules', index, 'when']),
      ...callerValues(unless, ['rules', index, 'unless']),
    ]),
    ...obligations.flatMap(({ when }, index) => callerValues(when, ['obligations', index, 'when'])),
    ...tests.flatMap(
      ({ caller }, index) =>
      Object.entries(caller).flatMap(([name, values]) => values.map((value) => [`caller.${name}`, value, ['tests', index, 'caller', name]] as const)), // prettier-ignore
    ),
  ]
  const first = new Map<string, string>()
  const said = new Set<string>()
  return values.flatMap(([attribute, value, path]): Note[] => {
    const key = `${attribute} ${bare(value)}`
    const known = first.get(key) ?? value
    first.set(key, known)
    if (known === value || said.has(`${attribute} ${value}`)) return []
    said.add(`${attribute} ${value}`)
    const message = `"${value}" and "${known}" are two values of ${attribute}: they are compared exactly`
    return [{ code: 'spelt-two-ways', path, message, suggestion: `write "${known}", or check what the identity provider sends` }] // prettier-ignore
  })
}

const callerValues = (conditions: Readonly<Record<string, readonly string[]>>, path: Path) =>
  Object.entries(conditions).flatMap(
    ([attribute, values]) =>
    attribute.startsWith('caller.') ? values.map((value, at) => [attribute, value, [...path, attribute, at]] as const) : [], // prettier-ignore
  )
