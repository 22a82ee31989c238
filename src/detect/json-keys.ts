import { lastFrom } from './view.ts'

/** A value of a JSON text, and the last two names above it. */
export type JsonValueAt = { readonly start: number; readonly end: number; readonly keys: readonly string[] }

// RFC 8259 §2, with the control characters in strings that people let stand.
const TOKEN = /\s+|[{}[\],:]|"([^"\\]*(?:\\.[^"\\]*)*)"|-?\d[\d.eE+-]*|true|false|null/sy
/** Where JSON may begin: in a text of its own, or in the middle of another. */
const BEGIN = /[[{]\s{0,64}(?=["[{\d-]|true|false|null)/g
const DEEPEST = 64

type Open = { readonly isObject: boolean; key: string | null }

/**
 * The strings and numbers in the JSON of a text, in its order, each with the names it stands under, however far away those are.
 * What stops being JSON halfway is read up to there. One pass, linear in the text.
 */
export function jsonValuesIn(text: string): readonly JsonValueAt[] {
  const values: JsonValueAt[] = []
  if (!/[[{]/.test(text)) return values
  BEGIN.lastIndex = 0
  for (let begin = BEGIN.exec(text); begin !== null; begin = BEGIN.exec(text))
    BEGIN.lastIndex = Math.max(begin.index + 1, readFrom(text, begin.index, values))
  return values
}

/** Reads one array or object, and says where it ended, or where it was none any more. */
function readFrom(text: string, from: number, values: JsonValueAt[]): number {
  const open: Open[] = []
  let at = from
  for (;;) {
    TOKEN.lastIndex = at
    const match = TOKEN.exec(text)
    if (match === null) return at
    const [token, string] = match
    const inner = open.at(-1)
    if (token === '{' || token === '[') {
      if (open.push({ isObject: token === '{', key: null }) > DEEPEST) return at
    } else if (token === '}' || token === ']') {
      open.pop()
      if (open.length === 0) return at + token.length
    } else if (token === ',') {
      if (inner !== undefined) inner.key = null
    } else if (inner?.isObject === true && inner.key === null && string !== undefined) inner.key = string
    else if (/^["\d-]/.test(token)) {
      const isString = string !== undefined
      const end = at + token.length
      values.push({ start: at + Number(isString), end: end - Number(isString), keys: namesAbove(open) })
    }
    at += token.length
  }
}

function namesAbove(open: readonly Open[]): readonly string[] {
  const names: string[] = []
  for (let i = open.length - 1; i >= 0 && names.length < 2; i--) {
    const key = open[i]?.key ?? null
    if (key !== null && key.length <= 64) names.unshift(key)
  }
  return names
}

/** The names above a span that is a whole value, but for a few characters; none for what is only a part of one. */
export function jsonKeysAt(values: readonly JsonValueAt[], start: number, end: number): readonly string[] {
  const value = lastFrom(values, start)
  return value !== undefined && end <= value.end && end - start >= value.end - value.start - 16 ? value.keys : []
}
