import { isDigit, isLetter, isUpper, isWordAt } from './chars.ts'
import { FIRST_NAMES } from './first-names.ts'
import { alphabetOf } from './has-run.ts'
import { COMMON, PARTICLES, TITLES } from './name-words.ts'
import { wordStarts } from './word-starts.ts'

/** A word with a capital. */
export type Word = {
  readonly start: number
  readonly end: number
  /** Lower case, without marks. */
  readonly key: string
  readonly isInitial: boolean
  readonly isCapitals: boolean
}

// Latin letters by range: property classes cost several times as much, and the lists know no other script.
const WORD =
  /(?<![0-9A-Za-z\u00c0-\u024f_.@/\\$#-])[A-Z\u00c0-\u00d6\u00d8-\u00de\u0100\u0104\u0106\u010c\u010e\u0110\u0112\u0116\u0118\u011a\u011e\u0122\u012a\u0130\u0136\u013b\u0141\u0143\u0145\u0147\u0150\u0152\u0158\u015a\u015e\u0160\u0164\u016a\u016e\u0170\u0179\u017b\u017d\u0218\u021a](?:[A-Za-z\u00c0-\u024f]|['-](?=[A-Za-z\u00c0-\u024f]))*/g
/** Where the next word of the same name may begin: after a space, the dot of a title or initial, and small words. */
const GAP = /^\.? (?:(?:\p{Ll}{1,5} ){1,3})?$|^\.$|^ ?\n?$/u
/** What goes on behind `Dr.` or `Prof.`: `Dr. med. dent.`, `dr n. med.` */
const DEGREE =
  /^\.? (?:(?:med|rer|nat|phil|jur|iur|pol|n|hab|inż|h|c|dent|vet|oec|ing|theol|univ|habil|sc|techn)\.? ?){1,4}$/u
const MOST_WORDS = 6

/** Lower case, without marks: `Müller` and `MULLER` give the same. */
export const keyOf = (word: string): string => {
  const lower = word.toLowerCase()
  return isMarked(lower) ? lower.normalize('NFD').replace(/\p{M}/gu, '').replace('ł', 'l').replace('ø', 'o') : lower
}

function isMarked(word: string): boolean {
  for (let at = 0; at < word.length; at++) if (word.charCodeAt(at) > 127) return true
  return false
}

/** Runs of neighbouring words with capitals, each of at most six words. */
export function nameRuns(text: string): readonly (readonly Word[])[] {
  const runs: Word[][] = []
  for (const [start, raw] of wordStarts(text).isMixed ? capitalised(text) : capitalisedInAscii(text)) {
    const word = wordOf(text, start, raw)
    if (word === null) continue
    const run = runs.at(-1)
    const last = run?.at(-1)
    if (run !== undefined && last !== undefined && run.length < MOST_WORDS && isGap(text, last, word.start))
      run.push(word)
    else runs.push([word])
  }
  return runs
}

function* capitalised(text: string): Generator<readonly [start: number, raw: string]> {
  for (const { index, 0: raw } of text.matchAll(WORD)) yield [index, raw]
}

/** The same where every letter is ASCII, by the words that begin there. */
function* capitalisedInAscii(text: string): Generator<readonly [start: number, raw: string]> {
  let done = 0
  for (const start of wordStarts(text).places) {
    if (start < done || !isUpper(text.charCodeAt(start)) || TIES[text.charCodeAt(start - 1)] === 1) continue
    done = start + 1
    while (isLetter(text.charCodeAt(done)) || (isJoint(text.charCodeAt(done)) && isLetter(text.charCodeAt(done + 1))))
      done++
    yield [start, text.slice(start, done)]
  }
}

/** The apostrophe and the hyphen. */
const isJoint = (code: number): boolean => code === 39 || code === 45
/** `Van der Berg`, with a capital. */
const isVan = (key: string): boolean => key === 'van' || key === 'von'
/** What ties a word to what stands before it. */
const TIES = alphabetOf('_.@/\\$#-')

const CONTRACTION =
  /^(?:I|You|He|She|It|We|They|That|There|Here|What|Who|Let|Don|Can|Won|Isn|Doesn|Didn|Couldn|Wouldn)'(?:m|ll|ve|d|s|re|t)$/i

function wordOf(text: string, start: number, raw: string): Word | null {
  const hasQuote = raw.includes("'")
  if (hasQuote && CONTRACTION.test(raw)) return null
  const word = hasQuote ? raw.replace(/'s$|'S$/, '') : raw
  const end = start + word.length
  const after = text.charCodeAt(end)
  if (OF_CODE[after] === 1 || isDigit(after)) return null
  if ((after === DOT || after === SLASH) && isWordAt(text, end + 1) && word.length > 2) return null
  const isCapitals = word.length > 1 && word === word.toUpperCase()
  // GitHub and eBay are no names; McDonald, O'Neill, DeVito and Smith-Jones are.
  if (
    !isCapitals &&
    mayBeCamel(word) &&
    /\p{Ll}\p{Lu}/u.test(word.replace(/^(?:Mc|Mac|De|Di|La|Le|Van|Fitz|Du)(?=\p{Lu})/u, ''))
  )
    return null
  return { start, end, key: keyOf(word), isInitial: word.length === 1, isCapitals }
}

/** What follows names in code only. */
const OF_CODE = alphabetOf('_(@\\$')
const DOT = 46
const SLASH = 47

/** Whether there is a capital, or a letter that is not ASCII, behind the first letter. */
function mayBeCamel(word: string): boolean {
  for (let at = 1; at < word.length; at++) if (isUpper(word.charCodeAt(at)) || word.charCodeAt(at) > 127) return true
  return false
}

function isGap(text: string, last: Word, next: number): boolean {
  if (next - last.end > 16) return false
  const gap = text.slice(last.end, next)
  if (gap === ' ' || gap === '-') return true
  if (gap.length > 4 && TITLES.has(last.key) && DEGREE.test(gap)) return true
  if (gap.includes('\n') || !GAP.test(gap)) return false
  if (gap.startsWith('.')) return (last.isInitial || last.end - last.start <= 4) && gap.trim() === '.'
  const small = gap.trim().split(' ')
  return (
    small.every((word) => PARTICLES.has(word)) &&
    !['und', 'e', 'y', 'the', 'la', 'le', 'el'].includes(small[0] ?? '') &&
    // German articles as well.
    (!['das', 'des', 'den', 'der'].includes(small[0] ?? '') || FIRST_NAMES.has(last.key) || isVan(last.key)) &&
    !COMMON.has(last.key)
  )
}
