/**
 * A text from a record, so that it shows what it is and does nothing: what is invisible or turns the direction of writing is written out
 * (UAX #9, UTS #39), and what is long is cut.
 */

/** Controls, format characters (bidirectional ones too), lone surrogates, private use, separators other than a space, and blanks that look like nothing. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0]|(?! )\p{Zs}/gu

export const reveal = (text: string): string =>
  text.replace(HIDDEN, (one) => `‹${(one.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}›`)

export type Inert = { readonly shown: string; readonly cut: number }

/** `cut`: how many characters (UTF-16 units) more there are. */
export function inert(text: string, most = 80): Inert {
  if (text.length <= most) return { shown: reveal(text), cut: 0 }
  const whole = text.slice(0, most).replace(/[\ud800-\udbff]$/, '')
  return { shown: reveal(whole), cut: text.length - whole.length }
}

/** A whole text of several lines: the breaks between them stay breaks, all else is written out. */
export const revealLines = (text: string): string => text.split(/\r?\n/).map(reveal).join('\n')
