import { packSegments } from '../audit/pack-segments.ts'
import { readArgs, UsageError } from './io.ts'
import type { ExitCode, Io } from './io.ts'

/** `cordon audit pack DIR`: packs the closed segments of a ledger; `verify` reads them as before. */
export async function auditPack(args: readonly string[], io: Io): Promise<ExitCode> {
  const { values, positionals } = readArgs({
    args: [...args],
    options: { json: { type: 'boolean' } },
    allowPositionals: true,
  })
  const [dir, ...more] = positionals
  if (dir === undefined || more.length > 0) throw new UsageError('audit pack needs one DIR')
  const packed = await packSegments(dir)
  const { segments, before, after } = packed
  const says = `${String(segments)} segments packed: ${String(before)} bytes are ${String(after)} now`
  io.out(`${values.json === true ? JSON.stringify(packed) : says}\n`)
  return 0
}
