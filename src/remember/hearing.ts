import { createHash } from 'node:crypto'
import type { Hash } from 'node:crypto'

/** What was said in one turn, without the white space at its ends. */
export type Said = {
  /** SHA-256; the same as `digestOf` gives for the whole. */
  readonly digest: string
  /** UTF-16 units. */
  readonly length: number
}

/** An answer that is heard piece by piece. Keeps a running digest and no text; each piece costs what its length does. */
export class Hearing {
  readonly #hash: Hash = createHash('sha256')
  /** The digest up to the last word, while nothing but white space has come since. */
  #atLastWord: Hash | null = null
  #length = 0
  #space = 0

  hear(piece: string): void {
    const text = this.#length === 0 ? piece.trimStart() : piece
    const said = text.trimEnd()
    const space = text.slice(said.length)
    if (said !== '') {
      this.#hash.update(said, 'utf16le')
      this.#length += this.#space + said.length
      this.#space = 0
      this.#atLastWord = null
    }
    if (space !== '') {
      this.#atLastWord ??= this.#hash.copy()
      this.#hash.update(space, 'utf16le')
      this.#space += space.length
    }
  }

  /** What was said up to now. More may be heard after it. */
  said(): Said {
    const digest = (this.#atLastWord ?? this.#hash).copy().digest('base64url')
    return { digest, length: this.#length }
  }
}
