/** What a thread runs for whoever asks for evidence: checks, statements, reports and proofs, away from the requests' thread. */
import { createPrivateKey } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { SAYS } from '../audit/format-report.ts'
import { BadQuestion } from '../audit/index/filter.ts'
import { LedgerIndex } from '../audit/index/ledger-index.ts'
import { listFiles } from '../audit/ledger-files.ts'
import { makeNearConsistency } from '../audit/near-consistency.ts'
import { makeNearProof } from '../audit/near-proof.ts'
import type { Proof } from '../audit/proof.ts'
import { makeStatement } from '../audit/prove/make-statement.ts'
import type { Question, Statement } from '../audit/prove/statement.ts'
import { readRecords } from '../audit/read-records.ts'
import { gather } from '../audit/report/gather.ts'
import { reportPage } from '../audit/report/page.ts'
import { noteSigner, readNote, readVkey, vkeyOf } from '../audit/signed-note.ts'
import type { SignedNote } from '../audit/signed-note.ts'
import { ROTATE } from '../audit/verify-checkpoints.ts'
import { verifyLedger } from '../audit/verify-ledger.ts'
import type { Report, VerifyOptions } from '../audit/verify-ledger.ts'
import type { Consistency, ReportResult, StatementResult, Verification } from '../contract/evidence.ts'
import type { JsonObject } from '../terms/json.ts'
import { Problem } from '../terms/problem.ts'
import { keysOf } from './evidence-state.ts'
import { workOn } from './job-thread.ts'
import type { JobMade, Tell } from './job-thread.ts'

/** What is known of the ledger outside of its folder. */
export type Held = {
  readonly dir: string
  readonly origin: string
  /** The public key of what signs; null: nothing does. */
  readonly vkey: string | null
  /** That one first, and those that it follows; null: the index cannot say, or not yet. */
  readonly vkeys: readonly string[] | null
  /** The last checkpoint, as the process that signed it holds it: whoever puts another ledger in the folder has not changed this. */
  readonly checkpoint: string | null
  /** Records under the last checkpoint that a witness has. */
  readonly witnessed: number
  /** Milliseconds since 1970. */
  readonly now: number
}

export type EvidenceTask = { readonly held: Held } & (
  | { readonly kind: 'verification' }
  | { readonly kind: 'rotation'; readonly record: number }
  | { readonly kind: 'consistency'; readonly from: number; readonly to: number }
  | { readonly kind: 'statement'; readonly question: Question; readonly key: string; readonly by: string }
  | { readonly kind: 'report'; readonly since: string | null; readonly until: string | null; readonly index: string | null } // prettier-ignore
)

type Known = Held & { readonly vkeys: readonly string[] }
type Task<Kind extends EvidenceTask['kind']> = Extract<EvidenceTask, { kind: Kind }> & { readonly held: Known }

async function work(asked: EvidenceTask, tell: Tell): Promise<JobMade> {
  const task = { ...asked, held: { ...asked.held, vkeys: asked.held.vkeys ?? (await vkeysIn(asked.held)) } }
  try {
    if (task.kind === 'verification') return { value: asJson(await verification(task.held, tell)) }
    if (task.kind === 'rotation') return { value: asJson(await rotation(task)) }
    if (task.kind === 'consistency') return { value: asJson(await consistency(task)) }
    return await (task.kind === 'statement' ? statement(task) : report(task, tell))
  } catch (cause) {
    if (cause instanceof BadQuestion)
      throw new Problem('invalid_request', 'a bad question', { says: `${cause.message}.`, param: cause.field })
    throw cause
  }
}

async function verification(held: Known, tell: Tell): Promise<Verification> {
  const total = await bytesIn(held.dir)
  const onProgress: VerifyOptions['onProgress'] = ({ bytes }) => tell(Math.min(0.99, bytes / total))
  const report = await verifyLedger(held.dir, { ...trusted(held), onProgress })
  return verificationOf(report, held)
}

/** Changes of the key, from the records themselves: also of a ledger that is damaged, as far as it can be read. */
async function vkeysIn({ dir, vkey }: Held): Promise<readonly string[]> {
  if (vkey === null) return []
  const events: Parameters<typeof keysOf>[1][number][] = []
  await readRecords(dir, { types: [ROTATE] }, (fields) => {
    const { seq, time } = fields
    if (typeof seq === 'number' && typeof time === 'number') events.push({ type: ROTATE, seq, time, fields })
  }).catch(() => {}) // what is wrong with it is for the check to say
  return keysOf(vkey, events).map((key) => key.vkey)
}

