import { wordStarts } from './word-starts.ts'

/**
 * The matches of a sticky pattern that begins with a letter or digit and after none, tried only where words begin that may be right by
 * their place or number (`wordNumber`). The same that the pattern has anywhere; matches do not overlap.
 */
export function* atWords(
  text: string,
  pattern: RegExp,
  mayBegin: (at: number, number: number) => boolean,
): Generator<RegExpExecArray> {
  const { places, numbers } = wordStarts(text)
  let done = 0
  for (let i = 0; i < places.length; i++) {
    const at = places[i] as number
    if (at < done || !mayBegin(at, numbers[i] as number)) continue
    pattern.lastIndex = at
    const match = pattern.exec(text)
    if (match === null) continue
    done = pattern.lastIndex
    yield match
  }
}
