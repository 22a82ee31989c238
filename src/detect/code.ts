import { lineEnd, lineStart } from './chars.ts'
import { lastFrom } from './view.ts'

/** A stretch of code in a text. */
export type CodeSpan = { readonly start: number; readonly end: number }

const LONGEST_LINE = 200
const FENCE = /^[ \t]{0,3}(?:```|~~~)/gm
// A line that begins or ends as no sentence does. Only lines up to 200 characters are asked.
const CODE_LINE =
  /^\s*(?:import |from [\w.]+ import |export |const |let |var |def |class |function |async |public |private |protected |return\b|if \(|for \(|while \(|#include|package |using |@\w+|\+\+\+ |--- |@@ |at [\w$.<>]+ ?\(|File ")|[;{]\s*$|=>\s*\S|^\s*[\w.$[\]'"]+ ?(?:=|\+=|:=) ?\S.*\)$|^\s*[}\])]+[;,]?\s*$/

/** Fenced blocks of Markdown, and lines that look like code. */
export function codeIn(text: string): readonly CodeSpan[] {
  const fences = text.includes('```') || text.includes('~~~') ? [...text.matchAll(FENCE)].map(({ index }) => index) : []
  const spans: CodeSpan[] = []
  for (let i = 0; i + 1 < fences.length + (fences.length % 2); i += 2)
    spans.push({ start: fences[i] ?? 0, end: fences[i + 1] ?? text.length })
  return spans
}

/** True when a place is in code and there in neither a string nor a comment, where people write prose. */
export function isInCode(text: string, spans: readonly CodeSpan[], at: number): boolean {
  const from = lineStart(text, at, LONGEST_LINE + 1)
  if (at - from > LONGEST_LINE) return false
  const before = text.slice(from, at)
  if (/["'`][^"'`]*$|(?:\/\/|#|\/\*|^\s*\*|--|<!--).*$/.test(before)) return false
  if ((lastFrom(spans, at)?.end ?? 0) > at) return true
  const end = lineEnd(text, at, LONGEST_LINE + 1)
  return end - from <= LONGEST_LINE && CODE_LINE.test(text.slice(from, end))
}
