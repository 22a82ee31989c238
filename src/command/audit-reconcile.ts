import { reconcile } from '../audit/reconcile/reconcile.ts'
import type { NodeLog, Reconciled } from '../audit/reconcile/reconcile.ts'
import { readArgs, styles, UsageError } from './io.ts'
import type { ExitCode, Io } from './io.ts'
import { table } from './table.ts'
import { toWindow } from './time-window.ts'

/**
 * `cordon audit reconcile [DIR] --log [NODE=]FILE…`: compares the ledger with the access logs of the nodes. Exit code 1: a node has logged a request
 * that no record accounts for, or does not know of an answer that is recorded, or a line could not be read.
 */
export async function auditReconcile(args: readonly string[], io: Io): Promise<ExitCode> {
  const { values, positionals } = readArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      log: { type: 'string', multiple: true },
      from: { type: 'string', multiple: true },
      since: { type: 'string' },
      until: { type: 'string' },
      slack: { type: 'string', default: '5s' },
      zone: { type: 'string', default: 'Z' },
      json: { type: 'boolean', default: false },
    },
  })
  const [dir = 'data/audit', ...more] = positionals
  if (more.length > 0) throw new UsageError('audit reconcile takes one folder')
  const { log: written = [], from } = values
  if (written.length === 0)
    throw new UsageError('audit reconcile needs --log FILE, or --log NODE=FILE, for each access log')
  const found = await reconcile({
    dir,
    logs: written.map(toLog),
    ...toWindow(values, io.now()),
    slackMs: toSlack(values.slack),
    offset: toOffset(values.zone),
    from: from ?? null,
  })
  const isFine = [found.unaccounted, found.missing].every(({ length }) => length === 0) && isRead(found)
  io.out(values.json ? `${JSON.stringify({ fine: isFine, ...found }, null, 2)}\n` : textOf(found, isFine, io))
  return isFine ? 0 : 1
}

const isRead = ({ logs, damaged }: Reconciled) =>
  damaged === 0 && logs.every(({ unread, requests }) => unread.length === 0 && requests > 0)

function toLog(written: string): NodeLog {
  const [, node, file] = /^([A-Za-z0-9._:[\]-]{1,64})=(.+)$/.exec(written) ?? []
  return node === undefined || file === undefined ? { node: null, file: written } : { node, file }
}

function toSlack(written: string): number {
  const [, seconds] = /^(\d{1,4})s$/.exec(written) ?? []
  if (seconds === undefined) throw new UsageError('--slack takes seconds, such as 5s')
  return Number(seconds) * 1000
}

function toOffset(written: string): number {
  const [, sign, hours, minutes] = /^([+-])(\d\d):(\d\d)$/.exec(written === 'Z' ? '+00:00' : written) ?? []
  if (sign === undefined) throw new UsageError('--zone takes an offset from UTC, such as +01:00')
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes))
}

/** How many of each are shown to people; `--json` gives all. */
const SHOWN = 50

const timeText = (at: number | null) => (at === null || !Number.isFinite(at) ? '–' : new Date(at).toISOString())

function textOf(found: Reconciled, isFine: boolean, { colour }: Io): string {
  const { logs, accounted, unaccounted, missing, damaged } = found
  const { bold, green, red } = styles(colour)
  const lines = unaccounted.slice(0, SHOWN).map(({ file, line, at, client, method, path, status }) => [`${file}:${String(line)}`, timeText(at), client ?? '–', `${method} ${path.slice(0, 64)}`, String(status)]) // prettier-ignore
  const records = missing.slice(0, SHOWN).map(({ request, node, peer, status, from, to }) => [request, node, peer ?? '–', String(status ?? '–'), timeText(from), timeText(to)]) // prettier-ignore
  const unread = logs.flatMap(({ file, unread: numbers }) => numbers.map((line) => `${file}:${String(line)}`))
  const empty = logs.filter(({ requests }) => requests === 0).map(({ file }) => file)
  return [
    `${isFine ? green('reconciled') : red('not reconciled')}: ${String(accounted)} requests in the logs are accounted for, ${String(unaccounted.length)} are not; ${String(missing.length)} recorded answers are in no log\n`,
    lines.length === 0 ? '' : `\n${bold('In a log, and in no record')}\n${table(['line', 'time', 'client', 'request', 'status'], lines, colour)}`, // prettier-ignore
    records.length === 0 ? '' : `\n${bold('In a record, and in no log')}\n${table(['request', 'node', 'peer', 'status', 'from', 'to'], records, colour)}`, // prettier-ignore
    unread.length === 0 ? '' : `\nThese lines speak of requests and could not be read: ${unread.join(', ')}\n`,
    empty.length === 0 ? '' : `\nNo line of a known format is in: ${empty.join(', ')}\n`,
    damaged === 0 ? '' : `\n${String(damaged)} lines of the ledger are no records: run "cordon audit verify"\n`,
  ].join('')
}
