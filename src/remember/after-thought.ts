import { Hearing } from './hearing.ts'
import type { Said } from './hearing.ts'

/** Where models that think aloud end their thoughts. Many clients send back only what comes after it. */
const END = '</think>'

const NOTHING: Said = { digest: '', length: 0 }

/** What an answer says after its thoughts. Keeps no text, but how much of the mark may have been heard. */
export class AfterThought {
  #answer: Hearing | null = null
  /** How many characters of the mark the text so far ends in. */
  #begun = 0

  hear(piece: string): void {
    const text = END.slice(0, this.#begun) + piece
    const end = text.lastIndexOf(END)
    const rest = end === -1 ? piece : text.slice(end + END.length)
    if (end !== -1) this.#answer = new Hearing()
    this.#answer?.hear(rest)
    this.#begun = endsInPartOf(END, text)
  }

  /** Nothing, when there was no thought. */
  said(): Said {
    return this.#answer?.said() ?? NOTHING
  }
}

/** How many characters of the mark, but not all of them, the text ends in. */
function endsInPartOf(mark: string, text: string): number {
  for (let length = Math.min(mark.length - 1, text.length); length > 0; length -= 1) {
    if (text.endsWith(mark.slice(0, length))) return length
  }
  return 0
}
