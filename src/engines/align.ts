import type { Labelled } from './transformers.ts'

export type Placed = Labelled & { readonly start: number; readonly end: number }

/** So far ahead of the last token the next one is looked for. */
const AHEAD = 64

/**
 * Where tokens stand in their text, which models do not say: each is looked for after the one before, as it is decoded, without marks
 * and capitals, since many models drop those. One that is not found covers what is between its neighbours.
 */
export function align(text: string, tokens: readonly Labelled[]): readonly Placed[] {
  const { small, starts, ends } = plainOf(text)
  const found = tokens.map((token) => ({ token, from: -1, to: -1 }))
  let at = 0
  for (const one of found) {
    const word = plainOf(one.token.word.replace(/^##/, '').trim()).small
    const from = word === '' ? -1 : small.slice(0, at + AHEAD + word.length).indexOf(word, at)
    if (from === -1) continue
    one.from = from
    one.to = at = from + word.length
  }
  return found.map(({ token, from, to }, index) => {
    const before = found.slice(0, index).findLast((one) => one.to !== -1)?.to ?? 0
    const after = found.slice(index + 1).find((one) => one.from !== -1)?.from ?? small.length
    const [first, last] = from === -1 ? [before, after] : [from, to]
    return { ...token, start: starts[first] ?? text.length, end: ends[last - 1] ?? starts[first] ?? text.length }
  })
}

/** A text without marks and capitals, and where each unit of it comes from. */
function plainOf(text: string) {
  const [starts, ends]: [number[], number[]] = [[], []]
  let small = ''
  for (let at = 0; at < text.length;) {
    const char = String.fromCodePoint(text.codePointAt(at) ?? 0)
    const plain = /^[\0-\x7f]$/.test(char)
      ? char.toLowerCase()
      : char.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
    for (let unit = 0; unit < plain.length; unit++) {
      starts.push(at)
      ends.push(at + char.length)
    }
    small += plain
    at += char.length
  }
  return { small, starts, ends }
}