/** Who may have signed, and what must be in it at least. */
function trusted({ vkeys, checkpoint }: Known): Pick<VerifyOptions, 'pinned'> & { readonly witness?: SignedNote } {
  const keys = vkeys.map(readVkey).filter((key) => key !== null)
  const note = checkpoint === null ? null : readNote(checkpoint)
  return { ...(keys.length > 0 && { pinned: () => keys }), ...(note !== null && { witness: note }) }
}

function verificationOf(found: Report, { witnessed, now, vkeys }: Known): Verification {
  const unwitnessed = Math.max(0, found.records - witnessed)
  const report = JSON.parse(JSON.stringify({ ...found, unwitnessed })) as Verification['report']
  return { made: isoTime(now), report, says: sentences(report), notShown: vkeys.length === 0 ? UNSIGNED : NOT_SHOWN }
}

const NOT_SHOWN =
  'This Cordon checked its own ledger, with its own key and the last checkpoint that it remembers. Whoever rules over this machine rules over this ' +
  'answer: an auditor checks a copy elsewhere, with a key and a checkpoint of their own (cordon audit verify, or docs/verify_ledger.py).'
const UNSIGNED = `Nothing is signed here, so nobody knows who wrote it. ${NOT_SHOWN}`

function sentences({
  verdict,
  why,
  firstBad,
  records,
  pruned,
  segments,
  keys,
  unsigned,
  unwitnessed,
  open,
  gaps,
}: Verification['report']): string[] {
  // prettier-ignore
  const count = (all: number, what: string) => `${all.toLocaleString('en')} ${what}${all === 1 ? '' : 's'}`
  const at = firstBad === null ? null : `First bad: ${firstBad.segment}${firstBad.line > 0 ? `, line ${String(firstBad.line)}, record ${String(firstBad.seq)}` : ''}: ${firstBad.why}.` // prettier-ignore
  return [
    SAYS[verdict],
    ...(at !== null ? [at] : why !== null ? [`Why: ${why}.`] : []),
    `${count(records - pruned, 'record')} in ${count(segments, 'segment')} are as they were written.`,
    ...(pruned === 0 ? [] : [`${count(pruned, 'record')} before these were pruned, as a signed record says.`]),
    keys === null ? 'No signature was checked.' : keys.length === 0 ? 'No signature was found.' : `Signed with ${keys.join(', ')}.`, // prettier-ignore
    `${count(unsigned, 'record')} after the last checkpoint; ${count(unwitnessed, 'record')} after the last that a witness has.`,
    ...(open === 0 ? [] : [`${count(open, 'permitted request')} without a recorded end (yet).`]),
    ...gaps.map(({ from, by }) => `The records from ${String(from)} on were given up once, by ${by}.`),
  ]
}

function rotation({ held, record }: Task<'rotation'>): Promise<Proof> {
  return makeNearProof(held.dir, record).catch((cause: unknown) => {
    throw new Problem('not_found', 'no proof', { says: NO_ROTATION, cause })
  })
}

const NO_ROTATION = 'There is no proof of this change of the key: no checkpoint covers it yet, or it cannot be read.'

async function consistency({ held, from, to }: Task<'consistency'>): Promise<Consistency> {
  const proof = await makeNearConsistency(held.dir, from, to).catch((cause: unknown) => {
    throw new Problem('not_found', 'no proof', { says: NO_PROOF, cause })
  })
  if (proof === null) throw new Problem('not_found', 'no such checkpoints', { says: NO_CHECKPOINTS })
  const signed = ({ text: note, size, root }: SignedNote) => ({
    note,
    size,
    root: Buffer.from(root).toString('base64'),
  })
  return { origin: held.origin, from: signed(proof.from), to: signed(proof.to), path: [...proof.path] }
}

const NO_PROOF =
  'There is no proof between these checkpoints: records between them were pruned, or are not as they were.'
const NO_CHECKPOINTS = 'There are no checkpoints of these two sizes, the smaller one first.'

