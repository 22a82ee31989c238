import { createHash } from 'node:crypto'
import { open, readFile, stat, truncate } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { JsonObject } from '../terms/json.ts'
import { disk, isMissing, syncDir } from './disk.ts'
import { readLine } from './line.ts'
import { tornName } from './segment-name.ts'

/**
 * True when these bytes can be what a crash left of a line: a beginning. A whole line with one byte more is not: there,
 * the LF was changed.
 */
export function mayBeTorn(rest: Uint8Array): boolean {
  return 'why' in readLine(rest.subarray(0, -1))
}

/**
 * Moves what follows a segment's last LF into a file of its own, and cuts it from the segment; each step is on disk before the
 * next, so that a crash in between leaves nothing that the next start cannot finish. A segment that is empty then is removed.
 * Gives the record that says so.
 */
export async function quarantine(path: string, offset: number, rest: Uint8Array): Promise<JsonObject> {
  const segment = path.slice(dirname(path).length + 1)
  const sha256 = createHash('sha256').update(rest).digest('hex')
  const file = tornName(segment, offset, sha256)
  await writeNew(join(dirname(path), file), rest)
  await syncDir(dirname(path))
  await truncate(path, offset)
  await syncFile(path)
  if (offset === 0) await disk.remove(path)
  await syncDir(dirname(path))
  return { type: 'audit.torn', segment, offset, bytes: rest.length, sha256, file }
}

/** The record for a file of torn bytes that an earlier start made and did not live to record. */
export async function describeTorn(path: string, from: { segment: string; offset: number }): Promise<JsonObject> {
  const bytes = await readFile(path)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  return { type: 'audit.torn', ...from, bytes: bytes.length, sha256, file: path.slice(dirname(path).length + 1) }
}

/** Makes sure that what was read from a file is not only in the page cache. */
export async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r+')
  try {
    await file.datasync()
  } finally {
    await file.close()
  }
}

/** The size of a file; 0 when there is none. */
export async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size
  } catch (cause) {
    if (isMissing(cause)) return 0
    throw cause
  }
}

/** The name holds the bytes' hash, so a file of that name from an earlier try can be written over. */
async function writeNew(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'w', 0o600)
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
}
