import type { KeyObject } from 'node:crypto'
import { lastCheckpoint } from '../checkpoint-file.ts'
import { readLogFile } from '../ledger-files.ts'
import type { PinnedKeys } from '../note-keys.ts'
import type { SignedNote } from '../signed-note.ts'
import { verifyLedger } from '../verify-ledger.ts'
import type { Report } from '../verify-ledger.ts'
import { answerQuestion } from './answer-question.ts'
import { signStatement, STATEMENT_FORMAT } from './statement.ts'
import type { Question, Statement } from './statement.ts'
import { SAYS_NOT, saysOf } from './words.ts'

export type MakeStatement = {
  readonly dir: string
  readonly question: Question
  /** Who signs the statement. */
  readonly key: KeyObject
  /** Who may have signed the ledger. */
  readonly pinned: PinnedKeys
  /** A checkpoint that somebody else kept. */
  readonly witness?: SignedNote
  /** What makes it, for its reader. */
  readonly by: string
  readonly now: number
}

export type Made =
  | { readonly kind: 'made'; readonly statement: Statement; readonly text: string }
  | { readonly kind: 'refused'; readonly report: Report }

/**
 * Verifies a ledger, counts what its last checkpoint covers, and signs the answer. A writer may be at work. Nothing is signed of a ledger that
 * is not fine. Throws one sentence when there is no checkpoint, and for a level that no policy has.
 */
export async function makeStatement({ dir, question, key, pinned, by, now, ...more }: MakeStatement): Promise<Made> {
  const log = await readLogFile(dir)
  if (log === null) throw new Error(`${dir}: this is no ledger: there is no file LOG here`)
  const { note } = lastCheckpoint(dir, log.origin) // before the check, so that the check takes it in
  const report = await verifyLedger(dir, { pinned, ...more })
  if (report.verdict !== 'fine' || note === null || report.records - report.unsigned < note.size)
    return { kind: 'refused', report }
  const { answer, left } = await answerQuestion({ dir, log, question, note, records: report.records })
  const statement: Statement = {
    ...{ format: STATEMENT_FORMAT, made: new Date(now).toISOString(), by, question },
    ...{ says: saysOf(question, answer), says_not: SAYS_NOT, left_out: left },
    ...answer,
  }
  return { kind: 'made', statement, text: signStatement(statement, key) }
}
