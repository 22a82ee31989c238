import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { HASH_BYTES, nodeHash } from '../frontier.ts'
import { inclusionRanges } from '../merkle-proof.ts'

type Level = { readonly file: number; readonly path: string; count: number; parts: Uint8Array[] }

const FLUSH = 4096

/**
 * The whole Merkle tree of a ledger in temporary files, one for each height, so that a path for every record can be made without holding
 * the tree in memory: 64 bytes of disk for each record.
 */
export class TreeFile {
  readonly #dir: string
  readonly #levels: Level[] = []
  readonly #left: (Uint8Array | null)[] = []

  constructor(dir: string) {
    this.#dir = dir
  }

  push(leaf: Uint8Array): void {
    let hash = leaf
    for (let height = 0; ; height += 1) {
      this.#put(height, hash)
      const left = this.#left[height] ?? null
      this.#left[height] = left === null ? hash : null
      if (left === null) return
      hash = nodeHash(left, hash)
    }
  }

  /** The path of one leaf in a tree of `size` leaves, all of which have been pushed (RFC 6962 §2.1.1). */
  path(index: number, size: number): readonly Uint8Array[] {
    return inclusionRanges(index, size).map(({ start, end }) => this.#root(start, end))
  }

  close(): void {
    for (const { file, path } of this.#levels) {
      closeSync(file)
      rmSync(path, { force: true })
    }
  }

  #root(start: number, end: number): Uint8Array {
    const width = end - start
    const height = Math.floor(Math.log2(width))
    if (2 ** height === width) return this.#read(height, start / width)
    const middle = start + 2 ** height
    return nodeHash(this.#root(start, middle), this.#root(middle, end))
  }

  #put(height: number, hash: Uint8Array): void {
    const level = (this.#levels[height] ??= this.#make(height))
    level.parts.push(hash)
    level.count += 1
    if (level.parts.length >= FLUSH) flush(level)
  }

  #make(height: number): Level {
    const path = join(this.#dir, `.tree-${String(height)}.tmp`)
    return { file: openSync(path, 'wx+', 0o600), path, count: 0, parts: [] }
  }

  #read(height: number, index: number): Uint8Array {
    const level = this.#levels[height]
    if (level === undefined || index >= level.count) throw new Error('the tree is smaller than its checkpoint')
    if (level.parts.length > 0) flush(level)
    const hash = new Uint8Array(HASH_BYTES)
    readSync(level.file, hash, 0, HASH_BYTES, index * HASH_BYTES)
    return hash
  }
}

function flush(level: Level): void {
  const bytes = Buffer.concat(level.parts)
  const end = (level.count - level.parts.length) * HASH_BYTES
  level.parts = []
  for (let at = 0; at < bytes.length;) at += writeSync(level.file, bytes, at, bytes.length - at, end + at)
}
