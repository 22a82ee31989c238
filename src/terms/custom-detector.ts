/** A detector that a policy brings along: a pattern or a list of words, for a type of the policy's own. Plain data, as it is written. */
export type CustomDetector = {
  /** The type of its findings, such as `ACME_CASE`. */
  readonly type: string
  /** Either a pattern or words; the other is null. */
  readonly pattern: string | null
  readonly words: readonly string[] | null
  /** When there are any, one of these has to be near; a match without is not sure. */
  readonly context: readonly string[]
  /** How sure a match is, from 0 to 1. */
  readonly score: number
  readonly because: string
}

/** What such a detector is called in findings and records. */
export const nameOfDetector = (type: string): string => `policy:${type}`