async function statement({ held, question, key: path, by }: Task<'statement'>): Promise<JobMade> {
  // prettier-ignore
  const key = createPrivateKey(await readFile(path))
  const vkey = vkeyOf(noteSigner(held.origin, key))
  if (vkey !== held.vkeys[0]) throw new Problem('audit_unavailable', 'the key was changed', { says: OTHER_KEY })
  const { pinned = () => [], witness } = trusted(held)
  const made = await makeStatement({ dir: held.dir, question, key, pinned, by, now: held.now, ...(witness && { witness }) }) // prettier-ignore
  if (made.kind === 'refused') {
    const refused: StatementResult = { kind: 'refused', verification: verificationOf(made.report, held) }
    return { value: asJson(refused) }
  }
  const bytes = Buffer.from(made.text)
  const file = { name: `${nameOf('statement', question)}.statement`, type: 'text/plain; charset=utf-8', bytes }
  const value = resultOf(made.statement, vkey, { ...file, bytes: bytes.length })
  return { value: asJson(value), file, rows: made.statement.counts.decisions }
}

const OTHER_KEY = 'The key file is not that with which this Cordon signs its ledger. Nothing was signed.'

type StatementFile = Extract<StatementResult, { kind: 'made' }>['file']

function resultOf(made: Statement, key: string, file: StatementFile): StatementResult {
  const { answer, says, says_not: saysNot, question, counts, exceptions, covers, left_out: left } = made
  const { origin, records, checkpoint, from, to, whole, incidents, pruned } = covers
  const copy = JSON.parse(JSON.stringify({ counts, exceptions, incidents })) as Pick<Extract<StatementResult, { kind: 'made' }>, 'counts' | 'exceptions'> & Pick<Extract<StatementResult, { kind: 'made' }>['covers'], 'incidents'> // prettier-ignore
  return {
    ...{ kind: 'made', answer, says: [...says], saysNot: [...saysNot], since: question.since, until: question.until },
    ...{ counts: copy.counts, exceptions: copy.exceptions, key, file },
    covers: { origin, records, checkpoint, from, to, whole, incidents: copy.incidents, pruned: pruned?.before ?? null },
    leftOut: { records: left.records, decisions: left.decisions_in_period },
  }
}

async function report(task: Task<'report'>, tell: Tell): Promise<JobMade> {
  const { held, index: path } = task
  const total = await bytesIn(held.dir)
  const onProgress: VerifyOptions['onProgress'] = ({ bytes }) => tell(Math.min(0.49, bytes / total / 2))
  const verified = await verifyLedger(held.dir, { ...trusted(held), onProgress })
  tell(0.5)
  const onRead = (records: number) => tell(0.5 + 0.4 * Math.min(1, records / Math.max(1, verified.records)))
  const index = LedgerIndex.open({ dir: held.dir, ...(path === null ? {} : { path }), onProgress: onRead })
  try {
    // The proxy may take the same records into the same file at the same time: one of both has to begin again.
    await index.catchUp().catch(() => index.catchUp())
    return pageOf(task, verified, index)
  } catch (cause) {
    if (verified.verdict === 'fine') throw cause
    const refused: ReportResult = { kind: 'refused', verification: verificationOf(verified, held) }
    return { value: asJson(refused) }
  } finally {
    index.close()
  }
}

function pageOf({ held, since, until }: Task<'report'>, verified: Report, index: LedgerIndex): JobMade {
  // prettier-ignore
  const toTime = (at: string | null, otherwise: number) => (at === null ? otherwise : Date.parse(at))
  const gathered = gather(index, { since: toTime(since, -Infinity), until: toTime(until, Infinity) })
  const bytes = Buffer.from(reportPage({ gathered, verified, made: isoTime(held.now), since, until }))
  const file = { name: `${nameOf('report', { since, until })}.html`, type: 'text/html; charset=utf-8', bytes }
  const { requests } = gathered
  const value: ReportResult = {
    ...{ kind: 'made', requests, since, until, verification: verificationOf(verified, held) },
    file: { ...file, bytes: bytes.length },
  }
  return { value: asJson(value), file, rows: requests }
}

async function bytesIn(dir: string): Promise<number> {
  const { segments } = await listFiles(dir).catch(() => ({ segments: [] })) // what is wrong with it is for the check to say
  const sizes = await Promise.all(segments.map(({ path }) => stat(path).then(({ size }) => size, () => 0))) // prettier-ignore
  return Math.max(1, sizes.reduce((sum, size) => sum + size, 0)) // prettier-ignore
}

function nameOf(what: string, { since, until }: Pick<Question, 'since' | 'until'>): string {
  const day = (at: string | null, otherwise: string) => at?.slice(0, 10) ?? otherwise
  return `cordon-${what}-${day(since, 'first')}-${day(until, 'last')}`
}

const isoTime = (ms: number) => new Date(ms).toISOString()
const asJson = (value: object) => value as JsonObject

workOn<EvidenceTask>(work)
