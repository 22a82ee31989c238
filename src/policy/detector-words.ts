import type { CustomDetector } from '../terms/custom-detector.ts'
import { listOf } from './words.ts'

/** So many words of a list are shown to somebody who signs. */
const SHOWN = 20

/** A detector of the policy's own, in a sentence. */
export function detectorSentence({ type, pattern, words, context, score, because }: CustomDetector): string {
  const what = pattern === null ? wordsOf(words ?? []) : `whatever matches ${pattern}`
  const near = context.length === 0 ? '' : `, surely only near ${listOf(context.map(quoted), 'or')}`
  return `${type} is ${what}, with a score of ${String(score)}${near}: ${because}.`
}

function wordsOf(words: readonly string[]): string {
  const more = words.length - SHOWN
  const shown = words.slice(0, more > 0 ? SHOWN : words.length).map(quoted)
  return more > 0 ? `${shown.join(', ')} or one of ${String(more)} words more` : listOf(shown, 'or')
}

const quoted = (word: string) => `"${word}"`
