import type { Segment } from '../terms/prompt.ts'
import { keywordsOf, wordsIn } from './keywords.ts'
import type { Keywords } from './keywords.ts'

/** What labels have to have of a text. */
export type Keys = Keywords
export const keysOf = keywordsOf

/**
 * True when a text, or the path that it stands at, may have one of the words: never false when `contextOf` could see a label there.
 * One pass over the text for all that ask.
 */
export const mentions = (text: string, segment: Segment, keys: Keys): boolean =>
  keys.isIn(text) || keys.isIn(segment.path)

/** The same for whoever asks for many. */
export function mentioned(text: string, segment: Segment): (keys: Keys) => boolean {
  const [inText, inPath] = [wordsIn(text), wordsIn(segment.path)]
  return (keys) => keys.isAmong(inText) || keys.isAmong(inPath)
}
