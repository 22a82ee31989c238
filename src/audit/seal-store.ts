import { createHash, randomBytes } from 'node:crypto'
import { mkdir, open, readFile, readdir, rename, rm, rmdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { isMissing, syncDir } from './disk.ts'

/**
 * The files of sealed content, beside a ledger: `content/` has every sealed part, named by the SHA-256 of its bytes, and `keys/` the wrapped
 * data keys, one for each request, in a folder for each caller. Whoever removes that folder has made all that the caller said
 * unreadable, wherever copies of `content/` may be.
 */
export type SealStore = {
  /** Resolves when the key is on disk (fsync). */
  readonly putKey: (place: KeyPlace, wrapped: string) => Promise<void>
  /** Resolves with the digest when the content is on disk (fsync). */
  readonly put: (sealed: string) => Promise<string>
  /** Null when it is not there. Rejects when the file is not what its name says. */
  readonly get: (digest: string) => Promise<string | null>
  /** Null when it is not there: it was erased, or never made. */
  readonly getKey: (place: KeyPlace) => Promise<string | null>
  /** Removes one sealed part, or nothing when it is not there. */
  readonly remove: (digest: string) => Promise<void>
  /** Destroys one data key, or nothing when it is not there. */
  readonly removeKey: (place: KeyPlace) => Promise<void>
  /** Destroys every data key of a caller. Resolves, with how many there were, when that is on disk. */
  readonly destroyKeys: (caller: string) => Promise<number>
}

/** A caller's pseudonym, and a request. */
export type KeyPlace = { readonly caller: string; readonly request: string }

/** Where sealed content lies when nothing else is said. */
export const sealedBeside = (ledger: string): string => `${ledger.replace(/\/+$/, '')}.sealed`

export function sealStore(dir: string): SealStore {
  const folderOf = (caller: string) => join(dir, 'keys', safe(caller))
  const keyPath = ({ caller, request }: KeyPlace) => join(folderOf(caller), `${safe(request)}.jwe`)
  const contentPath = (digest: string) => join(dir, 'content', safe(digest).slice(0, 2), `${digest}.jwe`)
  return {
    putKey: (place, wrapped) => write(keyPath(place), wrapped),
    put: async (sealed) => {
      const digest = digestOf(sealed)
      await write(contentPath(digest), sealed)
      return digest
    },
    get: async (digest) => {
      const text = await read(contentPath(digest))
      if (text !== null && digestOf(text) !== digest) throw new Error('the sealed content is not what was recorded')
      return text
    },
    getKey: (place) => read(keyPath(place)),
    remove: (digest) => discard(contentPath(digest), false),
    removeKey: (place) => discard(keyPath(place), true),
    destroyKeys: (caller) => destroy(folderOf(caller)),
  }
}

const digestOf = (text: string) => createHash('sha256').update(text).digest('hex')

/** Part of a path. What comes from a record is not trusted to be a name. */
function safe(name: string): string {
  if (/^[A-Za-z0-9_-]{1,128}$/.test(name)) return name
  throw new Error('this cannot be the name of anything sealed')
}

const read = (path: string) =>
  readFile(path, 'utf8').catch((cause: unknown) => {
    if (isMissing(cause)) return null
    throw cause
  })

/** Written whole or not at all, and durable with every folder on the way. */
async function write(path: string, text: string): Promise<void> {
  const folder = dirname(path)
  const made = await mkdir(folder, { recursive: true, mode: 0o700 })
  const fresh = `${path}.new`
  const file = await open(fresh, 'w', 0o600)
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(fresh, path)
  await syncDir(folder)
  if (made === undefined) return
  for (let at = folder; at !== dirname(made); at = dirname(at)) await syncDir(dirname(at))
}

/**
 * Overwrites, removes and syncs. Overwriting reaches the old bytes only where a file system writes in place; on others, and on flash, what
 * counts is that the only name is gone: what was there is a key wrapped for the auditors, not the key itself.
 */
async function destroy(folder: string): Promise<number> {
  const names = await readdir(folder).catch((cause: unknown) => {
    if (isMissing(cause)) return null
    throw cause
  })
  if (names === null) return 0
  for (const name of names) {
    const path = join(folder, name)
    await overwrite(path)
    await rm(path)
  }
  await syncDir(folder)
  // A request of this moment may have put a new key there: that one was not asked for.
  await rmdir(folder).catch(() => {})
  await syncDir(dirname(folder))
  return names.filter((name) => name.endsWith('.jwe')).length
}

async function discard(path: string, isKey: boolean): Promise<void> {
  try {
    if (isKey) await overwrite(path)
    await rm(path)
  } catch (cause) {
    if (isMissing(cause)) return
    throw cause
  }
  await syncDir(dirname(path))
}

async function overwrite(path: string): Promise<void> {
  const file = await open(path, 'r+')
  try {
    const { size } = await file.stat()
    await file.write(randomBytes(size), 0, size, 0)
    await file.sync()
  } finally {
    await file.close()
  }
}
