/**
 * Something that looks in texts beside the detectors: a server in the network, or a model. It is asked in its own time, and what it
 * says is checked before it counts.
 */
export type Engine = {
  /** What it is called in findings and records. */
  readonly name: string
  /** Every type it can return. Returning another is a failure. */
  readonly types: readonly string[]
  /** UTF-16 units of one text, at most: longer ones come in pieces that overlap. */
  readonly maxChars: number
  /** Texts of one call, at most. */
  readonly maxTexts: number
  /** What takes long the first time. Rejects when there is something wrong that will not go away. */
  readonly warm?: () => Promise<unknown>
  /**
   * Looks at some texts: for each, in order, what was seen there, in UTF-16 offsets. Rejects when it cannot say; with an
   * `InvalidAnswer` when what it was told is no answer.
   */
  readonly look: (texts: readonly string[], signal: AbortSignal) => Promise<readonly (readonly unknown[])[]>
}

/** What was told is not what was agreed. No message quotes it. */
export class InvalidAnswer extends Error {
  override readonly name = 'InvalidAnswer'
}
