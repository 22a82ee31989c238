import { createPrivateKey } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { performance } from 'node:perf_hooks'
import { openLedger } from '../audit/ledger.ts'
import type { Ledger } from '../audit/ledger.ts'
import type { LedgerOptions } from '../audit/ledger.ts'
import { readLogFile } from '../audit/ledger-files.ts'
import { operationsLog } from '../audit/operations-log.ts'
import { UsageError } from './io.ts'
import type { Io } from './io.ts'

export type StoppedParts = {
  readonly dir: string
  /** Path of the ledger's own key. */
  readonly key: string
  /** Said in the record of the start. */
  readonly command: string
  readonly limits?: LedgerOptions['limits']
}

/**
 * Opens a ledger that nobody else is writing, for the records of one command, and closes it again with a checkpoint. Rejects with one
 * sentence while Cordon runs: a ledger has one writer.
 */
export async function onStoppedLedger<T>(
  { dir, key, command, limits = {} }: StoppedParts,
  io: Io,
  work: (ledger: Ledger) => Promise<T>,
): Promise<T> {
  const log = await readLogFile(dir)
  if (log === null) throw new Error(`there is no ledger in ${dir}`)
  const ledger = await openLedger({
    ...{ dir, origin: log.origin, writer: hostname(), deadlineMs: 10_000, now: io.now, pid: io.pid, limits },
    monotonic: () => performance.now(),
    log: operationsLog({ level: 'warn', write: io.err }),
    about: { command },
    signers: [createPrivateKey(await readFile(key))],
  })
  try {
    return await work(ledger)
  } finally {
    await ledger.close()
  }
}

/** What somebody says for the record: given, in one line, and short. */
export function said(option: string, text: string | undefined, most = 500): string {
  const plain = text?.trim() ?? ''
  if (plain === '') throw new UsageError(`--${option} is needed: it stands in the record`)
  // eslint-disable-next-line no-control-regex -- these are what is refused
  if (plain.length > most || /[\u0000-\u001f\u007f]/.test(plain))
    throw new UsageError(`--${option} takes one line of at most ${String(most)} characters`)
  return plain
}

/** The one folder that such a command takes. */
export function oneDir(verb: string, [dir, ...more]: readonly string[]): string {
  if (dir === undefined || more.length > 0) throw new UsageError(`audit ${verb} takes one folder`)
  return dir
}
