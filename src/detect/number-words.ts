import { isAlphanumeric, isDigit, isLetter, isWordAt } from './chars.ts'
import type { Escape } from './escapes.ts'
import { wordSetOf } from './word-set.ts'
import { wordStarts } from './word-starts.ts'
import type { WordStarts } from './word-starts.ts'

// 0 to 9 in English, German, French, Spanish, Italian, Portuguese, Dutch and Polish, without marks; what they share stands once.
const WORDS: readonly string[] = [
  'zero oh null nul zéro cero',
  'one ein eins un une uno um uma een één jeden',
  'two zwei zwo deux dos due dois duas twee dwa',
  'three drei trois tres tre três drie trzy',
  'four vier quatre cuatro quattro quatro cztery',
  'five fünf fuenf funf cinq cinco cinque vijf pięć piec',
  'six sechs seis sei zes sześć szesc',
  'seven sieben sept siete sette sete zeven siedem',
  'eight acht huit ocho otto oito osiem',
  'nine neun neuf nueve nove negen dziewięć dziewiec',
]
const HYPHENS = 'dash hyphen minus strich bindestrich tiret guion guión trattino hífen streepje koppelteken myślnik'

const MEANS: ReadonlyMap<string, string> = new Map([
  ...WORDS.flatMap((words, digit) => words.split(' ').map((word): [string, string] => [word, String(digit)])),
  ...[...'零一二三四五六七八九'].map((sign, digit): [string, string] => [sign, String(digit)]),
  ['〇', '0'],
  ...HYPHENS.split(' ').map((word): [string, string] => [word, '-']),
])
/** So many digits in words make a number; fewer are a count, a score or a song. */
const LEAST = 7
const LEAST_WORDS = 3
const LONGEST_WORD = 12
const TOKEN = /\p{Script=Han}|\p{L}{1,13}|\d{1,4}/uy
const GAP = /[\s,.;:/-]{0,3}/y

/** 1 for the two letters that a word for a digit begins with, so that most words are told off at one look. */
const BEGINS = new Uint8Array(26 * 26)
const pairAt = (text: string, at: number): number =>
  ((text.charCodeAt(at) | 32) - 97) * 26 + ((text.charCodeAt(at + 1) | 32) - 97)
for (const word of MEANS.keys()) if (/^[a-z]{2}/.test(word)) BEGINS[pairAt(word, 0)] = 1
/** Of those whose second letter has a mark, the first. */
const FIRST = new Set([...MEANS.keys()].flatMap((word) => (/^[a-z][^a-z]/.test(word) ? [word.charCodeAt(0)] : [])))
FIRST.add('e'.charCodeAt(0))

/** Numbers that are spelled out digit by digit, in words or in words and digits: what they mean. One pass over the text. */
export function numbersInWords(text: string): readonly Escape[] {
  const words = wordStarts(text)
  return words.isMixed ? numbersAnywhere(text) : numbersInAscii(text, words)
}

const MAY_MEAN = wordSetOf(MEANS.keys())

/** Where every letter is ASCII, a number begins with a word that means a digit, and with another behind it. */
function numbersInAscii(text: string, { places, numbers }: WordStarts): readonly Escape[] {
  const found: Escape[] = []
  const mayMean = (i: number): boolean =>
    i < places.length && (numbers[i] === 0 || MAY_MEAN.mayHave(numbers[i] as number))
  let done = 0
  for (let i = 0; i < places.length; i++) {
    const at = places[i] as number
    if (at < done || !mayMean(i) || !mayBegin(text, at, false)) continue
    if (numbers[i] !== 0 && !mayMean(i + 1) && !isDigit(text.charCodeAt(places[i + 1] ?? -1))) continue
    const number = numberAt(text, at)
    if (number === null) continue
    found.push(withDigitsBefore(text, number, found.at(-1)?.end ?? 0))
    done = number.end
  }
  return found
}

function numbersAnywhere(text: string): readonly Escape[] {
  const found: Escape[] = []
  for (let at = 0, isInside = false; at < text.length - 1; at++) {
    const code = text.charCodeAt(at)
    const wasInside = isInside
    isInside = code < 128 ? WORD[code] === 1 : isWordAt(text, at)
    if (!mayBegin(text, at, wasInside)) continue
    const number = numberAt(text, at)
    if (number === null) continue
    found.push(withDigitsBefore(text, number, found.at(-1)?.end ?? 0))
    at = number.end - 1
    isInside = isWordAt(text, at)
  }
  return found
}

const WORD = Uint8Array.from({ length: 128 }, (_, code) => Number(isAlphanumeric(code)))

/** `wasInside` is true after a letter or digit. */
function mayBegin(text: string, at: number, wasInside: boolean): boolean {
  const code = text.charCodeAt(at) | 32
  if (code > 122) return code >= 0xc0 && (code >= 0x3000 || !wasInside)
  if (code < 97 || wasInside) return false
  if (text.charCodeAt(at + 1) > 127) return FIRST.has(code)
  return BEGINS[pairAt(text, at)] === 1 && isWordFor(text, at)
}

/** Whether a word of ASCII is one for a digit; true for any other. */
function isWordFor(text: string, from: number): boolean {
  let at = from
  while (isLetter(text.charCodeAt(at)) && at - from <= LONGEST_WORD) at++
  return text.charCodeAt(at) > 127 || MEANS.has(text.slice(from, at).toLowerCase())
}

/** A number may begin in digits and go on in words: `4 one 1 one`. */
function withDigitsBefore(text: string, number: Escape, from: number): Escape {
  const before = text.slice(Math.max(from, number.start - 24), number.start)
  const digits = /(?<![\p{L}\p{N}])(?:\d{1,4}[\s,.;:/-]{1,3}){1,6}$/u.exec(before)?.[0] ?? ''
  return { ...number, start: number.start - digits.length, means: digits.replace(/\D/g, '') + number.means }
}

/** The number that begins with the word at a place; null where less is said. */
function numberAt(text: string, start: number): Escape | null {
  let [at, end, means, words] = [start, start, '', 0]
  for (let tokens = 0; tokens < 64; tokens++) {
    TOKEN.lastIndex = at
    const token = TOKEN.exec(text)?.[0]
    if (token === undefined || token.length > LONGEST_WORD) break
    const said = /^\d/.test(token) ? token : MEANS.get(token.toLowerCase())
    if (said === undefined) break
    if (/^\D/.test(token) && said !== '-') words++
    means += said
    end = TOKEN.lastIndex
    GAP.lastIndex = end
    GAP.test(text)
    at = GAP.lastIndex
  }
  const digits = means.replaceAll('-', '').length
  return words >= LEAST_WORDS && digits >= LEAST ? { start, end, means: means.replace(/-+$/, '') } : null
}
