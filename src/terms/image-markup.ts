import type { NodeKind } from './destination.ts'
import type { JsonValue } from './json.ts'

/**
 * Whether a server of this kind may fetch what Markdown image markup in plain text names. TGI does so for a multimodal model,
 * redirects included (its `router/src/validation.rs`). Behind a generic server anything may run, so it is taken to do so too.
 */
export const fetchesMarkup = (kind: NodeKind): boolean => kind === 'tgi' || kind === 'openai'

/** A character of the markup, written as an escape that a template or a parser of arguments may resolve. */
const ESCAPED = ['\\u0021', '\\u005b', '\\u005d', '\\u0028']

/**
 * Whether these texts, joined in any order with nothing but white space between them, could hold `![`, and `](` after it. It says
 * yes too often rather than too seldom: how a server's template joins texts is not known here. Linear in their length.
 */
export function mayHoldImageMarkup(texts: Iterable<string>): boolean {
  const seen = { opens: false, bang: false, bracket: false, closes: false, end: false, paren: false }
  for (const text of texts) {
    const lower = text.includes('\\u') ? text.toLowerCase() : ''
    if (ESCAPED.some((escape) => lower.includes(escape))) return true
    const trimmed = text.trim()
    seen.opens ||= text.includes('![')
    seen.closes ||= text.includes('](')
    seen.bang ||= trimmed.endsWith('!')
    seen.bracket ||= trimmed.startsWith('[')
    seen.end ||= trimmed.endsWith(']')
    seen.paren ||= trimmed.startsWith('(')
  }
  return (seen.opens || (seen.bang && seen.bracket)) && (seen.closes || (seen.end && seen.paren))
}

/** Every string in a value: leaves and keys. Not recursive, so that no depth breaks it. */
export function* stringsIn(value: JsonValue): Generator<string> {
  const left: JsonValue[] = [value]
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    if (typeof next === 'string') yield next
    else if (typeof next === 'object' && next !== null) {
      if (!Array.isArray(next)) yield* Object.keys(next)
      for (const inner of Object.values(next)) left.push(inner as JsonValue)
    }
  }
}
