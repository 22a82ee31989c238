import type { Answer, Question } from './statement.ts'

/** What a statement says, in sentences: they follow from its figures, and a reader makes them again. */
export function saysOf(
  { levels, to, since, until }: Question,
  { counts, exceptions, covers }: Answer,
): readonly string[] {
  const what = `of level ${levels.join(' or ')}, or of one above`
  const where = `a ${to.join(' or ')} destination`
  const { asked, decisions } = counts
  return [
    `Period: ${since ?? 'from the first record'} to ${until ?? 'the last covered record'}, by the time that decisions were recorded.`,
    `${String(decisions)} requests were decided; ${String(asked.requests)} were ${what}, and ${String(asked.permitted)} of these were permitted.`,
    exceptions.count === 0
      ? `None of them reached ${where}.`
      : `${String(exceptions.count)} of them reached ${where}, or nothing shows that they did not.`,
    `It covers the first ${String(covers.records)} records of ${covers.origin}, up to its checkpoint.`,
    ...(covers.pruned === undefined ? [] : [`The first ${String(covers.pruned.before)} of them were pruned before it was made: nothing is said of these.`]), // prettier-ignore
    ...(covers.whole
      ? []
      : ['The covered records do not reach over the whole of the period: nothing is said of the rest.']),
  ]
}

/** What no statement of this kind shows, whatever its figures. */
export const SAYS_NOT: readonly string[] = [
  'Without the ledger, the counts are the word of whoever signed; with it, everybody can make them again.',
  'That the machine told the truth when it wrote, and that every prompt went through it.',
  'Records after the checkpoint: they are left out of every count.',
  'That a level was the right one: it is what the policy in force and its detectors made of the prompt.',
  'Where a destination was, beyond what the policy in force said of its zone.',
  'What whoever holds the key wrote anew, unless somebody else kept a checkpoint.',
]
