import type { JsonObject, JsonValue } from '../../terms/json.ts'
import { isJsonObject } from '../../terms/json.ts'
import { beginningOf, PRUNED_RECORD, rootsOf } from '../cut.ts'
import type { Beginning } from '../cut.ts'
import { CheckpointReader } from '../checkpoint-file.ts'
import type { StoredNote } from '../checkpoint-file.ts'
import { eachLine } from '../export/each-line.ts'
import { BadQuestion } from '../index/filter.ts'
import { readPolicy } from '../index/zones.ts'
import { listFiles } from '../ledger-files.ts'
import type { LogFile } from '../ledger-files.ts'
import { consistencyRanges, inclusionRanges } from '../merkle-proof.ts'
import type { Checkpoint } from '../signed-note.ts'
import { Counting } from './counting.ts'
import { Incidents } from './incidents.ts'
import type { Answer, Question, RecordProof, Statement } from './statement.ts'
import { SubtreeRoots } from './subtree-roots.ts'

export type Asked = {
  readonly dir: string
  readonly log: LogFile
  readonly question: Question
  /** The checkpoint that bounds what is counted. */
  readonly note: Checkpoint & { readonly text: string }
  /** Records that were verified; those beyond the checkpoint are only counted as left out. */
  readonly records: number
  /** Nothing before this record is counted: the ledger was pruned up to there. Where the ledger begins, unless said. */
  readonly from?: number
}

export type Answered = { readonly answer: Answer; readonly left: Statement['left_out'] }

/**
 * Answers from the records under a checkpoint, and from nothing else: it grows their tree while it reads, and throws when the root is not the
 * checkpoint's. Reads the ledger twice; memory grows with what is named, not with the ledger. The ledger was verified before.
 */
export async function answerQuestion(asked: Asked): Promise<Answered> {
  const { dir, log, note, question } = asked
  const beginning = await beginningOf(dir, log.line, await listFiles(dir))
  const from = asked.from ?? beginning.seq
  const read = await countAll(asked, beginning, from)
  const { counting, incidents } = read
  mustKnowLevels(dir, question, counting)
  const { counts, exceptions, policies, first, last } = counting
  const before = first === null ? null : noteBefore(dir, log.origin, first, from)
  const { segments } = await listFiles(dir)
  const covers: Answer['covers'] = {
    ...{ origin: log.origin, checkpoint: note.text, records: note.size },
    segments: segments.filter((segment) => segment.first < note.size && segment.first >= from).length,
    ...{ from: isoTime(read.from), to: isoTime(read.to), whole: isWhole(question, read, from) },
    ...{ first, last, heartbeats: read.heartbeats, incidents: incidents.found },
    ...(read.pruned !== null && { pruned: { before: from, record: read.pruned } }),
  }
  const indices = [read.pruned, first, last, ...exceptions.listed.flatMap(({ seq, ended }) => [seq, ended])]
  const named = [...new Set(indices.filter((index) => index !== null))].sort((one, other) => one - other)
  const proved = await prove(asked, named, before, beginning)
  const answer: Answer = {
    answer: exceptions.count === 0 ? 'none' : 'exceptions',
    ...{ counts, exceptions, policies, covers },
    before: before === null ? null : { checkpoint: before.text, path: proved.path },
    proofs: proved.proofs,
  }
  return { answer, left: read.left }
}

type Read = {
  readonly counting: Counting
  readonly incidents: Incidents
  heartbeats: number
  /** The record that says that those before `from` are gone. */
  pruned: number | null
  from: number
  to: number
  left: { records: number; decisions_in_period: number }
}

