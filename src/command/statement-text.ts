import type { Exception, Statement } from '../audit/prove/statement.ts'
import { styles } from './io.ts'
import type { Io } from './io.ts'
import { printable, table } from './table.ts'

/** Rows on a terminal; the file has the others. */
const MOST_SHOWN = 20

/** A statement for people: its sentences, its exceptions, what happened to the ledger, and what it does not say. */
export function statementText(statement: Statement, io: Io): string {
  const { says, says_not: saysNot, exceptions, covers, left_out: left, answer } = statement
  const { bold, dim, green, red, yellow } = styles(io.colour)
  const head = answer === 'none' ? green('NONE') : red(`EXCEPTIONS: ${String(exceptions.count)}`)
  const incidents = covers.incidents.listed.map(({ what, seq, time }) => `${what} (record ${String(seq)}, ${time})`)
  const lines = [
    head,
    ...says.map(printable),
    ...(left.records === 0 ? [] : [yellow(`Left out, because no checkpoint covers them: ${String(left.records)} records, with ${String(left.decisions_in_period)} decisions of the period.`)]), // prettier-ignore
    ...(incidents.length === 0 ? [] : [yellow(`What happened to the ledger: ${printable(incidents.slice(0, MOST_SHOWN).join(', '))}${covers.incidents.count > MOST_SHOWN ? ', …' : ''}.`)]), // prettier-ignore
  ]
  const limits = [bold('It does not say:'), ...saysNot.map((text) => dim(`- ${printable(text)}`))]
  return `${lines.join('\n')}\n${exceptionTable(exceptions.listed, io)}${limits.join('\n')}\n`
}

function exceptionTable(listed: readonly Exception[], io: Io): string {
  if (listed.length === 0) return ''
  const rows = listed.slice(0, MOST_SHOWN).map(({ time, request, seq, level, destination, because }) => [time, request, String(seq), level ?? '–', destination ?? '–', because.join(' ')]) // prettier-ignore
  return table(['time', 'request', 'record', 'level', 'destination', 'because'], rows, io.colour)
}
