import type { OffsetMap } from './view.ts'

/** A text as detectors read it. `map` is null when it is the original. */
export type Normalised = { readonly text: string; readonly map: OffsetMap | null }

/**
 * Undoes what makes characters look like others or like nothing: drops invisible ones, control characters and terminal colours,
 * applies NFKC per code point, writes every script's digits, dashes, dots, quotes and spaces in ASCII, and letters that look
 * like Latin ones where they stand in a word with those. Real Cyrillic or Greek words stay. Printed ASCII is returned as it is.
 */
export function normalise(text: string): Normalised {
  if (!/[^\t-\r\x20-\x7e]/.test(text)) return { text, map: null }
  const starts: number[] = []
  const ends: number[] = []
  let out = ''
  let last = 0
  for (let at = 0; at < text.length;) {
    const code = text.codePointAt(at) ?? 0
    const size = code > 0xffff ? 2 : 1
    if (code === ESCAPE) {
      at += colourAt(text, at)
      continue
    }
    const plain = isPrinted(code) ? text.charAt(at) : isDroppedMark(code, last) ? '' : plainOf(code)
    for (let i = 0; i < plain.length; i++) {
      starts.push(at)
      ends.push(at + size)
    }
    if (plain !== '') last = plain.charCodeAt(plain.length - 1)
    out += plain
    at += size
  }
  return { text: withoutLookalikes(out), map: { starts, ends } }
}

const isPrinted = (code: number): boolean => (code >= 0x20 && code < 0x7f) || (code >= 9 && code <= 13)

const ESCAPE = 0x1b
/** A control sequence of a terminal (ECMA-48 §5.4), such as a colour: how long it is, or one for a lone escape. */
function colourAt(text: string, at: number): number {
  CONTROL_SEQUENCE.lastIndex = at + 1
  return CONTROL_SEQUENCE.test(text) ? CONTROL_SEQUENCE.lastIndex - at : 1
}
const CONTROL_SEQUENCE = /\[[0-?]{0,32}[ -/]{0,4}[@-~]/y

/** Marks on ASCII characters are decoration; elsewhere they can be vowels. */
const isDroppedMark = (code: number, before: number): boolean =>
  code >= 0x300 && before < 128 && /\p{M}/u.test(String.fromCodePoint(code))

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

/** What has no ink, or none of its own, and is not called ignorable by Unicode: blank Braille, the object replacement. */
const FILLERS = new Set([0x2800, 0xfffc])

/** From the digit zero or the letter A on, so many: circled and squared ones that NFKC leaves alone. */
const SIGNS: readonly (readonly [from: number, means: string])[] = [
  [0x2776, '1234567890'],
  [0x2780, '1234567890'],
  [0x278a, '1234567890'],
  [0x24f5, '1234567890'],
  [0x24ff, '0'],
  [0x1f10b, '00'],
  [0x1369, '123456789'],
  [0x1f150, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'],
  [0x1f170, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'],
]

const pairs = (from: string, to: string): [string, string][] => [...from].map((char, i) => [char, [...to][i] ?? ''])

/** Circled and squared signs, and small capitals, which are no script of any language. */
const WRITTEN_AS = new Map([
  ...SIGNS.flatMap(([from, means]) =>
    [...means].map((char, i): [string, string] => [String.fromCodePoint(from + i), char]),
  ),
  ...pairs('ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘꞯʀꜱᴛᴜᴠᴡʏᴢ', 'abcdefghijklmnopqrstuvwyz'),
])

function compute(code: number): string {
  if (code >= 0xd800 && code <= 0xdfff) return '\ufffd' // half a character
  const char = String.fromCodePoint(code)
  if (PUNCTUATION[char] !== undefined) return PUNCTUATION[char]
  if (/[\p{Cf}\p{Cc}\p{Default_Ignorable_Code_Point}]/u.test(char) || FILLERS.has(code)) return ''
  return [...char.normalize('NFKC')].map(single).join('')
}

function single(char: string): string {
  if (char < '\u0080') return char
  if (/\p{Nd}/u.test(char)) return String(digitOf(char.codePointAt(0) ?? 0))
  if (/\p{Pd}/u.test(char)) return '-'
  if (/\p{Zs}/u.test(char)) return ' '
  return PUNCTUATION[char] ?? WRITTEN_AS.get(char) ?? char
}

/** Decimal digits come in runs of ten (Unicode chapter 4.6): the place in the run is the value. */
function digitOf(code: number): number {
  let start = code
  while (/\p{Nd}/u.test(String.fromCodePoint(start - 1))) start--
  return (code - start) % 10
}

/** Letters of other scripts that look like Latin ones (after Unicode TR 39), each one UTF-16 unit like what it stands for. */
const LOOKALIKES = new Map([
  ...pairs('авеікмнорстухѕјһԁԛԝгьѵ', 'abeikmhopctyxsjhdqwrbv'),
  ...pairs('АВЕІКМНОРСТУХЅЈԚԜЗ', 'ABEIKMHOPCTYXSJQWZ'),
  ...pairs('αορνικτυχεγ', 'aopviktuxey'),
  ...pairs('ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ', 'ABEZHIKMNOPTYX'),
  ...pairs('օսոհցքզաԼՕՍ', 'ouhhgqqwLOU'),
  ...pairs('ıɡɑɩ', 'igai'),
])

const LOOKALIKE = /[\u0131\u01b7\u0250-\u02af\u0370-\u058f]/

/** Letters of other scripts that look like digits. */
const LIKE_DIGITS = new Map(pairs('оОοΟօՕзЗӠӡƷʒбӀІΙӏı', '000000333333611111'))

/**
 * A word with Latin letters is written in those, and one of nothing but digits in digits. A word that would still have letters
 * of another script then is that script's own.
 */
function withoutLookalikes(text: string): string {
  return text.replace(/[\p{L}\p{N}._@+-]{1,4096}/gu, (word) => {
    if (!/[0-9A-Za-z]/.test(word) || !LOOKALIKE.test(word)) return word
    const like = isNumber(word) ? LIKE_DIGITS : LOOKALIKES
    const folded = word.replace(/\P{ASCII}/gu, (char) => like.get(char) ?? char)
    return /[\u0370-\u058f]/.test(folded) ? word : folded
  })
}

/** Three signs or more, with a digit, and no letter but such as look like one: `5б` is a house. */
const isNumber = (word: string): boolean =>
  /\d/.test(word) && word.length > 2 && [...word].every((char) => !/\p{L}/u.test(char) || LIKE_DIGITS.has(char))
