import { textIn } from './bytes.ts'
import type { Layer } from './layer.ts'

/** A text in invisible characters, and what is hidden there and cannot be read. */
export type Hidden = { readonly layers: readonly Layer[]; readonly isUnread: boolean }

const NOTHING: Hidden = { layers: [], isUnread: false }
/** So many variation selectors in a row select nothing: at most one follows a character. */
const LEAST_ROW = 8
/** Selectors that no font has glyphs for: 33 and above. More of them than this is a message. */
const MOST_STRAY = 3

/**
 * ASCII in tag characters (U+E0020 to U+E007E), and bytes in variation selectors (U+FE00 is 0 to U+FE0F, U+E0100 is 16 to
 * U+E01EF): no eye sees them, and a model reads them. Selectors that are there in numbers and do not say anything in that
 * writing are unread. Each character stands for its own place in the text; where other text stands between, what is hidden is
 * read in one piece and in several.
 */
export function hiddenIn(text: string): Hidden {
  if (!/[\ufe00-\ufe0f\udb40]/.test(text)) return NOTHING
  const tags = [...text.matchAll(/[\u{e0020}-\u{e007e}]+/gu)].flatMap(({ 0: run, index }, which) =>
    [...run].map((char, i) => ({ at: index + 2 * i, size: 2, which, code: (char.codePointAt(0) ?? 0) - 0xe0000 })),
  )
  const selectors = selectorsIn(text)
  const said = textIn(Buffer.from(selectors.map(({ code }) => code)))
  return {
    layers: [...written(tags), ...(said === null ? [] : [covering(said, selectors)])],
    isUnread: said === null && isMessage(text, selectors),
  }
}

type Sign = { readonly at: number; readonly size: number; readonly which: number; readonly code: number }

/** Emoji and ideographs have single selectors of their own, which are no part of anything. */
function selectorsIn(text: string): readonly Sign[] {
  return [...text.matchAll(/[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]+/gu)].flatMap(({ 0: run, index }, which) => {
    let at = index
    const signs = [...run].map((char) => {
      const sign = { at, size: char.length, which, code: valueOf(char.codePointAt(0) ?? 0) }
      at += char.length
      return sign
    })
    return signs.length === 1 && (signs[0]?.code ?? 0) < 32 ? [] : signs
  })
}

const valueOf = (code: number): number => (code < 0xe0100 ? code - 0xfe00 : code - 0xe0100 + 16)

function isMessage(text: string, selectors: readonly Sign[]): boolean {
  const stray = selectors.filter(({ code }) => code >= 32).length
  return (
    stray > MOST_STRAY || new RegExp(`[\\ufe00-\\ufe0f\\u{e0100}-\\u{e01ef}]{${String(LEAST_ROW)}}`, 'u').test(text)
  )
}

function written(signs: readonly Sign[]): readonly Layer[] {
  const [first, last] = [signs[0], signs.at(-1)]
  if (first === undefined || last === undefined) return []
  return first.which === last.which ? [spelled(signs)] : [spelled(signs), spelled(apart(signs))]
}

/** With a space wherever other text stood between. */
const apart = (signs: readonly Sign[]): readonly Sign[] =>
  signs.flatMap((sign, i) => {
    const before = signs[i - 1]
    return before === undefined || before.which === sign.which ? [sign] : [{ ...before, code: 32 }, sign]
  })

const endOf = (sign: Sign | undefined): number => (sign?.at ?? 0) + (sign?.size ?? 0)

const spelled = (signs: readonly Sign[]): Layer => ({
  text: signs.map(({ code }) => String.fromCharCode(code)).join(''),
  span: (start, end) => [signs[start]?.at ?? 0, endOf(signs[end - 1])],
  isNew: () => true,
  isOpaque: false,
})

function covering(text: string, signs: readonly Sign[]): Layer {
  const [start, end] = [signs[0]?.at ?? 0, endOf(signs.at(-1))]
  return { text, span: () => [start, end], isNew: () => true, isOpaque: true }
}
