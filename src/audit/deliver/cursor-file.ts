import { mkdir, open, readFile, rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import { isJsonObject } from '../../terms/json.ts'
import type { JsonValue } from '../../terms/json.ts'
import { isMissing, syncDir } from '../disk.ts'

/** How far a receiver has got: `next` is the number of the first record that it has not surely taken. */
export type CursorFile = {
  /** 0 when there is no file. Throws one sentence for one that is damaged, or of another ledger. */
  readonly read: () => Promise<number>
  /** On disk when it resolves, whole or not at all. */
  readonly write: (next: number) => Promise<void>
}

/** The cursor of one receiver. It lies outside of the ledger's folder, which holds nothing but the ledger. */
export function cursorFile(path: string, origin: string): CursorFile {
  return {
    read: async () => {
      const text = await readFile(path, 'utf8').catch((cause: unknown) => {
        if (isMissing(cause)) return null
        throw cause
      })
      if (text === null) return 0
      const value = parsed(text)
      const next = isJsonObject(value) && value['v'] === 1 && value['origin'] === origin ? value['next'] : null
      if (typeof next === 'number' && Number.isSafeInteger(next) && next >= 0) return next
      throw new Error(`${path} is no cursor for the ledger ${origin}: take it away to deliver from the beginning`)
    },
    write: async (next) => {
      await mkdir(dirname(path), { recursive: true, mode: 0o700 })
      const file = await open(`${path}.new`, 'w', 0o600)
      try {
        await file.writeFile(`${JSON.stringify({ v: 1, origin, next })}\n`)
        await file.sync()
      } finally {
        await file.close()
      }
      await rename(`${path}.new`, path)
      await syncDir(dirname(path))
    },
  }
}

function parsed(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue
  } catch {
    return undefined // the caller says that it is no cursor
  }
}
