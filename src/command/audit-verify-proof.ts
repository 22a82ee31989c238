import { readFile } from 'node:fs/promises'
import { readPinnedKeys } from '../audit/note-keys.ts'
import { checkProof } from '../audit/proof.ts'
import { readArgs, styles, UsageError } from './io.ts'
import type { ExitCode, Io } from './io.ts'

/** `cordon audit verify-proof FILE --key PUB`: does this record stand in a ledger that this key has signed? Needs nothing else. */
export async function auditVerifyProof(args: readonly string[], io: Io): Promise<ExitCode> {
  const { values, positionals } = readArgs({
    args: [...args],
    allowPositionals: true,
    options: { json: { type: 'boolean', default: false }, key: { type: 'string' } },
  })
  const [file, ...more] = positionals
  if (file === undefined || more.length > 0) throw new UsageError('audit verify-proof takes one file')
  if (values.key === undefined)
    throw new UsageError('audit verify-proof needs --key: a proof says nothing to somebody who trusts no key')
  const read = checkProof(await readFile(file, 'utf8'), readPinnedKeys(await readFile(values.key, 'utf8')))
  if (values.json)
    io.out(`${JSON.stringify(read.holds ? { holds: true, key: read.key, record: read.record } : read, null, 2)}\n`)
  else if (read.holds) io.out(saysGood(read.proof, read.key, io))
  else io.out(`${styles(io.colour).red('DOES NOT HOLD')}: ${read.why}.\n`)
  return read.holds ? 0 : 1
}

function saysGood(
  {
    origin,
    index,
    size,
    line,
  }: { readonly origin: string; readonly index: number; readonly size: number; readonly line: string },
  key: string,
  io: Io,
): string {
  const { green } = styles(io.colour)
  const says = `record ${String(index)} of ${origin}, in a checkpoint of ${String(size)} records, signed with ${key}`
  return `${green('HOLDS')}: ${says}.\n${line}\n`
}
