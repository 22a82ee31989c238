import type { OffsetMap } from './view.ts'

/** A text as detectors read it. `map` is null when it is the original. */
export type Normalised = { readonly text: string; readonly map: OffsetMap | null }

/**
 * Undoes what makes characters look like others or like nothing: drops invisible ones, applies NFKC per code point, writes
 * every script's digits, dashes, dots, quotes and spaces in ASCII, and letters that look like Latin ones where they stand in a
 * word with those. Real Cyrillic or Greek words stay. ASCII text is returned as it is.
 */
export function normalise(text: string): Normalised {
  if (!/\P{ASCII}/u.test(text)) return { text, map: null }
  const starts: number[] = []
  const ends: number[] = []
  let out = ''
  for (let at = 0; at < text.length;) {
    const code = text.codePointAt(at) ?? 0
    const size = code > 0xffff ? 2 : 1
    const plain = code < 128 ? text.charAt(at) : isDroppedMark(code, out) ? '' : plainOf(code)
    for (let i = 0; i < plain.length; i++) {
      starts.push(at)
      ends.push(at + size)
    }
    out += plain
    at += size
  }
  return { text: withoutLookalikes(out), map: { starts, ends } }
}

/** Marks on ASCII letters and digits are decoration; elsewhere they can be vowels. */
const isDroppedMark = (code: number, before: string): boolean =>
  code >= 0x300 && /[0-9A-Za-z]/.test(before.slice(-1)) && /\p{M}/u.test(String.fromCodePoint(code))

const KNOWN: (string | undefined)[] = new Array<string | undefined>(0x10000)

function plainOf(code: number): string {
  if (code > 0xffff) return compute(code)
  return (KNOWN[code] ??= compute(code))
}

const PUNCTUATION: Readonly<Record<string, string>> = {
  '\u2212': '-', '\u2043': '-', '\u02d7': '-', '\u3002': '.', '\uff61': '.', '\u2024': '.', '\u0701': '.', '\u2044': '/', '\u2215': '/',
  '\u2018': "'", '\u2019': "'", '\u201b': "'", '\u02bc': "'", '\u2032': "'", '\u201c': '"', '\u201d': '"', '\u201e': '"', '\u00ab': '"',
  '\u00bb': '"', '\u2236': ':', '\ua789': ':', '\u2028': '\n', '\u2029': '\n', '\u0085': '\n',
} // prettier-ignore

/** Characters without ink that Unicode does not call format characters. */
const FILLERS = new Set([0x034f, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x3164, 0xffa0])

function compute(code: number): string {
  if (code >= 0xd800 && code <= 0xdfff) return '\ufffd' // half a character
  const char = String.fromCodePoint(code)
  if (/[\p{Cf}\p{Variation_Selector}]/u.test(char) || FILLERS.has(code)) return ''
  const mapped = PUNCTUATION[char] ?? char.normalize('NFKC')
  return [...mapped].map(single).join('')
}

function single(char: string): string {
  if (char < '\u0080') return char
  if (/\p{Nd}/u.test(char)) return String(digitOf(char.codePointAt(0) ?? 0))
  if (/\p{Pd}/u.test(char)) return '-'
  if (/\p{Zs}/u.test(char)) return ' '
  return PUNCTUATION[char] ?? char
}

/** Decimal digits come in runs of ten (Unicode chapter 4.6): the place in the run is the value. */
function digitOf(code: number): number {
  let start = code
  while (/\p{Nd}/u.test(String.fromCodePoint(start - 1))) start--
  return (code - start) % 10
}

const pairs = (from: string, to: string): [string, string][] => [...from].map((char, i) => [char, [...to][i] ?? ''])

/** Letters of other scripts that look like Latin ones (after Unicode TR 39), each one UTF-16 unit like what it stands for. */
const LOOKALIKES = new Map([
  ...pairs('авеікмнорстухѕјһԁԛԝгьѵ', 'abeikmhopctyxsjhdqwrbv'),
  ...pairs('АВЕІКМНОРСТУХЅЈԚԜЗ', 'ABEIKMHOPCTYXSJQWZ'),
  ...pairs('αορνικτυχεγ', 'aopviktuxey'),
  ...pairs('ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ', 'ABEZHIKMNOPTYX'),
  ...pairs('օսոհցքզաԼՕՍ', 'ouhhgqqwLOU'),
  ...pairs('ıɡɑɩʏᴄᴏᴠᴡᴢ', 'igaiycovwz'),
])

const LOOKALIKE = /[\u0131\u0250-\u058f\u1d00-\u1d7f]/

function withoutLookalikes(text: string): string {
  return text.replace(/[\p{L}\p{N}._@+-]+/gu, (word) => {
    if (!/[0-9A-Za-z]/.test(word) || !LOOKALIKE.test(word)) return word
    const folded = word.replace(/\P{ASCII}/gu, (char) => LOOKALIKES.get(char) ?? char)
    return /[\u0370-\u058f]/.test(folded) ? word : folded
  })
}
