import { isAlphanumeric, isDigit } from './chars.ts'
import { digitGroups } from './digit-groups.ts'
import { ofLastText } from './memo.ts'

/** Letters and digits in one piece, with digits in it: what an office gives out as a number. */
export type NumberToken = { readonly token: string; readonly start: number; readonly digits: number }

const LEAST = 4
const MOST = 18
const HYPHEN = 45
const SLASH = 47

/**
 * Pieces of 4 to 18 letters and digits, single hyphens, dots and slashes between them, that nothing of a word touches: those with a
 * digit, in one letter case, and no dates. Found once for all who ask, by what stands around digits; linear in the text.
 */
export const numberTokens: (text: string) => readonly NumberToken[] = ofLastText((text) => {
  const found: NumberToken[] = []
  const { count, starts } = digitGroups(text)
  let done = 0
  for (let i = 0; i < count; i++) {
    const at = starts[i] ?? 0
    if (at < done) continue
    done = chainEnd(text, at)
    cut(text, chainStart(text, at), done, found)
  }
  return found
})

const isTie = (code: number): boolean => code >= HYPHEN && code <= SLASH

function chainStart(text: string, from: number): number {
  let at = from
  for (;;)
    if (isAlphanumeric(text.charCodeAt(at - 1))) at--
    else if (isTie(text.charCodeAt(at - 1)) && isAlphanumeric(text.charCodeAt(at - 2))) at -= 2
    else return at
}

function chainEnd(text: string, from: number): number {
  let at = from
  for (;;)
    if (isAlphanumeric(text.charCodeAt(at))) at++
    else if (isTie(text.charCodeAt(at)) && isAlphanumeric(text.charCodeAt(at + 1))) at += 2
    else return at
}

/** A chain may be longer than a token: from its beginning on, each token takes as much as it can. */
function cut(text: string, from: number, to: number, found: NumberToken[]): void {
  for (let start = from; start < to;) {
    let [end, digits, before] = [0, 0, 0]
    const most = Math.min(to, start + MOST)
    for (let at = start; at <= most; at++) {
      const code = at < to ? text.charCodeAt(at) : 0
      if (isDigit(code)) digits++
      else if (!isAlphanumeric(code) && at - start >= LEAST) [end, before] = [at, digits]
    }
    if (before > 0) add(text.slice(start, end), start, before, found)
    start = Math.max(start, end)
    while (start < to && isAlphanumeric(text.charCodeAt(start))) start++
    start++
  }
}

function add(token: string, start: number, digits: number, found: NumberToken[]): void {
  if (isMoment(token) || (token !== token.toUpperCase() && token !== token.toLowerCase())) return
  found.push({ token, start, digits })
}

/** True for a date or a time, which stand after labels as well. */
const isMoment = (token: string): boolean =>
  /^(?:\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|\d{4}-\d{1,2}-\d{1,2}|(?:19|20)\d\d)$/.test(token)
