import { createReadStream, createWriteStream } from 'node:fs'
import { rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { disk, syncDir } from './disk.ts'
import { listFiles } from './ledger-files.ts'
import { GZ } from './segment-name.ts'
import { sizeOf, syncFile } from './torn-tail.ts'

export type Packed = { readonly segments: number; readonly before: number; readonly after: number }

/** The last segments stay as they are: one is being written, and a start reads at least two. */
const KEEP = 3

/**
 * Packs closed segments (gzip), oldest first; their records, hashes and names in records stay the same. A writer may be at work: it never
 * touches a closed segment again. Each plain file is removed only when the packed one, and its name, are on disk.
 */
export async function packSegments(dir: string): Promise<Packed> {
  const { segments } = await listFiles(dir)
  const plain = segments.slice(0, -KEEP).filter(({ path }) => !path.endsWith(GZ))
  let [before, after] = [0, 0]
  for (const { path } of plain) {
    const made = `${path}${GZ}.new`
    await pipeline(createReadStream(path), createGzip({ level: 6 }), createWriteStream(made, { mode: 0o600 }))
    await syncFile(made)
    await rename(made, `${path}${GZ}`)
    await syncDir(dirname(path))
    before += await sizeOf(path)
    after += await sizeOf(`${path}${GZ}`)
    await disk.remove(path)
    await syncDir(dirname(path))
  }
  return { segments: plain.length, before, after }
}
