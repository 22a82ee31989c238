/** A run of base64 this long is content that nobody can read. */
const LONG = 256
/** Base64 is also wrapped into lines (MIME 76, PEM 64): lines this long count together. */
const LINE = 48
const WRAP = new Set([...' \t\r\n\\"\',>|'].map((char) => char.charCodeAt(0)))
const WRAP_MOST = 12
/** The shortest data: URL that counts: its head, and 16 characters. */
const SHORTEST = 'data:;base64,'.length + 16

const DIGIT = 1
const UPPER = 2
const LOWER = 3
const OTHER = 4
/** The class of each character of base64 and base64url (RFC 4648 §4, §5), padding included; 0 for any other. */
const CLASS = new Uint8Array(128)
for (let code = 0x30; code <= 0x39; code++) CLASS[code] = DIGIT
for (let code = 0x41; code <= 0x5a; code++) CLASS[code] = UPPER
for (let code = 0x61; code <= 0x7a; code++) CLASS[code] = LOWER
for (const char of '+/-_=') CLASS[char.charCodeAt(0)] = OTHER

const classAt = (text: string, at: number): number => CLASS[text.charCodeAt(at)] ?? 0

/**
 * True when a text holds something long that is encoded and not written: 256 characters of base64 in a row, or in lines of
 * at least 48, or a base64 data: URL (RFC 2397). Hexadecimal counts, as its digits are base64's too. A line
 * drawn with one character, or with none but signs, does not. Time linear in the text: a run of 48 covers a multiple of 48, so only those are looked at first.
 */
export function holdsBlob(text: string): boolean {
  if (text.length < SHORTEST) return false
  if (/data:[\w.+/;=-]{0,96};base64,[\w+/-]{16}/.test(text)) return true
  let together = 0
  let last = 0
  for (let at = LINE - 1; at < text.length; at += LINE) {
    if (classAt(text, at) === 0) continue
    const [start, end] = runAround(text, at, last)
    if (end - start >= LINE) {
      if (end - start >= LONG && isVaried(text, start, end)) return true
      together = isWrap(text, last, start) ? together : 0
      together += isMixed(text, start, end) ? end - start : 0
      if (together >= LONG) return true
      last = end
      at = end - (end % LINE) - 1
    }
  }
  return false
}

function runAround(text: string, at: number, floor: number): readonly [number, number] {
  let start = at
  let end = at + 1
  while (start > floor && classAt(text, start - 1) !== 0) start--
  while (end < text.length && classAt(text, end) !== 0) end++
  return [start, end]
}

function isWrap(text: string, from: number, to: number): boolean {
  if (to - from > WRAP_MOST) return false
  for (let at = from; at < to; at++) if (!WRAP.has(text.charCodeAt(at))) return false
  return true
}

function isVaried(text: string, start: number, end: number): boolean {
  let [differs, isWritten] = [false, false]
  for (let at = start; at < end && !(differs && isWritten); at++) {
    differs ||= text.charCodeAt(at) !== text.charCodeAt(start)
    isWritten ||= classAt(text, at) !== OTHER
  }
  return differs && isWritten
}

/** Encoded bytes have many of each class; a path or a long name has not. */
function isMixed(text: string, start: number, end: number): boolean {
  const counts = [0, 0, 0, 0, 0]
  for (let at = start; at < end; at++) counts[classAt(text, at)] = (counts[classAt(text, at)] ?? 0) + 1
  const enough = (end - start) / 24
  const isHex = (counts[UPPER] === 0 || counts[LOWER] === 0) && (counts[DIGIT] ?? 0) > (end - start) / 3
  return isHex || [DIGIT, UPPER, LOWER].every((kind) => (counts[kind] ?? 0) >= enough)
}

/**
 * What there is to look at in a text: all of it, unless it is nothing but one blob. Then it is what stands before the
 * payload, which is the head of a data: URL, or nothing.
 */
export function withoutPayload(text: string): string {
  const head = /^data:[^,]{0,256};base64,/.exec(text)?.[0] ?? ''
  let at = head.length
  while (at < text.length && classAt(text, at) !== 0) at++
  return at === text.length && holdsBlob(text) ? head : text
}
