import type { Random } from './random.ts'
import type { Half, Template, Written } from './templates.ts'
import { aPerson, MAKERS, valueOf } from './values.ts'
import type { Person, Source, Value } from './values.ts'
import { slipped } from './values/maker.ts'

export type Span = {
  readonly type: string
  readonly start: number
  readonly end: number
  /** What it is more closely, where a type is of several kinds: a secret by prefix, or one that only a label tells. */
  readonly variant?: string
}

/** A text and everything sensitive in it, by place. */
export type Document = {
  readonly text: string
  readonly spans: readonly Span[]
  readonly half: Half
  readonly language: string
  readonly kind: string
  readonly template: string
}

/** Whose turn it is: every type of identifier in a language comes as often as any other. */
export type Turns = Map<string, number>

const SLOT = /‹([^›]*)›/g

type Number = { readonly label: string; readonly value: string; readonly type: string }

type Filling = {
  readonly source: Source
  readonly written: Written
  readonly turns: Turns
  readonly people: Map<string, Person>
  readonly numbers: Map<string, Number>
}

/**
 * A template with a value in every slot. Slots with the same number (`‹person#1› … ‹email#1›`) belong to the same person, and
 * `‹label›` is what the number `‹id›` is called. `‹one|other›` is one of these words, `‹@name›` a fragment with that name.
 */
export function fill(template: Template, written: Written, half: Half, random: Random, turns: Turns): Document {
  const { language, kind, name } = template
  const source: Source = { random, half, language, lists: written.lists }
  const filling: Filling = { source, written, turns, people: new Map(), numbers: new Map() }
  const spans: Span[] = []
  let text = ''
  for (const { before, slot } of pieces(expanded(template.text, written, random))) {
    text += before
    if (slot === null) continue
    const value = drawn(slot, filling, name)
    const { type, variant } = value
    const place = { start: text.length, end: text.length + value.text.length }
    if (type !== null) spans.push({ type, ...place, ...(variant !== undefined && { variant }) })
    text += value.text
  }
  return { text, spans, half, language, kind, template: name }
}

function* pieces(text: string): Generator<{ before: string; slot: string | null }> {
  let from = 0
  for (const match of text.matchAll(SLOT)) {
    yield { before: text.slice(from, match.index), slot: match[1] ?? '' }
    from = match.index + match[0].length
  }
  yield { before: text.slice(from), slot: null }
}

/** Fragments and choices first: both may bring slots of their own. */
function expanded(text: string, written: Written, random: Random, depth = 0): string {
  if (depth > 4) throw new Error('fragments go round in circles')
  let changed = false
  const next = text.replace(SLOT, (whole, slot: string) => {
    if (slot.startsWith('@')) {
      changed = true
      return random.pick(written.fragments.get(slot.slice(1)) ?? missing(slot))
    }
    if (!slot.includes('|')) return whole
    return random.pick(slot.split('|'))
  })
  return changed ? expanded(next, written, random, depth + 1) : next
}

function missing(slot: string): never {
  throw new Error(`there is no ‹${slot}›`)
}

function drawn(slot: string, filling: Filling, template: string): Value {
  const [name = '', number = ''] = slot.split('#')
  const [kind = '', type = ''] = name.split(':')
  if (['id', 'label', 'nid', 'nlabel'].includes(kind)) return ofNumber(kind, type, number, filling)
  const value = valueOf(name, filling.source, personOf(number, filling))
  if (value === undefined) throw new Error(`${template}: there is no slot ‹${slot}›`)
  return value
}

function personOf(number: string, { people, source }: Filling): Person {
  const known = number === '' ? undefined : people.get(number)
  if (known !== undefined) return known
  const person = aPerson(source)
  if (number !== '') people.set(number, person)
  return person
}

/** A near miss (`nid`) is what a slip of the finger makes of a number, and nobody's. */
function ofNumber(kind: string, type: string, number: string, filling: Filling): Value {
  const isNear = kind.startsWith('n')
  const key = `${isNear ? 'n' : ''}${type}#${number}`
  const drawnBefore = filling.numbers.get(key)
  const value = drawnBefore ?? newNumber(type, isNear, filling)
  filling.numbers.set(key, value)
  if (kind.endsWith('label')) return { text: value.label, type: null }
  return { text: value.value, type: isNear ? null : (value.type.split(':')[0] ?? '') }
}

function newNumber(asked: string, isNear: boolean, { source, written, turns }: Filling): Number {
  const { language, random } = source
  const known = [...written.labels].filter(([type, languages]) => languages.has(language) && MAKERS.has(type))
  const may = known.filter(([type]) => {
    const maker = MAKERS.get(type)
    if (asked !== '' && asked !== 'alone') return type === asked
    return (!isNear || maker?.checked === true) && (asked !== 'alone' || maker?.alone === true)
  })
  const turn = `${language} ${asked} ${String(isNear)}`
  const at = turns.get(turn) ?? 0
  turns.set(turn, at + 1)
  const [type, languages] = may[at % may.length] ?? missing(`id:${asked} in ${language}`)
  const made = MAKERS.get(type)?.make(random) ?? ''
  return { type, label: random.pick(languages.get(language) ?? []), value: isNear ? slipped(made) : made }
}
