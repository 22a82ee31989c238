import { isAlphanumeric, isWordAt } from './chars.ts'
import { digitGroups } from './digit-groups.ts'
import { replaced, windows } from './escapes.ts'
import type { Escape } from './escapes.ts'
import { alphabetOf } from './has-run.ts'
import type { Layer } from './layer.ts'
import { numbersInWords } from './number-words.ts'

// What stands between two halves of a value and is not seen where the text is shown, or not there where code has run. Every
// repetition is bounded.
const MARKUP =
  /(?<=[\w@.-])(?:<(?!\/?(?:t[dhr]|li|p|div|option|tr|dt|dd|h\d)\b)\/?[a-z][^<>]{0,64}>|<!--[^<>]{0,128}-->){1,8}(?=[\w@.-])/gi
const MARKS = /(?<=[\w@.-])(?:`{1,3}|~~|\*{1,3}|__|\\\r?\n[ \t]{0,8}|\r?\n> ?)(?=[\w@.-])/g
/** Strings that code adds, or short ones in a list. The next key of an object, `"ms":`, is none of these. */
const JOINED_STRINGS =
  /(?<=[\w@.-])(["'`])\s{0,2}(?:(?:\+|\.{1,2}|&|\|\||<>|,(?=\s{0,2}["'`][\w@.-]{1,3}["'`](?!\s{0,2}:)))?\s{0,12})["'`](?=[\w@.-])/g
/** Letters that are written for the digits they look like, in what is otherwise a number. */
const LIKE_DIGITS = /(?<![0-9A-Za-z])[0-9OoIl](?:[ -]?[0-9OoIl]){7,23}(?![0-9A-Za-z])/g

/**
 * What a text says where a value is split or spelled: by tags, emphasis and strings that code puts together, one character at a
 * time, with letters for digits, or in words. Linear in the text.
 */
export function* respelled({ text, isNew }: Layer): Generator<Layer> {
  for (const escapes of [splits(text), spelled(text), numbersInWords(text), likeDigits(text)])
    for (const window of escapes.length === 0 ? [] : windows(escapes, text))
      if (window.escapes.some(({ start, end }) => isNew(start, end))) yield replaced(text, window)
}

function splits(text: string): readonly Escape[] {
  const patterns = [
    ...(text.includes('<') ? [MARKUP] : []),
    ...(/[`~*_\\>]/.test(text) ? [MARKS] : []),
    ...(/["'`]\s{0,2}[+.&|<,]?[.|>]?\s{0,12}["'`]/.test(text) ? [JOINED_STRINGS] : []),
  ]
  const found = patterns.flatMap((pattern) =>
    [...text.matchAll(pattern)].map(({ index, 0: all }) => ({
      start: index,
      end: index + all.length,
      means: /\n> ?$/.test(all) ? '\n' : '',
    })),
  )
  found.sort((a, b) => a.start - b.start)
  return found.filter(({ start }, i) => start >= (found[i - 1]?.end ?? 0))
}

/** So many characters in a row that stand alone are one word. */
const LEAST_SINGLES = 9
const MOST_SINGLES = 256
const LONGEST_GAP = 5

/** Words that are written one character at a time, always with the same between: `4 1 1 1`, `4, 1, 1, 1`, `[4][1][1][1]`. */
function spelled(text: string): readonly Escape[] {
  const found: Escape[] = []
  for (let at = 0; at < text.length - LEAST_SINGLES; at++) {
    if (!isAlphanumeric(text.charCodeAt(at))) continue
    at = afterPairs(text, at)
    if (!isAlphanumeric(text.charCodeAt(at)) || isWordAt(text, at + 1) || isWordAt(text, at - 1)) continue
    const word = singlesAt(text, at)
    if (word === null) continue
    found.push(word)
    at = word.end - 1
  }
  return found
}

/** In so many characters there are no two letters or digits side by side where a spelled word begins. */
const LEAST_SPELLED = 2 * LEAST_SINGLES - 1

/** The first place from one on where a spelled word may begin: most text is stepped over a few words at a time. */
function afterPairs(text: string, from: number): number {
  let at = from
  for (;;) {
    let last = at + LEAST_SPELLED - 1
    while (last > at && !(isAlphanumeric(text.charCodeAt(last)) && isAlphanumeric(text.charCodeAt(last - 1)))) last--
    if (last === at) return at
    at = last
  }
}

function singlesAt(text: string, start: number): Escape | null {
  for (let size = 1; size <= LONGEST_GAP; size++) {
    if (isWordAt(text, start + size)) return null
    const gap = text.slice(start + 1, start + 1 + size)
    let [means, at] = [text.charAt(start), start]
    while (means.length < MOST_SINGLES && text.startsWith(gap, at + 1) && isSingle(text, at + 1 + size, gap)) {
      at += 1 + size
      means += text.charAt(at)
    }
    if (means.length >= LEAST_SINGLES) return { start, end: at + 1, means }
  }
  return null
}

/** A printed character of its own: nothing of a word touches it. */
const isSingle = (text: string, at: number, gap: string): boolean => {
  const code = text.charCodeAt(at)
  return (
    code > 0x20 && code < 0x7f && !gap.includes(text.charAt(at)) && !(isAlphanumeric(code) && isWordAt(text, at + 1))
  )
}

function likeDigits(text: string): readonly Escape[] {
  if (!mayLookLikeDigits(text)) return []
  return [...text.matchAll(LIKE_DIGITS)].flatMap(({ index, 0: run }) =>
    (run.match(/\d/g)?.length ?? 0) < (run.match(/[OoIl]/g)?.length ?? 0)
      ? []
      : [...run.matchAll(/[OoIl]/g)].map(({ index: at, 0: letter }) => {
          const start = index + at
          return { start, end: start + 1, means: /o/i.test(letter) ? '0' : '1' }
        }),
  )
}

const LEAST_LIKE_DIGITS = 8
const LIKE_DIGIT = alphabetOf('0123456789OoIl')
const IS_LETTER = alphabetOf('OoIl')

/** Whether such letters touch a digit somewhere, in a row of at least eight of both. */
function mayLookLikeDigits(text: string): boolean {
  const { count, starts, ends } = digitGroups(text)
  for (let i = 0; i < count; i++) {
    const [start, end] = [starts[i] ?? 0, ends[i] ?? 0]
    const isBeside = isLike(text, next(text, start, -1)) || isLike(text, next(text, end - 1, 1))
    if (isBeside && 1 + rowFrom(text, start, -1) + rowFrom(text, start, 1) >= LEAST_LIKE_DIGITS) return true
  }
  return false
}

const isLike = (text: string, at: number): boolean => IS_LETTER[text.charCodeAt(at)] === 1

/** The next sign of a number in a direction, over a space or hyphen. */
function next(text: string, at: number, step: 1 | -1): number {
  const code = text.charCodeAt(at + step)
  return at + (code === 32 || code === 45 ? 2 * step : step)
}

/** How many of them follow in a direction; no more than are asked for. */
function rowFrom(text: string, from: number, step: 1 | -1): number {
  let size = 0
  for (let at = next(text, from, step); size < LEAST_LIKE_DIGITS; at = next(text, at, step)) {
    if (LIKE_DIGIT[text.charCodeAt(at)] !== 1) break
    size++
  }
  return size
}
