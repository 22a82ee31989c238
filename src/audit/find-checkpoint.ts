import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { CHECKPOINTS } from './checkpoint-file.ts'
import { isMissing } from './disk.ts'
import { readNote } from './signed-note.ts'
import type { SignedNote } from './signed-note.ts'

/** More than two notes: whatever lies in it, one of them begins and ends there. */
const WINDOW = 1 << 15

export type Around = { readonly before: SignedNote | null; readonly first: SignedNote | null }

type Placed = { readonly note: SignedNote; readonly start: number; readonly end: number }

/**
 * The first checkpoint that covers a record, and the one before it, without reading the others: they lie in the file by size. Says nothing about who
 * signed them. What lies there and is no note ends the search, and is then not found.
 */
export function checkpointsAround(dir: string, origin: string, seq: number): Around {
  const file = openIfThere(join(dir, CHECKPOINTS))
  if (file === null) return { before: null, first: null }
  try {
    let before: SignedNote | null = null
    let [low, high] = [0, fstatSync(file).size]
    while (high - low > WINDOW) {
      const middle = Math.floor((low + high) / 2)
      const found = noteFrom(file, origin, middle)
      if (found === null || found.note.size > seq) high = middle
      else [before, low] = [found.note, found.end]
    }
    for (let found = noteFrom(file, origin, low); found !== null; found = noteFrom(file, origin, found.end)) {
      if (found.note.size > seq) return { before, first: found.note }
      before = found.note
    }
    return { before, first: null }
  } finally {
    closeSync(file)
  }
}

/** The sizes of the last checkpoints, newest first: as many as lie at the end of the file. */
export function lastSizes(dir: string, origin: string): readonly number[] {
  const file = openIfThere(join(dir, CHECKPOINTS))
  if (file === null) return []
  try {
    const sizes: number[] = []
    const from = Math.max(0, fstatSync(file).size - WINDOW)
    for (let found = noteFrom(file, origin, from); found !== null; found = noteFrom(file, origin, found.end))
      sizes.unshift(found.note.size)
    return sizes
  } finally {
    closeSync(file)
  }
}

/** The first whole note that begins here or after. */
function noteFrom(file: number, origin: string, from: number): Placed | null {
  const at = Math.max(0, from - 2) // the empty line before it
  const bytes = Buffer.allocUnsafe(WINDOW)
  const text = bytes.toString('latin1', 0, readSync(file, bytes, 0, WINDOW, at))
  const found = from === 0 ? 0 : text.indexOf(`\n\n${origin}\n`)
  const start = from === 0 || found === -1 ? found : found + 2
  const body = start === -1 ? -1 : text.indexOf('\n\n', start)
  const end = body === -1 ? -1 : text.indexOf('\n\n', body + 2)
  const note = end === -1 ? null : readNote(bytes.toString('utf8', start, end + 1))
  return note?.origin === origin ? { note, start: at + start, end: at + end + 2 } : null
}

function openIfThere(path: string): number | null {
  try {
    return openSync(path, 'r')
  } catch (cause) {
    if (isMissing(cause)) return null
    throw cause
  }
}
