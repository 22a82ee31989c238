import { caseless } from './caseless.ts'

/** What every match of a part of a pattern is like. */
type Part = {
  /** UTF-16 units. */
  readonly least: number
  readonly most: number
  /** All texts that it matches, in small letters, when those are few; else null. */
  readonly exact: readonly string[] | null
  /** Texts, in small letters, of which each match holds one; the longest there are. Empty when nothing has to be there. */
  readonly needs: readonly string[]
}

/** A pattern that may be looked for: what each of its matches holds, and how long it can be. */
export type PatternShape = { readonly needs: readonly string[]; readonly most: number }

/** Where in a pattern something is wrong, from 1, and what. */
export type PatternFault = { readonly at: number; readonly message: string }

/** A match may be so long, in UTF-16 units: then all matches are found in time linear in the text. */
export const MOST_MATCH = 128
/** Each match holds a fixed text at least this long, so that most texts are told off by looking for that. */
const LEAST_NEED = 2
const MOST_EXACT = 16
const MOST_DEPTH = 16
const MOST_REPEAT = MOST_MATCH

class Refused extends Error {
  readonly at: number
  constructor(at: number, message: string) {
    super(message)
    this.at = at
  }
}

/**
 * Reads the part of regular expressions that policies may use: texts, `.`, classes, groups, `|`, and counts with an end. Says what
 * a match has to hold and how long it can be, or where and why the pattern may not be used. Capital and small letters are one.
 */
export function readPattern(pattern: string): PatternShape | PatternFault {
  try {
    const reader = { text: pattern, at: 0, depth: 0 }
    const whole = alternatives(reader)
    if (reader.at < pattern.length)
      throw new Refused(reader.at, 'this ")" closes nothing: for the sign itself write \\)')
    if (whole.most > MOST_MATCH)
      throw new Refused(0, `a match could be ${String(whole.most)} characters long; ${String(MOST_MATCH)} are allowed`)
    if (shortest(whole.needs) < LEAST_NEED)
      throw new Refused(
        0,
        'matches need not have any fixed text in common: begin with a prefix such as "ACME-", or list the texts as words',
      )
    return { needs: whole.needs, most: whole.most }
  } catch (thrown) {
    if (thrown instanceof Refused) return { at: thrown.at + 1, message: thrown.message }
    throw thrown
  }
}

type Reader = { readonly text: string; at: number; depth: number }

const NOTHING: Part = { least: 0, most: 0, exact: [''], needs: [] }
/** Any one character. Beyond the basic plane it is two units. */
const ANY: Part = { least: 1, most: 2, exact: null, needs: [] }
/** A place, and no character. */
const PLACE: Part = { ...NOTHING }

const shortest = (texts: readonly string[]): number =>
  texts.length === 0 ? 0 : Math.min(...texts.map(({ length }) => length))

/** The more telling of two lists: the one whose shortest text is longer. */
const better = (one: readonly string[], other: readonly string[]): readonly string[] =>
  shortest(other) > shortest(one) ? other : one

function alternatives(reader: Reader): Part {
  const parts = [sequence(reader)]
  while (reader.text.charAt(reader.at) === '|') {
    reader.at++
    parts.push(sequence(reader))
  }
  return parts.reduce(either)
}

function either(one: Part, other: Part): Part {
  const few = (a: readonly string[] | null, b: readonly string[] | null) =>
    a === null || b === null || a.length + b.length > MOST_EXACT ? null : [...a, ...b]
  const isNeeded = one.needs.length > 0 && other.needs.length > 0
  return {
    least: Math.min(one.least, other.least),
    most: Math.max(one.most, other.most),
    exact: few(one.exact, other.exact),
    needs: isNeeded ? (few(one.needs, other.needs) ?? []) : [],
  }
}

/** Texts that stand one after the other are one longer text. */
function sequence(reader: Reader): Part {
  let whole = NOTHING
  let run: readonly string[] = ['']
  while (reader.at < reader.text.length && !'|)'.includes(reader.text.charAt(reader.at))) {
    const part = counted(reader)
    const longer = part.exact === null ? null : product(run, part.exact)
    const needs = [part.needs, ...(longer === null ? [run, part.exact ?? []] : [longer])].reduce(better, whole.needs)
    whole = {
      least: whole.least + part.least,
      most: whole.most + part.most,
      exact: whole.exact === null || part.exact === null ? null : product(whole.exact, part.exact),
      needs: shortest(needs) === 0 ? [] : needs,
    }
    run = longer ?? part.exact ?? ['']
  }
  return whole
}

const product = (before: readonly string[], after: readonly string[]): readonly string[] | null =>
  before.length * after.length > MOST_EXACT ? null : before.flatMap((one) => after.map((other) => one + other))

function counted(reader: Reader): Part {
  const start = reader.at
  const part = single(reader)
  const [least, most] = count(reader)
  if (part === PLACE && (least !== 1 || most !== 1)) throw new Refused(start, 'a place in the text cannot be repeated')
  if (least === 1 && most === 1) return part
  const exact = least === most && part.exact?.length === 1 ? [(part.exact[0] ?? '').repeat(least)] : null
  return {
    least: part.least * least,
    most: part.most * most,
    exact,
    needs: exact ?? (least === 0 ? [] : part.needs),
  }
}

