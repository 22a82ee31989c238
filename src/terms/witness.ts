/** Hears an answer as it passes, for whoever must recognise it when it comes back. It may keep digests of it, and no text. */
export type Witness = {
  /** A piece of the answer's text, in order. `choice` tells apart several answers to one request. */
  readonly said: (text: string, choice: number) => void
  /** The id of a tool call in the answer. */
  readonly called: (id: string) => void
  /** A part that only its maker can read: encrypted reasoning, a signature, a compacted history. */
  readonly sealed: (blob: string) => void
}
