/** What a word says of the words beside it, one bit for each. */
export const HAS_DIGIT = 1
export const ALL_DIGITS = 2
export const FOUR_DIGITS = 4
/** Some phrase that somebody asks for ends with it: no other word says anything. */
export const KNOWN = 8
/** It may stand between a label and what is labelled. */
export const FILLER = 16
/** It ties two values to one label. */
export const CONNECTOR = 32
/** A label of numbers that are nobody's: what it stands before is that. */
export const NEGATIVE = 64
/** A label of numbers that are somebody's, each of one kind. */
export const TAKEN = 128

const KINDS = new Map<string, number>()

/** Says of some words, as `fold` writes them, that they are of a kind. */
export function addKind(kind: number, words: Iterable<string>): void {
  for (const word of words) KINDS.set(word, kindOf(word) | kind)
}

/** The kinds of a word, other than those of its digits. */
export const kindOf = (word: string): number => KINDS.get(word) ?? 0
