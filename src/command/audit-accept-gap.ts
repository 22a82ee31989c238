import { createPrivateKey } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { performance } from 'node:perf_hooks'
import { acceptGap } from '../audit/accept-gap.ts'
import { readLogFile } from '../audit/ledger-files.ts'
import { openLedger } from '../audit/ledger.ts'
import { operationsLog } from '../audit/operations-log.ts'
import { readArgs, UsageError } from './io.ts'
import type { ExitCode, Io } from './io.ts'

/** What a person may write into a record. */
const MOST = 500

/**
 * `cordon audit accept-gap DIR --reason … --by … [--key audit.pem]`: gives up the broken end of a ledger that a start refuses, and records that. One
 * command, once: not a switch of `serve`, which would stay in a unit file and accept whatever comes later.
 */
export async function auditAcceptGap(args: readonly string[], io: Io): Promise<ExitCode> {
  const { values, positionals } = readArgs({
    args: [...args],
    allowPositionals: true,
    options: { reason: { type: 'string' }, by: { type: 'string' }, key: { type: 'string' } },
  })
  const [dir, ...more] = positionals
  if (dir === undefined || more.length > 0) throw new UsageError('audit accept-gap takes one folder')
  const [reason, by] = [said('--reason', values.reason), said('--by', values.by)]
  const signers = values.key === undefined ? [] : [createPrivateKey(await readFile(values.key))]
  const log = await readLogFile(dir)
  if (log === null) throw new Error(`there is no ledger in ${dir}`)
  const { from, folder } = await acceptGap({ dir, reason, by, now: io.now(), pid: io.pid })
  const ledger = await openLedger({
    ...{ dir, origin: log.origin, writer: hostname(), deadlineMs: 10_000, now: io.now, pid: io.pid, signers },
    monotonic: () => performance.now(),
    log: operationsLog({ level: 'warn', write: io.err }),
    about: { command: 'accept-gap' },
  })
  await ledger.close()
  io.out(`Records from ${String(from)} on were given up, and that is recorded. They are kept in ${String(folder)}, beside the ledger.\n`) // prettier-ignore
  io.out(`"cordon audit verify" says so from now on; --known-gap ${String(from)} tells it that this one is known.\n`)
  return 0
}

function said(option: string, text: string | undefined): string {
  if (text !== undefined && text.trim() !== '' && text.length <= MOST) return text
  throw new UsageError(`audit accept-gap needs ${option}, of at most ${String(MOST)} characters: it is recorded`)
}
