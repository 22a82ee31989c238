/** Bounds on one request body. What is above a bound is refused whole: a prefix is never read. */
export type Limits = {
  /** Bytes of the body. */
  readonly maxBody: number
  /** Levels of arrays and objects inside each other. */
  readonly maxDepth: number
  /** Entries of any one array or object. */
  readonly maxItems: number
  /** Values in the whole body: the memory that a parsed body takes grows with these, not only with its bytes. */
  readonly maxValues: number
  /** Characters of a pointer to any value: its keys, one inside the other. Every text of the request carries its pointer. */
  readonly maxPath: number
}

export const DEFAULT_LIMITS: Limits = {
  maxBody: 10 * 1024 * 1024,
  maxDepth: 64,
  maxItems: 50_000,
  maxValues: 100_000,
  maxPath: 1024,
}
