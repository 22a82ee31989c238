import { digitGroups } from './digit-groups.ts'

/** A set of characters of Latin-1, by code. */
export type Alphabet = Uint8Array

export function alphabetOf(characters: string): Alphabet {
  const alphabet = new Uint8Array(256)
  for (const character of characters) alphabet[character.charCodeAt(0)] = 1
  return alphabet
}

const DIGITS = '0123456789'
const LOWER = 'abcdefghijklmnopqrstuvwxyz'
export const BASE58 = alphabetOf('123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz')
export const BASE64 = alphabetOf(`${DIGITS}${LOWER}${LOWER.toUpperCase()}+/_-`)
/** True for the code of a character of base64 or base64url, other than padding. */
export const isOfBase64 = (code: number): boolean => BASE64[code] === 1
/** All that is printed and is no space. */
export const PRINTED = new Uint8Array(128).fill(1, 0x21, 0x7f)
export const HEX_GROUPS = alphabetOf(`${DIGITS}abcdefABCDEF:.-`)

/**
 * Whether so many characters of an alphabet stand in a row somewhere. Such a row covers every `least`-th place of the text, so
 * only those are looked at, and what is around them: for prose a fraction of the text, at worst twice all of it.
 */
export function hasRun(text: string, alphabet: Alphabet, least: number): boolean {
  const isIn = (at: number) => alphabet[text.charCodeAt(at)] === 1
  for (let at = least - 1; at < text.length; at += least) {
    if (!isIn(at)) continue
    let from = at
    while (from > 0 && at - from < least && isIn(from - 1)) from -= 1
    let to = at + 1
    while (to < text.length && to - from < least && isIn(to)) to += 1
    if (to - from >= least) return true
  }
  return false
}

/** Most of what identifies somebody has a digit in it; most sentences have none. Shared, so that it is asked once for a text. */
export const hasDigit = (text: string): boolean => digitGroups(text).count > 0
