/**
 * From offsets in code points, as Python counts, to UTF-16 offsets; null for what is no place in the text. A surrogate that stands
 * alone counts as one.
 */
export function fromCodePoints(text: string): (offset: unknown) => number | null {
  const starts = /[\ud800-\udbff]/.test(text) ? startsIn(text) : null
  const last = starts === null ? text.length : starts.length - 1
  return (offset) => {
    if (typeof offset !== 'number' || !Number.isInteger(offset) || offset < 0 || offset > last) return null
    return starts === null ? offset : (starts[offset] ?? null)
  }
}

/** Where each code point begins, and the end. */
function startsIn(text: string): readonly number[] {
  const starts: number[] = []
  for (let at = 0; at < text.length; at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1) starts.push(at)
  return [...starts, text.length]
}
