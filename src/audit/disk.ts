import { fdatasync, write } from 'node:fs'
import { open, rm, stat, statfs } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { errorCode } from './error-text.ts'

/** What tells one file from another, and how long it is. */
export type FileFacts = {
  readonly dev: number
  readonly ino: number
  readonly links: number
  readonly size: number
}

/** A segment that is being written. */
export type SegmentFile = {
  /** One write call at the end of the file. Resolves with the bytes that were taken, which may be fewer. */
  readonly append: (bytes: Uint8Array) => Promise<number>
  /** fdatasync(2). */
  readonly sync: () => Promise<void>
  /** Of the open file, wherever its name may have gone. */
  readonly facts: () => Promise<FileFacts>
  readonly close: () => Promise<void>
}

/** All that the ledger's writer does to a disk while it runs. Each may hang or fail. */
export type LedgerDisk = {
  /** Makes a new file that only its owner can read; fails when there is one of that name. */
  readonly create: (path: string) => Promise<SegmentFile>
  /** fsync(2) of a directory, without which a new file's name may not survive a power cut. */
  readonly syncDir: (path: string) => Promise<void>
  /** Null when nothing has that name. */
  readonly facts: (path: string) => Promise<FileFacts | null>
  readonly remove: (path: string) => Promise<void>
  /** Bytes that this process may still write to the file system that holds `path`. */
  readonly free: (path: string) => Promise<number>
  /** Makes a file of so many bytes, all of them on disk, in place of one of that name. */
  readonly fill: (path: string, bytes: number) => Promise<void>
}

const CHUNK = 1 << 20

/** The real disk. */
export const disk: LedgerDisk = {
  create: async (path) => {
    const file = await open(path, 'ax', 0o600)
    return {
      append: (bytes) => append(file, bytes),
      sync: () => sync(file),
      facts: async () => factsOf(await file.stat()),
      close: () => file.close(),
    }
  },
  syncDir,
  facts: async (path) => {
    try {
      return factsOf(await stat(path))
    } catch (cause) {
      if (isMissing(cause)) return null
      throw cause
    }
  },
  remove: (path) => rm(path, { force: true }),
  free: async (path) => {
    const { bavail, bsize } = await statfs(path)
    return bavail * bsize
  },
  fill: async (path, bytes) => {
    const file = await open(path, 'w', 0o600)
    try {
      // Not zeros: a file system may keep those without taking room for them.
      const chunk = Buffer.alloc(CHUNK, 'reserve ')
      for (let at = 0; at < bytes; at += CHUNK) await file.write(chunk, 0, Math.min(CHUNK, bytes - at), at)
      await file.datasync()
    } finally {
      await file.close()
    }
  },
}

/*
 * These two run once or twice for each request. By callback they take the event loop a fifth less time than as promises of the file, which
 * would also put off its close until they end: here the writer sees to that, by doing one thing at a time.
 */

const append = ({ fd }: FileHandle, bytes: Uint8Array): Promise<number> =>
  new Promise((done, fail) => {
    write(fd, bytes, 0, bytes.length, null, (cause, written) => (cause === null ? done(written) : fail(cause)))
  })

const sync = ({ fd }: FileHandle): Promise<void> =>
  new Promise((done, fail) => {
    fdatasync(fd, (cause) => (cause === null ? done() : fail(cause)))
  })

/** The same disk, which tells how many seconds each sync of a segment took, also one that failed. */
export function timedDisk(plain: LedgerDisk, synced: (seconds: number) => void): LedgerDisk {
  return {
    ...plain,
    create: async (path) => {
      const file = await plain.create(path)
      const timedSync = async () => {
        const from = performance.now()
        await file.sync().finally(() => synced((performance.now() - from) / 1000))
      }
      return { ...file, sync: timedSync }
    },
  }
}

export async function syncDir(path: string): Promise<void> {
  const directory = await open(path, 'r')
  try {
    await directory.sync()
  } finally {
    await directory.close()
  }
}

export function isMissing(thrown: unknown): boolean {
  return errorCode(thrown) === 'ENOENT'
}

function factsOf(stats: { dev: number; ino: number; nlink: number; size: number }): FileFacts {
  return { dev: stats.dev, ino: stats.ino, links: stats.nlink, size: stats.size }
}
