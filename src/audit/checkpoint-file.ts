import { createHash } from 'node:crypto'
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { isMissing, syncDir } from './disk.ts'
import { readNote } from './signed-note.ts'
import type { SignedNote } from './signed-note.ts'

/** Beside the segments: every checkpoint, oldest first, each a signed note and an empty line. It only grows. */
export const CHECKPOINTS = 'checkpoints'

const CHUNK = 1 << 16
/** No note of ours is longer: an origin, and a few signatures. */
const MAX_NOTE = 8192
const SEPARATOR = '\n\n'

/** A note with its place in the file. */
export type StoredNote = SignedNote & { readonly start: number; readonly end: number }

/** A reader's answer: a note; the end, with what lies there of a note that is not whole; or why there is no reading on. */
export type NoteRead =
  | { readonly kind: 'note'; readonly note: StoredNote }
  | { readonly kind: 'end'; readonly rest: number }
  | { readonly kind: 'damaged'; readonly why: string }

/** Names a note in a record: its size and the SHA-256 of its text, in hex. */
export type NoteName = { readonly size: number; readonly sha256: string }

export function nameOf({ size, text }: Pick<SignedNote, 'size' | 'text'>): NoteName {
  return { size, sha256: createHash('sha256').update(text).digest('hex') }
}

/**
 * Reads a ledger's checkpoints one by one, in constant memory. After an end it may be asked again: a writer may have
 * added one. A ledger without that file has no checkpoints.
 */
export class CheckpointReader {
  readonly #origin: string
  readonly #path: string
  #file: number | null
  #bytes: Buffer = Buffer.alloc(0)
  #start = 0

  constructor(dir: string, origin: string) {
    this.#origin = origin
    this.#path = join(dir, CHECKPOINTS)
    this.#file = openIfThere(this.#path)
  }

  /** The file's length now. */
  get size(): number {
    return this.#file === null ? 0 : fstatSync(this.#file).size
  }

  next(): NoteRead {
    for (;;) {
      const length = lengthOfFirst(this.#bytes)
      if (length !== null) return this.#take(length)
      if (this.#bytes.length > MAX_NOTE) return { kind: 'damaged', why: 'a checkpoint does not end' }
      if (!this.#fill()) return this.#end()
    }
  }

  close(): void {
    if (this.#file !== null) closeSync(this.#file)
  }

  #take(length: number): NoteRead {
    const note = readNote(this.#bytes.toString('utf8', 0, length - 1))
    if (note === null || note.origin !== this.#origin)
      return { kind: 'damaged', why: 'a checkpoint is not as it was written' }
    const start = this.#start
    this.#start += length
    this.#bytes = this.#bytes.subarray(length)
    return { kind: 'note', note: { ...note, start, end: this.#start } }
  }

  #end(): NoteRead {
    const rest = this.#bytes
    return isBeginning(rest.toString('latin1'), this.#origin)
      ? { kind: 'end', rest: rest.length }
      : { kind: 'damaged', why: 'what follows the last whole checkpoint is not the beginning of one' }
  }

  #fill(): boolean {
    this.#file ??= openIfThere(this.#path)
    if (this.#file === null) return false
    const chunk = Buffer.allocUnsafe(CHUNK)
    const read = readSync(this.#file, chunk, 0, CHUNK, this.#start + this.#bytes.length)
    this.#bytes = Buffer.concat([this.#bytes, chunk.subarray(0, read)])
    return read > 0
  }
}

/** The last checkpoint of a ledger and where the file goes on; throws one sentence when the file is damaged. */
export function lastCheckpoint(
  dir: string,
  origin: string,
): { readonly note: StoredNote | null; readonly end: number } {
  const reader = new CheckpointReader(dir, origin)
  try {
    let note: StoredNote | null = null
    for (;;) {
      const read = reader.next()
      if (read.kind === 'damaged')
        throw new Error(`the file ${CHECKPOINTS} of the ledger ${dir} is damaged: ${read.why}`)
      if (read.kind === 'end') return { note, end: note?.end ?? 0 }
      note = read.note
    }
  } finally {
    reader.close()
  }
}

/** The texts of the notes in such a file, or of the one note that somebody has kept. What is not whole is left out. */
export function notesIn(text: string): readonly string[] {
  const parts = text.split(SEPARATOR)
  return parts.flatMap((body, at) => {
    const signatures = parts[at + 1]?.replace(/\n$/, '')
    return at % 2 === 1 || !signatures ? [] : [`${body}${SEPARATOR}${signatures}\n`]
  })
}

/** Where checkpoints go. */
export type CheckpointSink = {
  /** Resolves when the bytes are on disk, at this place of the file, and nothing after them. May hang or fail. */
  readonly put: (bytes: Uint8Array, at: number) => Promise<void>
}

/** The file beside the segments. It is opened for each checkpoint, so that nothing is ever written through a descriptor that has failed. */
export function checkpointSink(dir: string): CheckpointSink {
  const path = join(dir, CHECKPOINTS)
  return {
    put: async (bytes, at) => {
      const file = await open(path, 'r+').catch((cause: unknown) => {
        if (isMissing(cause) && at === 0) return open(path, 'wx+', 0o600)
        throw cause
      })
      try {
        const { size } = await file.stat()
        if (size < at) throw new Error(`the file ${CHECKPOINTS} became shorter`)
        if (size > at) await file.truncate(at) // what an earlier try left, which was never whole
        const { bytesWritten } = await file.write(bytes, 0, bytes.length, at)
        if (bytesWritten !== bytes.length) throw new Error('short write')
        await file.sync()
      } finally {
        await file.close()
      }
      if (at === 0) await syncDir(dirname(path))
    },
  }
}

/** The length of the first note and its empty line, or null when it is not all there. */
function lengthOfFirst(bytes: Buffer): number | null {
  const body = bytes.indexOf(SEPARATOR)
  const end = body === -1 ? -1 : bytes.indexOf(SEPARATOR, body + SEPARATOR.length)
  return end === -1 || end > MAX_NOTE ? null : end + SEPARATOR.length
}

/** True when a crash can have left this of a note: a beginning. One character a byte. */
function isBeginning(text: string, origin: string): boolean {
  const lines = text.split('\n')
  return lines.every((line, at) => {
    const begins = `${Buffer.from('—').toString('latin1')} ${origin} `
    const isLast = at === lines.length - 1
    if (at === 0) return isLast ? origin.startsWith(line) : line === origin
    if (at === 1) return isLast ? /^\d{0,15}$/.test(line) : /^\d{1,15}$/.test(line)
    if (at === 2) return isLast ? /^[A-Za-z0-9+/]{0,43}=?$/.test(line) : /^[A-Za-z0-9+/]{43}=$/.test(line)
    if (at === 3) return line === ''
    const encoded = line.slice(begins.length)
    if (!isLast) return line.startsWith(begins) && /^[A-Za-z0-9+/]{91}=$/.test(encoded)
    return begins.startsWith(line) || (line.startsWith(begins) && /^[A-Za-z0-9+/]{0,91}=?$/.test(encoded))
  })
}

function openIfThere(path: string): number | null {
  try {
    return openSync(path, 'r')
  } catch (cause) {
    if (isMissing(cause)) return null
    throw cause
  }
}
