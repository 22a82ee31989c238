import { isWordAt } from './chars.ts'
import { FIRST_NAMES } from './first-names.ts'
import { COMMON, PARTICLES } from './name-words.ts'

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
  /(?<![0-9A-Za-z\u00c0-\u024f_.@/\\$#-])[A-Z\u00c0-\u00d6\u00d8-\u00de\u0104\u0106\u010c\u010e\u0110\u0118\u011a\u011e\u0130\u0141\u0143\u0147\u0150\u0152\u0158\u015a\u015e\u0160\u0164\u016e\u0170\u0179\u017b\u017d](?:[A-Za-z\u00c0-\u024f]|['-](?=[A-Za-z\u00c0-\u024f]))*/g
/** Where the next word of the same name may begin: after a space, the dot of a title or initial, and small words. */
const GAP = /^\.? (?:(?:\p{Ll}{1,5} ){1,3})?$|^\.$|^ ?\n?$/u
const MOST_WORDS = 6

/** Lower case, without marks: `Müller` and `MULLER` give the same. */
export const keyOf = (word: string): string => {
  const lower = word.toLowerCase()
  return /\P{ASCII}/u.test(lower)
    ? lower.normalize('NFD').replace(/\p{M}/gu, '').replace('ł', 'l').replace('ø', 'o')
    : lower
}

/** Runs of neighbouring words with capitals, each of at most six words. */
export function nameRuns(text: string): readonly (readonly Word[])[] {
  const runs: Word[][] = []
  for (const match of text.matchAll(WORD)) {
    const word = wordOf(text, match.index, match[0])
    if (word === null) continue
    const run = runs.at(-1)
    const last = run?.at(-1)
    if (run !== undefined && last !== undefined && run.length < MOST_WORDS && isGap(text, last, word.start))
      run.push(word)
    else runs.push([word])
  }
  return runs
}

const CONTRACTION =
  /^(?:I|You|He|She|It|We|They|That|There|Here|What|Who|Let|Don|Can|Won|Isn|Doesn|Didn|Couldn|Wouldn)'(?:m|ll|ve|d|s|re|t)$/i

function wordOf(text: string, start: number, raw: string): Word | null {
  if (CONTRACTION.test(raw)) return null
  const word = raw.replace(/'s$|'S$|-$/, '')
  const end = start + word.length
  const after = text.charAt(end)
  if (/[_(@\\$]/.test(after) || ((after === '.' || after === '/') && isWordAt(text, end + 1) && word.length > 2))
    return null
  if (/\d/.test(after)) return null
  const isCapitals = word.length > 1 && word === word.toUpperCase()
  // GitHub and eBay are no names; McDonald, O'Neill, DeVito and Smith-Jones are.
  if (!isCapitals && /\p{Ll}\p{Lu}/u.test(word.replace(/^(?:Mc|Mac|De|Di|La|Le|Van|Fitz|Du)(?=\p{Lu})/u, '')))
    return null
  return { start, end, key: keyOf(word), isInitial: word.length === 1, isCapitals }
}

function isGap(text: string, last: Word, next: number): boolean {
  if (next - last.end > 16) return false
  const gap = text.slice(last.end, next)
  if (gap === ' ' || gap === '-') return true
  if (gap.includes('\n') || !GAP.test(gap)) return false
  if (gap.startsWith('.')) return (last.isInitial || last.end - last.start <= 4) && gap.trim() === '.'
  const small = gap.trim().split(' ')
  return (
    small.every((word) => PARTICLES.has(word)) &&
    !['und', 'e', 'y', 'the', 'la', 'le', 'el'].includes(small[0] ?? '') &&
    // German articles as well.
    (!['das', 'des', 'den', 'der'].includes(small[0] ?? '') || FIRST_NAMES.has(last.key)) &&
    !COMMON.has(last.key)
  )
}
