import { readFile } from 'node:fs/promises'
import { readPinnedKeys } from '../audit/note-keys.ts'
import { checkStatement } from '../audit/prove/check-statement.ts'
import { readArgs, styles, UsageError } from './io.ts'
import type { ExitCode, Io } from './io.ts'
import { statementText } from './statement-text.ts'
import { printable } from './table.ts'

/**
 * `cordon audit verify-statement FILE --key PUB [--ledger DIR]`: does the statement hold, by itself or against the ledger? 0: it holds and names
 * no exception; 1: it does not hold, or it holds and names exceptions.
 */
export async function auditVerifyStatement(args: readonly string[], io: Io): Promise<ExitCode> {
  const { values, positionals } = readArgs({
    args: [...args],
    allowPositionals: true,
    options: { json: { type: 'boolean', default: false }, key: { type: 'string' }, ledger: { type: 'string' } },
  })
  const [file, ...more] = positionals
  if (file === undefined || more.length > 0) throw new UsageError('audit verify-statement takes one file')
  if (values.key === undefined)
    throw new UsageError('audit verify-statement needs --key: a statement says nothing to somebody who trusts no key')
  const pinned = readPinnedKeys(await readFile(values.key, 'utf8'))
  const checked = await checkStatement(await readFile(file, 'utf8'), pinned, values.ledger ?? null)
  if (values.json) io.out(`${JSON.stringify(checked, null, 2)}\n`)
  else if (checked.holds) io.out(`${headline(checked, io)}\n${statementText(checked.statement, io)}`)
  else io.out(`${styles(io.colour).red('DOES NOT HOLD')}: ${printable(checked.why)}.\n`)
  return checked.holds && checked.statement.answer === 'none' ? 0 : 1
}

function headline({ key, recounted }: { readonly key: string; readonly recounted: boolean }, io: Io): string {
  const { green, yellow } = styles(io.colour)
  const how = recounted
    ? 'counted again from the ledger, and equal'
    : yellow('not counted again: that nothing was left out is the word of whoever signed (give --ledger)')
  return `${green('HOLDS')}: signed with ${key}; its checkpoint is signed with a key that is trusted, and its proofs hold; ${how}.`
}
