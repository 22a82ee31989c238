import { open, readdir, readFile } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { isMissing, syncDir } from './disk.ts'
import { sizeOf } from './torn-tail.ts'

/** What a mirror does to its disk. Each may hang or fail. */
export type MirrorDisk = {
  /** Makes these the bytes from `at` on, with nothing after them; on disk when it resolves. */
  readonly put: (path: string, bytes: Uint8Array, at: number) => Promise<void>
  readonly size: (path: string) => Promise<number>
}

/** The real disk. Each `put` has a descriptor of its own: none is used again after an error. */
export const realMirror: MirrorDisk = {
  size: sizeOf,
  put: async (path, bytes, at) => {
    const isNew = at === 0
    const file = await open(path, isNew ? 'w' : 'r+', 0o600)
    try {
      const { size } = await file.stat()
      if (size < at) throw new Error(`${basename(path)} became shorter`)
      if (size > at) await file.truncate(at)
      const { bytesWritten } = await file.write(bytes, 0, bytes.length, at)
      if (bytesWritten !== bytes.length) throw new Error('short write')
      await file.datasync()
    } finally {
      await file.close()
    }
    if (isNew) await syncDir(dirname(path))
  },
}

/** So many bytes of a file; throws when it has fewer. */
export async function readPart(path: string, at: number, length: number): Promise<Buffer> {
  const file = await open(path, 'r')
  try {
    const bytes = Buffer.allocUnsafe(length)
    let read = 0
    while (read < length) {
      const { bytesRead } = await file.read(bytes, read, length - read, at + read)
      if (bytesRead === 0) throw new Error(`${basename(path)} is shorter than it was`)
      read += bytesRead
    }
    return bytes
  } finally {
    await file.close()
  }
}

/** A whole file; null when there is none. */
export async function readOrNull(path: string): Promise<Buffer | null> {
  return readFile(path).catch((cause: unknown) => {
    if (isMissing(cause)) return null
    throw cause
  })
}

/** What lies in a folder, without what is being written; nothing when there is no folder. */
export async function namesIn(path: string): Promise<readonly string[]> {
  const names = await readdir(path).catch((cause: unknown) => {
    if (isMissing(cause)) return []
    throw cause
  })
  return names.filter((name) => !name.endsWith('.new'))
}