const COUNT = /\{(\d{1,4})(,?)(\d{0,4})\}/y

function count(reader: Reader): readonly [least: number, most: number] {
  const { text, at } = reader
  const sign = text.charAt(at)
  if (sign === '*' || sign === '+') throw new Refused(at, endless(sign))
  COUNT.lastIndex = at
  const [whole, low, comma, high] = COUNT.exec(text) ?? []
  if (sign === '{' && whole === undefined)
    throw new Refused(at, 'is no count: write {6} or {1,6}; for the sign itself \\{')
  if (sign !== '?' && whole === undefined) return [1, 1]
  if (comma === ',' && high === '') throw new Refused(at, endless(whole ?? ''))
  const [least, most] = whole === undefined ? [0, 1] : [Number(low), Number(high === '' ? low : high)]
  if (most < least || most === 0 || most > MOST_REPEAT)
    throw new Refused(at, `a count goes from 0 up to ${String(MOST_REPEAT)}, the lower one first`)
  reader.at += whole?.length ?? 1
  if (text.charAt(reader.at) === '?') reader.at++ // as few as possible
  if (/[?*+{]/.test(text.charAt(reader.at)))
    throw new Refused(reader.at, 'a count follows a count: put the first in brackets')
  return [least, most]
}

const endless = (sign: string): string => `"${sign}" has no end: say how many at most, such as {1,32}`

function single(reader: Reader): Part {
  const { text, at } = reader
  const sign = text.charAt(at)
  if (sign === '(') return group(reader)
  if (sign === '[') return oneOf(reader)
  if (sign === '\\') return escape(reader)
  if (sign === '^' || sign === '$')
    throw new Refused(
      at,
      `"${sign}" may not be used, a pattern is looked for anywhere: for the edge of a word write \\b`,
    )
  if ('*+?{'.includes(sign))
    throw new Refused(at, `there is nothing before "${sign}" to repeat: for the sign itself write \\${sign}`)
  const char = String.fromCodePoint(text.codePointAt(at) ?? 0)
  reader.at += char.length
  return sign === '.' ? ANY : letter(char)
}

function letter(char: string): Part {
  if (char.length > 1) return ANY // pairs have capitals that are not looked for as texts
  const small = caseless(char)
  return { least: 1, most: 1, exact: [small], needs: [small] }
}

function group(reader: Reader): Part {
  const start = reader.at
  const opening = reader.text.slice(start, start + 4)
  if (/^\(\?<?[=!]/.test(opening))
    throw new Refused(start, 'look-around cannot be matched in linear time: name what has to be near as "context"')
  if (opening.startsWith('(?') && !opening.startsWith('(?:'))
    throw new Refused(
      start,
      'groups have no names and no flags here: write (…), capital and small letters are one anyway',
    )
  if (++reader.depth > MOST_DEPTH) throw new Refused(start, 'groups are nested too deeply')
  reader.at += opening.startsWith('(?:') ? 3 : 1
  const part = alternatives(reader)
  if (reader.text.charAt(reader.at) !== ')')
    throw new Refused(start, 'this "(" is not closed: for the sign itself write \\(')
  reader.at++
  reader.depth--
  return part
}

/** A class: what is in it is read by the engine, only its end is looked for. */
function oneOf(reader: Reader): Part {
  const { text, at: start } = reader
  let at = start + 1
  if (text.charAt(at) === '^') at++
  if (text.charAt(at) === ']') at++
  while (at < text.length && text.charAt(at) !== ']') {
    if (text.startsWith('[:', at)) at = text.indexOf(':]', at) === -1 ? text.length : text.indexOf(':]', at) + 1
    at += text.charAt(at) === '\\' ? 2 : 1
  }
  if (at >= text.length) throw new Refused(start, 'this "[" is not closed: for the sign itself write \\[')
  reader.at = at + 1
  return ANY
}

const PROPERTY = /\\[pP](?:\{\^?[A-Za-z_]{1,40}\}|[A-Z])/y

function escape(reader: Reader): Part {
  const { text, at } = reader
  const next = text.charAt(at + 1)
  PROPERTY.lastIndex = at
  const property = PROPERTY.exec(text)?.[0]
  reader.at += property?.length ?? 2
  if (property !== undefined || 'dDwWsS'.includes(next || '0')) return ANY
  if (next === 'b' || next === 'B') return PLACE
  if (/[0-9k]/.test(next)) throw new Refused(at, 'a back-reference cannot be matched in linear time: leave it out')
  if (next === 't') return letter('\t')
  if (next === 'n') return letter('\n')
  if (!/[!-/:-@[-`{-~ ]/.test(next))
    throw new Refused(at, `"\\${next}" may not be used; known are \\d \\w \\s \\D \\W \\S \\b \\B \\p{L} \\t \\n`)
  return letter(next)
}
