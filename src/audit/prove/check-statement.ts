import { isDeepStrictEqual } from 'node:util'
import { beginningOf, PRUNED_RECORD } from '../cut.ts'
import { errorText } from '../error-text.ts'
import { toHash } from '../frontier.ts'
import { leafHash } from '../leaf.ts'
import { listFiles, readLogFile } from '../ledger-files.ts'
import { readLine } from '../line.ts'
import { isConsistent, rootOfInclusion } from '../merkle-proof.ts'
import type { PinnedKeys } from '../note-keys.ts'
import { isSignedBy, readNote } from '../signed-note.ts'
import type { SignedNote } from '../signed-note.ts'
import { verifyLedger } from '../verify-ledger.ts'
import { answerQuestion } from './answer-question.ts'
import { MOST_LISTED } from './counting.ts'
import { readStatement } from './statement.ts'
import type { Answer, Statement } from './statement.ts'
import { SAYS_NOT, saysOf } from './words.ts'

export type StatementChecked =
  | { readonly holds: true; readonly statement: Statement; readonly key: string; readonly recounted: boolean }
  | { readonly holds: false; readonly why: string }

/**
 * Says whether a statement holds for whoever trusts these keys: its signature, its checkpoint's, its proofs, and that its sentences follow
 * from its figures. That nothing was left out of the figures only the ledger shows: with `dir` everything is made again and must be equal.
 * Never throws for what the text says.
 */
export async function checkStatement(text: string, pinned: PinnedKeys, dir: string | null): Promise<StatementChecked> {
  const read = readStatement(text, pinned)
  if (read.statement === null) return { holds: false, why: read.why }
  const { statement, key } = read
  const why = whyNot(statement, pinned) ?? (dir === null ? null : await whyNotOf(dir, statement, pinned))
  return why === null ? { holds: true, statement, key, recounted: dir !== null } : { holds: false, why }
}

function whyNot(statement: Statement, pinned: PinnedKeys): string | null {
  try {
    return whyNotByItself(statement, pinned)
  } catch {
    return 'it has not the form of a statement'
  }
}

function whyNotByItself(statement: Statement, pinned: PinnedKeys): string | null {
  const { covers, before, question, exceptions } = statement
  const note = readNote(covers.checkpoint)
  if (note === null || note.origin !== covers.origin || note.size !== covers.records)
    return 'its checkpoint is not one of this ledger and size'
  if (!pinned(note.origin).some((key) => isSignedBy(note, key)))
    return 'its checkpoint is not signed with a key that is trusted'
  if (before !== null && !continues(before, note)) return 'its checkpoint does not continue the earlier one'
  if (
    !isDeepStrictEqual(statement.says, saysOf(question, statement)) ||
    !isDeepStrictEqual(statement.says_not, SAYS_NOT)
  )
    return 'its sentences do not follow from its figures'
  const isNone = exceptions.count === 0
  const listed = Math.min(exceptions.count, MOST_LISTED)
  if ((statement.answer === 'none') !== isNone || exceptions.listed.length !== listed)
    return 'its answer does not follow from its figures'
  return whyNotProved(statement, note)
}

function continues({ checkpoint, path }: NonNullable<Answer['before']>, note: SignedNote): boolean {
  const earlier = readNote(checkpoint)
  const hashes = path.map(toHash).filter((hash) => hash !== null)
  return earlier?.origin === note.origin && hashes.length === path.length && isConsistent(earlier, note, hashes)
}

/** Each proof must hold, and every record that is named must be the one of its proof. */
function whyNotProved({ proofs, covers, exceptions }: Statement, note: SignedNote): string | null {
  const lines = new Map<number, string>()
  for (const { index, line, path } of proofs) {
    const hashes = path.map(toHash).filter((hash) => hash !== null)
    const leaf = Buffer.from(leafHash(line), 'base64')
    const root = hashes.length === path.length ? rootOfInclusion(leaf, index, note.size, hashes) : null
    const record = readLine(Buffer.from(line))
    if (root === null || Buffer.compare(root, note.root) !== 0 || 'why' in record || record.seq !== index)
      return `record ${String(index)} is not in the tree of the checkpoint`
    lines.set(index, line)
  }
  const isOf = (index: number, type: string, request: string | null) => {
    const record = readLine(Buffer.from(lines.get(index) ?? ''))
    return !('why' in record) && record.type === type && (request === null || record.fields['request'] === request)
  }
  for (const { request, seq, ended } of exceptions.listed) {
    if (!isOf(seq, 'decision', request) || (ended !== null && !isOf(ended, 'outcome', request)))
      return `its proofs do not show the request ${request}`
  }
  const { pruned } = covers
  if (pruned !== undefined) {
    const record = readLine(Buffer.from(lines.get(pruned.record) ?? ''))
    const isSaid = !('why' in record) && record.type === PRUNED_RECORD && record.fields['first'] === pruned.before
    if (!isSaid) return 'its proofs do not show that records were pruned'
  }
  const ends = [covers.first, covers.last].filter((index) => index !== null)
  return ends.every((index) => isOf(index, 'decision', null)) ? null : 'its proofs do not show where the period begins and ends' // prettier-ignore
}

async function whyNotOf(dir: string, statement: Statement, pinned: PinnedKeys): Promise<string | null> {
  const { covers, question } = statement
  const [log, note] = [await readLogFile(dir), readNote(covers.checkpoint)]
  if (log === null || note === null || log.origin !== covers.origin)
    return 'the folder is not the ledger that it is about'
  const { verdict, why, records } = await verifyLedger(dir, { pinned })
  if (verdict !== 'fine') return `the ledger is not fine (${verdict}): ${why ?? ''}`
  if (records < note.size) return 'the ledger is shorter than what the statement covers'
  const from = covers.pruned?.before ?? 0
  const { seq: begins } = await beginningOf(dir, log.line, await listFiles(dir))
  if (begins > from)
    return 'records that it counts were pruned since it was made: it can be checked with an older copy alone'
  let answer: Answer
  try {
    answer = (await answerQuestion({ dir, log, question, note, records: note.size, from })).answer
  } catch (cause) {
    return errorText(cause)
  }
  const wrong = Object.entries(answer).find(
    ([name, value]) => !isDeepStrictEqual(statement[name as keyof Answer], value),
  )
  return wrong === undefined ? null : `the ledger says otherwise: ${wrong[0]} ${isFigures(wrong[0]) ? `is ${JSON.stringify(wrong[1])}` : 'differs'}` // prettier-ignore
}

const isFigures = (name: string) => name === 'counts' || name === 'answer'
