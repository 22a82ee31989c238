import { mayBeRequest, readAccessLine } from './access-line.ts'
import type { Offset } from './access-line.ts'
import { match } from './match.ts'
import type { Logged } from './match.ts'
import { sentAttempts } from './sent-attempts.ts'
import type { SentAttempt } from './sent-attempts.ts'
import { readLines } from '../read-lines.ts'

/** The access log of one node; of any node, where none is named. */
export type NodeLog = {
  readonly file: string
  /** The name of a node, as in records; or its address, with its port or without. */
  readonly node: string | null
}

export type ReconcileOptions = {
  readonly dir: string
  readonly logs: readonly NodeLog[]
  /** Milliseconds since 1970: what a log says outside of these is left out. */
  readonly since: number
  readonly until: number
  readonly slackMs: number
  readonly offset: Offset
  /** Addresses from which this Cordon asks; null where any may be it. */
  readonly from: readonly string[] | null
}

export type LogRead = {
  readonly file: string
  readonly node: string | null
  /** Lines that could be read as requests, those that only look (GET, HEAD, OPTIONS) included. */
  readonly requests: number
  /** Requests that may have carried a prompt. */
  readonly asked: number
  /** Lines that speak of a request and could not be read: the first few, from 1. */
  readonly unread: readonly number[]
}

export type Reconciled = {
  readonly logs: readonly LogRead[]
  readonly accounted: number
  readonly unaccounted: readonly Logged[]
  readonly missing: readonly SentAttempt[]
  /** Lines of the ledger that are no record. */
  readonly damaged: number
}

/** Nothing is prompted with these: they are how Cordon, or a monitor, asks how a node is. */
const LOOKING = new Set(['GET', 'HEAD', 'OPTIONS'])
/** How many unread lines are named. */
const NAMED = 20

type Read = LogRead & { readonly lines: readonly Logged[]; readonly covers: { from: number; to: number } }

/**
 * Compares what nodes have logged with what the ledger says was sent to them (A14): requests that Cordon did not make or did not record, and
 * answers that no node knows of. It believes both: `verifyLedger` checks the one, nobody the other. Memory grows with the requests in the
 * logs and in the ledger between `since` and `until`.
 */
export async function reconcile(options: ReconcileOptions): Promise<Reconciled> {
  const { dir, logs, since, until, slackMs } = options
  const read = await Promise.all(logs.map((log) => readLog(log, options)))
  const { sent, damaged } = await sentAttempts(dir, { since, until })
  const found = [...Map.groupBy(read, ({ node }) => node)].map(([node, files]) => {
    const isItsOwn = (one: SentAttempt) =>
      node === null ? !read.some((other) => other.node !== null && isOf(one, other.node)) : isOf(one, node)
    const [known, strange] = split(files.flatMap(({ lines }) => lines), ({ client }) => isOurs(client, options.from)) // prettier-ignore
    const covers = {
      from: Math.min(...files.map((file) => file.covers.from)),
      to: Math.max(...files.map((file) => file.covers.to)),
    }
    const matched = match(known, sent.filter(isItsOwn), { slackMs, covers })
    return { ...matched, unaccounted: [...strange, ...matched.unaccounted] }
  })
  return {
    logs: read.map(({ file, node, requests, asked, unread }) => ({ file, node, requests, asked, unread })),
    accounted: found.reduce((sum, { accounted }) => sum + accounted, 0),
    unaccounted: found.flatMap(({ unaccounted }) => unaccounted),
    missing: found.flatMap(({ missing }) => missing),
    damaged,
  }
}

async function readLog({ file, node }: NodeLog, { since, until, offset }: ReconcileOptions): Promise<Read> {
  const lines: Logged[] = []
  const unread: number[] = []
  let [line, requests, first, last, timed] = [0, 0, Infinity, -Infinity, true]
  const take = (bytes: Uint8Array): boolean => {
    line += 1
    const found = readAccessLine(bytes, offset)
    if (found === null) {
      if (unread.length < NAMED && mayBeRequest(bytes)) unread.push(line)
      return true
    }
    requests += 1
    timed &&= found.at !== null
    first = Math.min(first, found.at ?? first)
    last = Math.max(last, found.at ?? last)
    const isWithin = found.at === null || (found.at >= since && found.at < until)
    if (isWithin && !LOOKING.has(found.method)) lines.push({ file, line, ...found })
    return true
  }
  const { rest, stopped } = await readLines(file, take)
  if (stopped) unread.push(line + 1)
  else if (rest.length > 0) take(rest)
  // A log without times cannot say when it begins: it is taken to say all.
  const covers = timed
    ? { from: Math.max(first, since), to: Math.min(last, until) }
    : { from: since, to: until } // prettier-ignore
  return { file, node, requests, asked: lines.length, unread, lines, covers }
}

/** By its name, or by the address that was really connected to. */
function isOf({ node, peer }: SentAttempt, name: string): boolean {
  return node === name || (peer !== null && (peer === name || peer.slice(0, peer.lastIndexOf(':')) === name))
}

const isOurs = (client: string | null, from: readonly string[] | null) =>
  from === null || client === null || from.includes(client)

function split<T>(all: readonly T[], isFirst: (one: T) => boolean): readonly [readonly T[], readonly T[]] {
  return [all.filter(isFirst), all.filter((one) => !isFirst(one))]
}
