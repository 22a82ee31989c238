import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

/** One file of the console in memory, as it may be asked for. */
export type ConsoleFile = {
  readonly type: string
  readonly etag: string
  /** Its name changes with its content, so that whoever has it need never ask again. */
  readonly isLasting: boolean
  readonly plain: Buffer
  /** Null where that is no shorter. */
  readonly br: Buffer | null
  readonly gzip: Buffer | null
}

/** Path in a URL → file. */
export type ConsoleFiles = ReadonlyMap<string, ConsoleFile>

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json',
}

/** A name such as `assets/index-B4k9xQ2z.js`. */
const HASHED = /^\/assets\/.*-[\w-]{8}\.[a-z0-9]+$/

/**
 * Reads the built console once, and makes its shorter forms. What it does not know the type of is left out, and so is whatever begins with a
 * dot. No path from outside ever reaches the file system. A folder that is not there is an empty console.
 */
export async function readConsole(dir: string): Promise<ConsoleFiles> {
  const found = await readdir(dir, { recursive: true, withFileTypes: true }).catch(() => [])
  const files = found.filter((entry) => entry.isFile() && !entry.name.startsWith('.') && extname(entry.name) in TYPES)
  const read = await Promise.all(
    files.map(async ({ parentPath, name }) => {
      const path = join(parentPath, name)
      const at = `/${path.slice(join(dir, '/').length).replaceAll('\\', '/')}`
      return [at, await toFile(at, await readFile(path))] as const
    }),
  )
  return new Map(read)
}

async function toFile(at: string, plain: Buffer): Promise<ConsoleFile> {
  const type = TYPES[extname(at)] ?? 'application/octet-stream'
  const [br, zipped] = await Promise.all([
    promisify(brotliCompress)(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
    promisify(gzip)(plain, { level: 9 }),
  ])
  const shorter = (bytes: Buffer) => (bytes.length < plain.length ? bytes : null)
  const etag = createHash('sha256').update(plain).digest('base64url').slice(0, 22)
  return { type, etag, isLasting: HASHED.test(at), plain, br: shorter(br), gzip: shorter(zipped) }
}
