import { createHash } from 'node:crypto'
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

/** A file as a manifest names it. */
export type FileEntry = { readonly name: string; readonly bytes: number; readonly sha256: string }

const BLOCK = 1 << 20

/**
 * A new file of an export: written in blocks, hashed as it goes, on disk when `finish` has returned. Throws when it is there already.
 * Compressed, each block is a gzip member of its own (RFC 1952 §2.2): any reader takes them for one file.
 */
export class OutFile {
  readonly name: string
  readonly #file: number
  readonly #gzip: boolean
  readonly #hash = createHash('sha256')
  #parts: Uint8Array[] = []
  #held = 0
  #bytes = 0

  constructor(dir: string, name: string, gzip = false) {
    this.name = gzip ? `${name}.gz` : name
    this.#gzip = gzip
    this.#file = openSync(join(dir, this.name), 'wx', 0o600)
  }

  /** Takes the bytes as they are; whoever reuses their memory hands in a copy. */
  write(part: string | Uint8Array): void {
    const bytes = typeof part === 'string' ? Buffer.from(part) : part
    this.#parts.push(bytes)
    this.#held += bytes.length
    if (this.#held >= BLOCK) this.#flush()
  }

  finish(): FileEntry {
    if (this.#held > 0 || (this.#gzip && this.#bytes === 0)) this.#flush()
    fsyncSync(this.#file)
    this.close()
    return { name: this.name, bytes: this.#bytes, sha256: this.#hash.digest('hex') }
  }

  close(): void {
    closeSync(this.#file)
  }

  #flush(): void {
    const block = Buffer.concat(this.#parts)
    this.#parts = []
    this.#held = 0
    const bytes = this.#gzip ? gzipSync(block) : block
    for (let at = 0; at < bytes.length;) at += writeSync(this.#file, bytes, at)
    this.#hash.update(bytes)
    this.#bytes += bytes.length
  }
}
