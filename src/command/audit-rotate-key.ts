import { createPrivateKey } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { performance } from 'node:perf_hooks'
import { readLogFile } from '../audit/ledger-files.ts'
import { operationsLog } from '../audit/operations-log.ts'
import { rotateKey } from '../audit/rotate-key.ts'
import { readArgs, UsageError } from './io.ts'
import type { ExitCode, Io } from './io.ts'

/** `cordon audit rotate-key DIR --key OLD --new NEW`: the ledger's last checkpoint with the old key, and the first with the new. */
export async function auditRotateKey(args: readonly string[], io: Io): Promise<ExitCode> {
  const { values, positionals } = readArgs({
    args: [...args],
    allowPositionals: true,
    options: { key: { type: 'string' }, new: { type: 'string' } },
  })
  const [dir, ...more] = positionals
  if (dir === undefined || more.length > 0) throw new UsageError('audit rotate-key takes one folder')
  const { key, new: next } = values
  if (key === undefined || next === undefined)
    throw new UsageError('audit rotate-key needs --key OLD.pem and --new NEW.pem')
  const log = await readLogFile(dir)
  if (log === null) throw new Error(`there is no ledger in ${dir}`)
  const [old, fresh] = [createPrivateKey(await readFile(key)), createPrivateKey(await readFile(next))]
  const options = {
    ...{ dir, origin: log.origin, writer: hostname(), deadlineMs: 10_000, now: io.now, pid: io.pid },
    monotonic: () => performance.now(),
    log: operationsLog({ level: 'warn', write: io.err }),
    about: { command: 'rotate-key' },
  }
  const { from, to } = await rotateKey(options, old, fresh)
  io.out(`Both keys have signed. From now on audit.key must be ${next}.\n  old ${from}\n  new ${to}\n`)
  io.out(
    'Whoever has pinned the old key needs no other; whoever starts now pins the new one and that of the beginning.\n',
  )
  return 0
}
