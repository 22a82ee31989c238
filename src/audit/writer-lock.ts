import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { FileFacts } from './disk.ts'

export type WriterLock = {
  /** True for the file that is locked. When LOCK is another, somebody may hold a lock of the same name. */
  readonly is: (file: FileFacts) => boolean
  readonly release: () => void
}

/**
 * Makes this the only writer of the ledger in `dir` (FC-10), or throws one sentence that says who is.
 *
 * Node has no flock(2). SQLite, which is part of Node, takes a lock from the kernel (fcntl(2) record locks on the empty
 * file LOCK, held by an exclusive transaction that never writes): it ends with the process, however that dies, so there is no
 * stale lock to judge. Limits: a network file system that does not honour locks; and code in *this* process that
 * opens and closes LOCK by other means would drop it (POSIX), so nothing here does.
 */
export function acquireLock(
  dir: string,
  about: { readonly writer: string; readonly since: string; readonly pid: number },
): WriterLock {
  const path = join(dir, 'LOCK')
  const database = open(path)
  try {
    database.exec('BEGIN EXCLUSIVE')
  } catch (cause) {
    database.close()
    throw new Error(`another process is writing to the ledger ${dir}${whoWrites(dir)}. A ledger has one writer.`, {
      cause,
    })
  }
  chmodSync(path, 0o600)
  const mine = statSync(path)
  writeFileSync(join(dir, 'WRITER'), `${JSON.stringify(about)}\n`, { mode: 0o600 })
  return {
    is: ({ dev, ino }) => dev === mine.dev && ino === mine.ino,
    release: () => database.close(),
  }
}

function open(path: string): DatabaseSync {
  try {
    return new DatabaseSync(path, { timeout: 0 })
  } catch (cause) {
    throw new Error(`the ledger's lock ${path} cannot be opened`, { cause })
  }
}

/** For the message only: what the present writer said of itself, if it can be read. */
function whoWrites(dir: string): string {
  try {
    const said = JSON.parse(readFileSync(join(dir, 'WRITER'), 'utf8')) as Readonly<Record<string, unknown>>
    return ` (pid ${String(said['pid'])}, writer ${String(said['writer'])}, since ${String(said['since'])})`
  } catch {
    return '' // the sentence is complete without it
  }
}
