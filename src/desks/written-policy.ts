import { createHash } from 'node:crypto'

/** A policy as it was written, kept since it was loaded. */
export type WrittenPolicy = {
  /** Of all that is below. */
  readonly id: string
  /** The policy's. */
  readonly digest: string
  readonly file: string
  readonly text: string
  /** Files of tests beside it. */
  readonly beside: readonly { readonly file: string; readonly text: string }[]
}

export type Written = { readonly policy: WrittenPolicy; readonly candidate: WrittenPolicy | null }

export function writtenPolicy(parts: Omit<WrittenPolicy, 'id'>): WrittenPolicy {
  const { digest, file, text, beside } = parts
  return {
    id: createHash('sha256')
      .update(JSON.stringify([digest, file, text, beside]))
      .digest('hex'),
    ...parts,
  }
}
