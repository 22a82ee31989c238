import type { Problem } from '../terms/problem.ts'
import type { KeyPlace } from './escaped-keys.ts'
import { isKeptExactly } from './exact-number.ts'
import type { Limits } from './limits.ts'
import { refuse } from './refuse.ts'

const QUOTE = 0x22
const BACKSLASH = 0x5c
const COMMA = 0x2c
const COLON = 0x3a
const OPEN_BRACKET = 0x5b
const CLOSE_BRACKET = 0x5d
const OPEN_BRACE = 0x7b
const CLOSE_BRACE = 0x7d
const MINUS = 0x2d

/** Up to this many characters, digits and no exponent are always kept exactly (IEEE 754: 15 decimal digits). */
const SURELY_EXACT = 15

type Survey = { readonly members: number; readonly escapedKeys: readonly KeyPlace[] }

/**
 * Looks over JSON text before it is parsed, so that what would be costly or could be read in two ways is refused first:
 * depth, number of values, and numbers that a double cannot hold. Returns how many object members are written in the text, and which keys have escapes.
 * It does not check the grammar; in text that JSON.parse accepts, its counts are exact. Time linear in the text.
 */
export function surveyJson(text: string, limits: Limits): Survey {
  const items = [0] // not a typed array, which at this size is made in native code
  let depth = 0
  let members = 0
  let values = 1
  let at = 0
  let [start, end] = [0, 0]
  const escapedKeys: KeyPlace[] = []
  while (at < text.length) {
    const char = text.charCodeAt(at)
    if (char === QUOTE) {
      start = at
      at = end = endOfString(text, at + 1) + 1
      continue
    }
    if (char === MINUS || (char >= 0x30 && char <= 0x39)) {
      at = endOfNumber(text, at)
      continue
    }
    if (char === COMMA) {
      items[depth] = (items[depth] ?? 0) + 1
      values++
      if ((items[depth] ?? 0) >= limits.maxItems)
        throw refuse(null, `A list or object has more than ${limits.maxItems} entries.`, 'too_many_items')
    } else if (char === COLON) {
      members++
      if (hasEscape(text, start, end)) escapedKeys.push({ start, end })
    } else if (char === OPEN_BRACE || char === OPEN_BRACKET) {
      if (++depth > limits.maxDepth)
        throw refuse(null, `The body is nested deeper than ${limits.maxDepth} levels.`, 'too_deep')
      items[depth] = 0
      values++
    } else if (char === CLOSE_BRACE || char === CLOSE_BRACKET) {
      if (--depth < 0) throw notJson()
    }
    if (values > limits.maxValues)
      throw refuse(null, `The body has more than ${limits.maxValues} values.`, 'too_many_values')
    at++
  }
  return { members, escapedKeys }
}

function hasEscape(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (text.charCodeAt(at) === BACKSLASH) return true
  return false
}

/** The closing quote of the string that starts at `from`: the first quote after an even number of backslashes. */
function endOfString(text: string, from: number): number {
  for (let end = text.indexOf('"', from); end !== -1; end = text.indexOf('"', end + 1)) {
    let backslashes = 0
    while (end - backslashes > from && text.charCodeAt(end - backslashes - 1) === BACKSLASH) backslashes++
    if (backslashes % 2 === 0) return end
  }
  throw notJson()
}

/** Where the number that starts at `from` ends. */
function endOfNumber(text: string, from: number): number {
  let end = from
  let plain = true
  for (; end < text.length; end++) {
    const char = text.charCodeAt(end)
    if (char >= 0x30 && char <= 0x39) continue
    if (char === 0x65 || char === 0x45) plain = false
    else if (char !== 0x2e && char !== MINUS && char !== 0x2b) break
  }
  if ((end - from > SURELY_EXACT || !plain) && !isKeptExactly(text.slice(from, end))) {
    throw refuse(null, 'A number cannot be kept exactly. Send it as a string.', 'inexact_number')
  }
  return end
}

export function notJson(): Problem {
  return refuse(null, 'The body is not valid JSON.', 'not_json')
}
