import { mayRead } from '../audit/may-read.ts'
import { readDecision } from '../audit/read-decision.ts'
import { readRecords } from '../audit/read-records.ts'
import type { ReadScope } from '../terms/reading.ts'
import type { Recorded } from '../terms/recorded.ts'

/** Which records of a ledger: of a time, and those that somebody may read. */
export type ScopedQuestion = {
  readonly dir: string
  readonly scope: ReadScope
  /** Milliseconds since 1970, as in the records' own time: from `since` on, and before `until`. */
  readonly since: number
  readonly until: number
  /** Between which records all of that time lie; null when there are none. */
  readonly span: { readonly first: number; readonly last: number } | null
}

export type Hearing = {
  readonly onDecision: (recorded: Recorded) => void
  /** A request that was refused before a policy was asked. */
  readonly onOther: () => void
  /** How much is done, from 0 to 1. */
  readonly tell: (part: number) => void
}

/** Hands over the decisions that somebody may read, in order. Resolves with how many lines could not be read. Memory does not grow with the ledger. */
export async function eachScoped(
  { dir, scope, since, until, span }: ScopedQuestion,
  hearing: Hearing,
): Promise<number> {
  if (span === null) return 0
  const { onDecision, onOther, tell } = hearing
  const onProgress = ({ bytes, of }: { readonly bytes: number; readonly of: number }) => tell(of === 0 ? 1 : bytes / of)
  const { damaged } = await readRecords(dir, { types: ['decision'], within: span, onProgress }, (record) => {
    const { time } = record
    if (typeof time !== 'number' || time < since || time >= until || !mayRead(scope, record)) return
    const recorded = readDecision(record)
    if (recorded === null) onOther()
    else onDecision(recorded)
  })
  return damaged
}
