import { DOUBTFUL_NAMES, FIRST_NAMES } from './first-names.ts'
import { APPOSITION, DOES, SAYS } from './name-contexts.ts'
import type { Says } from './name-contexts.ts'
import { isSurnameFirst } from './name-order.ts'
import { keyOf } from './name-runs.ts'
import type { Word } from './name-runs.ts'
import { INFLECTED_NAMES, isShapedLikeSurname } from './name-shapes.ts'
import { COMMON, SHARED } from './name-words.ts'
import { SURNAMES } from './surnames.ts'

/** True for a first name that a list knows, which may be one of several words with hyphens, or in another case. */
export const isFirstName = (key: string): boolean =>
  FIRST_NAMES.has(key) ||
  INFLECTED_NAMES.has(key) ||
  (key.includes('-') && key.split('-').every((part) => FIRST_NAMES.has(part)))

const isSurname = (key: string): boolean =>
  SURNAMES.has(key) || isShapedLikeSurname(key) || (/[-']/.test(key) && key.split(/[-']/).some(isSurnamePart))
const isSurnamePart = (part: string): boolean => SURNAMES.has(part) || isShapedLikeSurname(part)

/** What lists and shapes say of some words that may be a name. */
type Known = {
  readonly first: Word
  readonly last: Word
  /** Words that are more than a letter. */
  readonly count: number
  readonly initials: number
  readonly isFirst: boolean
  /** A first name that is no other word. */
  readonly isSure: boolean
  readonly isSurname: boolean
  /** True when the last word is a listed surname by itself. */
  readonly isLast: boolean
  /** `van`, `de la` before the last word. */
  readonly hasParticle: boolean
  readonly isCapitals: boolean
  /** A surname, and a name of two syllables after it. */
  readonly isEastern: boolean
  /** Two or three words, none of which is known to be something else. */
  readonly isUsual: boolean
}

function knownOf(text: string, words: readonly Word[]): Known | null {
  const named = words.filter(({ isInitial }) => !isInitial)
  const [first, last] = [named[0], named.at(-1)]
  if (first === undefined || last === undefined) return null
  const isFirst = isFirstName(first.key)
  const hasParticle = / (?:van|von|vom|de la|dos|das|della|del|ten|ter|bin|ibn|zu|af|av) /.test(
    text.slice(words[0]?.end, last.start),
  )
  return {
    first,
    last,
    count: named.length,
    initials: words.length - named.length,
    isFirst,
    isSure: isFirst && !DOUBTFUL_NAMES.has(first.key),
    isSurname: words.length > 1 && (last !== first || words[0] !== first) && (hasParticle || isSurname(last.key)),
    isLast: SURNAMES.has(last.key) || isShapedLikeSurname(last.key),
    hasParticle,
    isCapitals: named.every(({ isCapitals }) => isCapitals),
    isEastern: isSurnameFirst(words.map(({ key }) => key)),
    isUsual: words.length > 1 && words.length <= 4 && !named.some(({ key }) => COMMON.has(key)),
  }
}

/** How sure some words are a name, by what is known of them and what is said before and after. */
export function nameScore(text: string, words: readonly Word[], says: Says): number {
  if (words.length === 1 && says === 'none' && !isFirstName(words[0]?.key ?? '')) return 0
  const known = knownOf(text, words)
  if (known === null) return 0
  const after = text.slice(known.last.end, known.last.end + 32)
  if (says === 'title' || says === 'label' || says === 'strong') return afterTrigger(known, says, after)
  if (words.length === 1) return alone(text, known, says)
  const isWithin = IN_PROSE.test(text.slice(Math.max(0, known.first.start - 32), known.first.start))
  const listed = ofListed(known, says, isWithin)
  return Math.max(listed, known.isUsual && !known.isCapitals ? ofUnlisted(known, says, after) : 0)
}

