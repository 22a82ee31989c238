import type { Hmac } from 'node:crypto'
import type { Digests } from './digests.ts'
import { finish } from './digests.ts'

/** An answer that is shorter than this is given in many conversations: it counts only together with the turn before it. */
const SHORT = 24

/** The name under which an answer is remembered; null for one that says nothing. White space at its ends is not part of it. */
export function nameOf(digests: Digests, text: string, before: string): string | null {
  const said = text.trim()
  if (said === '') return null
  return said.length < SHORT ? digests.of('short', before.trim(), said) : digests.of('answer', said)
}

/** The same, of an answer that is heard piece by piece. It holds no more of it than the space at its end, or a short answer. */
export class Hearing {
  readonly #digests: Digests
  readonly #hash: Hmac
  #short = ''
  #space = ''
  #length = 0

  constructor(digests: Digests) {
    this.#digests = digests
    this.#hash = digests.begin('answer')
  }

  hear(piece: string): void {
    const text = this.#length === 0 ? piece.trimStart() : piece
    const said = text.trimEnd()
    if (said !== '') this.#take(this.#space + said)
    this.#space = (said === '' ? this.#space : '') + text.slice(said.length)
  }

  name(before: string): string | null {
    if (this.#length === 0) return null
    return this.#length < SHORT ? this.#digests.of('short', before.trim(), this.#short) : finish(this.#hash)
  }

  #take(text: string): void {
    this.#hash.update(text)
    this.#length += text.length
    this.#short = this.#length < SHORT ? this.#short + text : ''
  }
}
