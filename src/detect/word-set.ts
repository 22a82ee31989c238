import { wordNumber } from './word-starts.ts'

/** Some words by their numbers. Says yes to a few others too, so that whoever asks has to look at the word itself then. */
export type WordSet = { readonly mayHave: (number: number) => boolean }

/** So many places for each word: one of them in so many others is taken for one of them. */
const ROOM = 64

/** The words of a list that are in ASCII. */
export function wordSetOf(words: Iterable<string>): WordSet {
  const numbers = [...words].map(wordNumber).filter((number) => number !== 0)
  const size = 2 ** Math.ceil(Math.log2(Math.max(numbers.length, 8) * ROOM))
  const bits = new Uint8Array(size / 8)
  for (const number of numbers) {
    const at = number & (size - 1)
    bits[at >>> 3] = (bits[at >>> 3] as number) | (1 << (at & 7))
  }
  return {
    mayHave: (number) => {
      const at = number & (size - 1)
      return ((bits[at >>> 3] as number) & (1 << (at & 7))) !== 0
    },
  }
}