async function countAll(
  { dir, log, question, note, records }: Asked,
  beginning: Beginning,
  from: number,
): Promise<Read> {
  // prettier-ignore
  const counting = new Counting(dir, question)
  const [since, until] = [question.since, question.until].map((at) => (at === null ? null : Date.parse(at)))
  const incidents = new Incidents(since ?? -Infinity, until ?? Infinity)
  const read: Read = { counting, incidents, heartbeats: 0, pruned: null, from: NaN, to: NaN, left: { records: 0, decisions_in_period: 0 } } // prettier-ignore
  const { tree } = beginning
  let isFirst = true
  await eachLine({ dir, log, until: Math.max(records, note.size), signed: note.size }, ({ seq, time, leaf, bytes }) => {
    const record = parse(bytes)
    if (seq >= note.size) {
      read.left.records += 1
      if (record['type'] === 'decision' && counting.isIn(time)) read.left.decisions_in_period += 1
      return
    }
    tree.push(Buffer.from(leaf, 'base64'))
    if (seq < from) return
    if (isFirst) read.from = time
    isFirst = false
    read.to = time
    if (from > 0 && record['type'] === PRUNED_RECORD && record['first'] === from) read.pruned = seq
    if (record['type'] === 'heartbeat' && counting.isIn(time)) read.heartbeats += 1
    counting.add(record, seq, time)
    incidents.add(record, seq, time)
  })
  if (Buffer.compare(tree.root(), note.root) !== 0)
    throw new Error(`the first ${String(note.size)} records of ${dir} are not those of the checkpoint`)
  if (from > 0 && read.pruned === null)
    throw new Error(`no record says that the first ${String(from)} records were pruned`)
  counting.finish()
  return read
}

function isWhole({ since, until }: Question, read: Read, from: number): boolean {
  const { from: begins, to } = read
  return (since === null ? from === 0 : begins <= Date.parse(since)) && (until === null || to >= Date.parse(until))
}

/** A level that no policy names would be proved of nothing: a slip of the pen must not become a statement. */
function mustKnowLevels(dir: string, { levels }: Question, { policies }: Counting): void {
  const known = new Set(policies.flatMap(({ sha256 }) => levelsOf(sha256 === null ? null : readPolicy(dir, sha256))))
  const strange = levels.find((level) => !known.has(level))
  if (policies.length === 0 || known.size === 0 || strange === undefined) return
  throw new BadQuestion(
    'levels',
    `no policy of the period has a level ${JSON.stringify(strange)}: there are ${[...known].join(', ')}`,
  )
}

function levelsOf(policy: JsonObject | null): readonly string[] {
  const levels = policy?.['levels']
  return Array.isArray(levels) ? levels.filter((level: JsonValue) => typeof level === 'string') : []
}

/** The last checkpoint that covers nothing from this record on, and is not one of records that were pruned. */
function noteBefore(dir: string, origin: string, first: number, from: number): StoredNote | null {
  const reader = new CheckpointReader(dir, origin)
  try {
    let before: StoredNote | null = null
    for (let read = reader.next(); read.kind === 'note' && read.note.size <= first; read = reader.next()) before = read.note // prettier-ignore
    return before !== null && before.size >= from && before.size > 0 ? before : null
  } finally {
    reader.close()
  }
}

async function prove(
  { dir, log, note }: Asked,
  named: readonly number[],
  before: StoredNote | null,
  { cut }: Beginning,
): Promise<{ readonly proofs: readonly RecordProof[]; readonly path: readonly string[] }> {
  if (named.length === 0) return { proofs: [], path: [] }
  const continued = before === null ? [] : consistencyRanges(before.size, note.size)
  const roots = new SubtreeRoots([...named.flatMap((index) => inclusionRanges(index, note.size)), ...continued])
  if (cut !== null) roots.adopt(cut.first, rootsOf(cut))
  const wanted = new Set(named)
  const lines = new Map<number, string>()
  await eachLine({ dir, log, until: note.size, signed: note.size }, ({ seq, leaf, bytes }) => {
    roots.push(Buffer.from(leaf, 'base64'))
    if (wanted.has(seq)) lines.set(seq, Buffer.from(bytes).toString('utf8'))
  })
  const toText = (range: Parameters<SubtreeRoots['root']>[0]) => Buffer.from(roots.root(range) ?? []).toString('base64')
  const proofs = named.map((index) => ({ index, line: lines.get(index) ?? '', path: inclusionRanges(index, note.size).map(toText) })) // prettier-ignore
  return { proofs, path: continued.map(toText) }
}

const isoTime = (ms: number) => new Date(ms).toISOString()

function parse(bytes: Uint8Array): JsonObject {
  const value = JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')) as JsonValue
  if (!isJsonObject(value)) throw new Error('a record is no object')
  return value
}
