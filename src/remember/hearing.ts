import { createHash } from 'node:crypto'
import type { Hash } from 'node:crypto'
import { digestOf } from './digests.ts'

/** What was said in one turn, without the white space at its ends. */
export type Said = {
  /** SHA-256; the same as `digestOf` gives for the whole. */
  readonly digest: string
  /** UTF-16 units. */
  readonly length: number
}

/**
 * An answer that is heard piece by piece. Keeps a running digest, and of the text no more than the first piece, until there is a second: most
 * answers come whole, and what it takes to keep a digest running costs more than to digest them. Each piece costs what its length does.
 */
export class Hearing {
  /** All that was said, as long as that is one piece. */
  #first: string | null = null
  #hash: Hash | null = null
  /** The digest up to the last word, while nothing but white space has come since. */
  #atLastWord: Hash | null = null
  #length = 0
  #space = 0

  hear(piece: string): void {
    const text = this.#length === 0 ? piece.trimStart() : piece
    if (text === '') return
    const said = text.trimEnd()
    if (this.#length === 0 && said.length === text.length) {
      this.#first = said
      this.#length = said.length
      return
    }
    const hash = this.#running()
    if (said !== '') {
      hash.update(said, 'utf16le')
      this.#length += this.#space + said.length
      this.#space = 0
      this.#atLastWord = null
    }
    const space = text.slice(said.length)
    if (space !== '') {
      this.#atLastWord ??= hash.copy()
      hash.update(space, 'utf16le')
      this.#space += space.length
    }
  }

  /** What was said up to now. More may be heard after it. */
  said(): Said {
    const running = this.#atLastWord ?? this.#hash
    const digest = running === null ? digestOf(this.#first ?? '') : running.copy().digest('base64url')
    return { digest, length: this.#length }
  }

  #running(): Hash {
    if (this.#hash !== null) return this.#hash
    this.#hash = createHash('sha256').update(this.#first ?? '', 'utf16le')
    this.#first = null
    return this.#hash
  }
}
