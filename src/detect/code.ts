/** A stretch of code in a text. */
export type CodeSpan = { readonly start: number; readonly end: number }

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
  const from = text.lastIndexOf('\n', at - 1) + 1
  if (at - from > 200) return false
  const isFenced = spans.some(({ start, end }) => at > start && at < end)
  const before = text.slice(from, at)
  if (/["'`][^"'`]*$|(?:\/\/|#|\/\*|^\s*\*|--|<!--).*$/.test(before)) return false
  if (isFenced) return true
  const stop = text.indexOf('\n', at)
  const end = stop === -1 ? text.length : stop
  return end - from <= 200 && CODE_LINE.test(text.slice(from, end))
}
