import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** A file to read; something in a folder that is left out, and why; or a folder that cannot be looked into. */
export type Place =
  | { readonly kind: 'unreadable'; readonly path: string }
  | { readonly kind: 'file'; readonly path: string; readonly isNamed: boolean; readonly bytes: number }
  | { readonly kind: 'left_out'; readonly path: string; readonly why: string }

/**
 * The files that some paths stand for: a file for itself, a folder for all that is below it, in the order of names. What is
 * named is followed wherever it leads; in a folder links are left out, and so is what is no file, so that there is an end to it.
 */
export async function* filesAt(paths: readonly string[]): AsyncGenerator<Place> {
  for (const path of paths) {
    const is = await stat(path)
    if (is.isDirectory()) yield* filesIn(path)
    else yield { kind: 'file', path, isNamed: true, bytes: is.size }
  }
}

async function* filesIn(folder: string): AsyncGenerator<Place> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => null)
  if (entries === null) return yield { kind: 'unreadable', path: folder }
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) yield* filesIn(path)
    else if (entry.isFile()) yield { kind: 'file', path, isNamed: false, bytes: await sizeOf(path) }
    else yield { kind: 'left_out', path, why: entry.isSymbolicLink() ? 'it is a link' : 'it is no file' }
  }
}

const sizeOf = async (path: string): Promise<number> => (await stat(path).catch(() => null))?.size ?? 0
