import { readFile } from 'node:fs/promises'
import { ledgerStatus } from '../audit/ledger-status.ts'
import type { LedgerStatus } from '../audit/ledger-status.ts'
import { readArgs, styles, UsageError } from './io.ts'
import type { ExitCode, Io } from './io.ts'
import { printable } from './table.ts'

/**
 * `cordon audit status [DIR]`: how a ledger is, from its files alone. It works while nothing can be recorded, and while nobody writes. Exit code 1:
 * something is wrong that a person should look at.
 */
export async function auditStatus(args: readonly string[], io: Io): Promise<ExitCode> {
  const { values, positionals } = readArgs({
    args: [...args],
    allowPositionals: true,
    options: { mirror: { type: 'string' }, json: { type: 'boolean', default: false } },
  })
  const [dir = 'data/audit', ...more] = positionals
  if (more.length > 0) throw new UsageError('audit status takes one folder')
  const locks = await readFile('/proc/locks', 'utf8').catch(() => null)
  const status = await ledgerStatus({ dir, mirror: values.mirror ?? null, now: io.now(), locks })
  io.out(values.json ? `${JSON.stringify(status, null, 2)}\n` : textOf(status, io))
  return status.problems.length === 0 ? 0 : 1
}

function textOf(status: LedgerStatus, { colour }: Io): string {
  const { problems, origin, writer, records, last, segment, torn, checkpoint, unsigned, witnesses, unwitnessed, free, reserve, mirror } = status // prettier-ignore
  const { green, red } = styles(colour)
  const time = (at: number) => new Date(at).toISOString()
  const rows: readonly (readonly [string, string | null])[] = [
    ['origin', origin],
    ['writer', writerText(writer)],
    ['records', `${String(records)}${segment === null ? '' : `, the last segment is ${segment}`}`],
    ['last', last === null ? null : `${last.type}, ${time(last.time)}`],
    ['torn', torn === 0 ? null : `${String(torn)} bytes after the last record`],
    ['checkpoint', checkpoint === null ? 'none' : `${String(checkpoint.size)} records, ${time(checkpoint.at)}`],
    ['unsigned', `${String(unsigned)} records after it`],
    ['unwitnessed', unwitnessed === null ? 'no witness has had a checkpoint' : `${String(unwitnessed)} records`],
    ...witnesses.map(({ name, size, at }) => ['', `${printable(name)}: ${String(size)} records, ${time(at)}`] as const),
    ['disk', `${String(free)} bytes free, ${String(reserve)} in reserve`],
    ['mirror', mirror === null ? null : `${String(mirror)} records`],
  ]
  const head = problems.length === 0 ? green('OK') : problems.map((problem) => red(printable(problem))).join('\n')
  return `${head}\n${rows.flatMap(([name, value]) => (value === null ? [] : [`  ${name.padEnd(11)} ${value}\n`])).join('')}`
}

function writerText(writer: LedgerStatus['writer']): string {
  if (writer === null) return 'never'
  const { running, writer: name, pid, since } = writer
  const state = running === null ? 'unknown whether it runs' : running ? 'at work' : 'not running'
  return printable(`${state}: ${String(name)}, pid ${String(pid)}, since ${String(since)}`)
}
