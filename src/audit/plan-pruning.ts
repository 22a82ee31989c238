import { isJsonObject } from '../terms/json.ts'
import type { JsonObject, JsonValue } from '../terms/json.ts'
import type { Retention } from '../terms/policy.ts'
import { MOST_OPEN, beginningOf } from './cut.ts'
import type { Cut } from './cut.ts'
import { Frontier, frontierOf } from './frontier.ts'
import { covers } from './holds.ts'
import type { Hold } from './holds.ts'
import { leafHash } from './leaf.ts'
import { listFiles } from './ledger-files.ts'
import type { LogFile, Segment } from './ledger-files.ts'
import { readLine } from './line.ts'
import { readLines } from './read-lines.ts'
import { keptUntil, readRetention } from './retention.ts'

/** What may go: whole closed segments at the beginning of a ledger. */
export type PrunePlan = {
  /** Null when nothing may go. */
  readonly cut: Cut | null
  /** Oldest first. Those that an earlier pruning left behind come first. */
  readonly segments: readonly Segment[]
  /** Records in them that are still counted. */
  readonly records: number
  /** Why the next segment stays. */
  readonly stays: Stays
}

/** `age`: not old enough. `retain`: a policy asked for longer. `hold`: a legal hold. `last`: the newest segments always stay. */
export type Stays = { readonly why: 'age' | 'retain' | 'last' } | { readonly why: 'hold'; readonly hold: string }

export type Pruning = { readonly now: number; readonly retain: Retention; readonly holds: readonly Hold[] }

/** A start reads the last two, and one is being written. */
const KEEP = 3

/** Says what may go. It believes the ledger: whoever prunes verifies it first. Throws one sentence for a line that cannot be read. */
export async function planPruning(dir: string, log: LogFile, pruning: Pruning): Promise<PrunePlan> {
  const files = await listFiles(dir)
  const { segments, seq, prev, tree, cut } = await beginningOf(dir, log.line, files)
  const old = files.segments.filter(({ first }) => first < seq)
  let pass: Pass = { seq, prev, tree, open: new Set(cut?.open) }
  let found = { cut, gone: 0, records: 0 }
  let stays: Stays = { why: 'last' }
  for (const [at, segment] of segments.slice(0, -KEEP).entries()) {
    const next = await passSegment(pass, segment, segments[at + 1]?.first ?? seq, pruning)
    if ('why' in next) {
      stays = next
      break
    }
    pass = next
    // Where too many requests are under way no cut can be made; further on one may.
    if (pass.open.size <= MOST_OPEN) found = { cut: cutAt(pass), gone: at + 1, records: pass.seq - seq }
  }
  const going = [...old, ...segments.slice(0, found.gone)]
  return { cut: going.length === 0 ? null : found.cut, segments: going, records: found.records, stays }
}

type Pass = { readonly seq: number; readonly prev: string; readonly tree: Frontier; readonly open: ReadonlySet<string> }

const cutAt = ({ seq, prev, tree, open }: Pass): Cut => ({
  first: seq,
  before: prev,
  tree: tree.hashes,
  open: [...open],
})

/** The place after a segment that may go, or why it may not. */
async function passSegment(from: Pass, { path, name }: Segment, end: number, pruning: Pruning): Promise<Pass | Stays> {
  const tree = frontierOf(from.seq, from.tree.hashes) ?? new Frontier()
  const open = new Set(from.open)
  let [seq, prev]: [number, string] = [from.seq, from.prev]
  let stays: Stays | null = null
  await readLines(path, (bytes) => {
    if (seq === end) return false // what follows was written again in the next segment
    const line = readLine(bytes)
    if ('why' in line) throw new Error(`${name}: record ${String(seq)}: ${line.why}`)
    stays = whyItStays({ ...line.fields, type: line.type, time: line.time }, pruning)
    if (stays !== null) return false
    prev = leafHash(bytes)
    tree.push(Buffer.from(prev, 'base64'))
    seq += 1
    follow(open, line.type, line.fields)
    return true
  })
  if (stays !== null) return stays
  if (seq !== end) throw new Error(`${name}: records ${String(seq)} to ${String(end - 1)} are missing`)
  return { seq, prev, tree, open }
}

function whyItStays(record: JsonObject, { now, retain, holds }: Pruning): Stays | null {
  const { time, retain: asked, type } = record
  if (typeof time !== 'number' || keptUntil(time, retain) > now) return { why: 'age' }
  if (typeof asked === 'string') {
    const longer = readRetention(asked)
    if (longer === null || keptUntil(time, longer) > now) return { why: 'retain' }
  }
  const isOfRequest = type === 'decision' || type === 'outcome'
  const hold = isOfRequest ? holds.find((one) => covers(one, record)) : undefined
  return hold === undefined ? null : { why: 'hold', hold: hold.hold }
}

function follow(open: Set<string>, type: string, fields: JsonObject): void {
  const { request, effect, records } = fields
  if (type === 'decision' && effect === 'permit' && typeof request === 'string') open.add(request)
  if (type === 'outcome' && typeof request === 'string') open.delete(request)
  if (type !== 'audit.late' || !Array.isArray(records)) return
  for (const late of records as readonly JsonValue[])
    if (isJsonObject(late) && late['type'] === 'decision' && typeof late['request'] === 'string')
      open.delete(late['request'])
}