/** Nothing of an expression or a sentence goes on after a name; another label may follow in the same line. */
const isClosed = (after: string): boolean =>
  /^\s*(?:[\n,;."'`|)\]}]|$)/.test(after.slice(0, 3)) || /^ \p{Lu}\p{L}{1,12}(?: \p{L}{2,10})?:/u.test(after)

function afterTrigger(known: Known, says: Says, after: string): number {
  if (known.isFirst || known.isSurname || known.isEastern) return 0.9
  if (known.isCapitals) return known.count > 1 || says === 'title' ? 0.5 : 0
  if (known.count > 1 || known.isLast) return 0.8
  return says === 'label' ? (isClosed(after) ? 0.5 : 0.4) : 0.65
}

/** Two words or more, of which a list knows some. */
function ofListed({ first, last, count, initials, ...is }: Known, says: Says, isWithin: boolean): number {
  const isTold = says === 'weak' || says === 'greeting' || says === 'relation' || says === 'role' || says === 'ascribed'
  if (is.isFirst && is.isSurname) return is.isSure ? 0.85 : 0.65
  if (is.isCapitals) return 0
  if (is.isEastern && is.isUsual) return isTold ? 0.75 : 0.6
  if (is.isFirst && (count === 1 || first.isCapitals === last.isCapitals))
    return count === 1 && !isTold ? 0.5 : (is.isSure ? 0.6 : 0.4) + (isTold ? 0.15 : 0)
  if (is.isFirst) return 0
  if (count === 2 && initials === 0 && isTurned(first.key, last.key)) return 0.6
  if (is.isSurname && initials > 0 && count === 1) return 0.55
  return is.isSurname ? (isTold ? 0.65 : is.isUsual && isWithin && (is.isLast || !is.hasParticle) ? 0.5 : 0.45) : 0
}

/** `Szabó Eszter`, `Zanardelli Ottavio`: as Hungarians write it, and many forms. */
const isTurned = (surname: string, name: string): boolean =>
  isSurname(surname) &&
  !COMMON.has(surname) &&
  FIRST_NAMES.has(name) &&
  !DOUBTFUL_NAMES.has(name) &&
  !SURNAMES.has(name)

/** Two words or more that no list knows: by what is said of them alone. */
function ofUnlisted({ initials }: Known, says: Says, after: string): number {
  if (APPOSITION.test(after)) return 0.55
  if (SAYS.test(after)) return 0.55
  if (says === 'relation') return 0.55
  if (says === 'ascribed') return 0.5
  if (says === 'role') return isClosed(after) ? 0.5 : 0.45
  if (says === 'greeting') return /^\s?[,!\n]/.test(after) ? 0.5 : 0.45
  return initials > 1 ? 0.5 : says === 'weak' ? 0.45 : 0
}

/** One word: a first name that is nothing else where something speaks for it, or a surname after whom somebody is. */
function alone(text: string, { first, isSure, isLast }: Known, says: Says): number {
  const { start, end, key, isCapitals } = first
  const after = text.slice(end, end + 24)
  if (isCapitals) return 0
  if (AGED.test(after) && (says !== 'none' || isFirstName(key))) return 0.55
  if (!isSure || INFLECTED_NAMES.has(key)) {
    if (says === 'relation')
      return isLast || (!DOUBTFUL_NAMES.has(key) && FAMILY.test(text.slice(Math.max(0, start - 32), start))) ? 0.55 : 0
    if (says !== 'greeting' || !/^\s?[,!\n]/.test(after)) return 0
    return isLast || DOUBTFUL_NAMES.has(key) ? 0.5 : 0
  }
  if (says === 'weak' || says === 'greeting' || says === 'relation' || says === 'role') return 0.65
  const before = text.slice(Math.max(0, start - 32), start)
  if (OF_SCIENCE.test(after) || (says !== 'ascribed' && ARTICLE.test(before))) return 0
  if (isSpeaker(before, after)) return 0.6
  if (/(?:^|\n)[ \t>]{0,8}$/.test(before) && /^[,!]\s{0,4}\n/.test(after)) return 0.55 // a letter begins
  if (/\n[ \t]{0,4}\r?\n[ \t]{0,8}$/.test(before) && /^[ \t]{0,4}\r?(?:\n|$)/.test(after)) return 0.55 // or ends
  const next = NEXT.exec(after)?.[1]
  const isListed = next !== undefined && FIRST_NAMES.has(keyOf(next)) && !DOUBTFUL_NAMES.has(keyOf(next))
  if (isListed || says === 'about' || says === 'ascribed' || DOES.test(after)) return 0.5
  return !SHARED.has(key) && IN_PROSE.test(before) && GOES_ON.test(after) ? 0.5 : 0
}

/** `my wife Zorblax`: nobody says so of a thing. */
const FAMILY =
  /(?<!\p{L})(?:my|your|his|her|our|their) (?:\p{Ll}{3,8} )?(?:wife|husband|son|daughter|brother|sister|mother|father|mum|mom|dad|cousin|aunt|uncle|nephew|niece|boyfriend|girlfriend|fianc[eé]e?|grandson|granddaughter|flatmate|roommate|friend|colleague|neighbou?r|stepson|stepdaughter|baby),? $/u
/** `Tyler (age 7)`, `Amber, aged 7`. */
const AGED = /^,? \(?(?:aged? \d|\d{1,2} years? old|born (?:in|on) \d)/
/** `Pascal's triangle` */
const OF_SCIENCE =
  /^'s (?:law|laws|theorem|triangle|paradox|principle|constant|equation|disease|syndrome|rule|razor|method|lemma|conjecture|comet|algorithm|inequality|formula|test)(?!\p{L})/u
/** `the Lena` is a river. */
const ARTICLE = /(?:^|[^\p{L}])(?:[Tt]he|[Aa]n?|[Tt]his|[Tt]hat|[Ee]very|[Ee]ach) $/u
const NEXT = /^(?:, (?:and |und |et |y |e |en |i )?| and | und | et | y | e | en | i | & )(\p{Lu}\p{L}+)/u
/** A name and a colon at the beginning of a line, after a time or a bullet perhaps, is who speaks. */
const isSpeaker = (before: string, after: string): boolean =>
  /(?:^|\n)[^\p{L}\n]{0,24}$/u.test(before) && /^(?: ?[([][^)\]\n]{1,20}[)\]])? ?:(?:\s|$)/.test(after)
const IN_PROSE = /(?:^|[\s(])[\p{Ll}']+[,;]? $/u
const GOES_ON = /^(?: \p{Ll}|[,.;:!?)](?:\s|$)|'s |\s{0,4}\n|$)/u
