import type { Remark } from './remark.ts'
import type { Path } from './source.ts'

/** Something in a policy that is allowed, and probably not meant; at a path, with what to do about it. */
export type Note = {
  readonly code: NoteCode
  readonly path: Path
  readonly part?: 'key' | 'value'
  readonly message: string
  readonly suggestion: string
}

export type NoteCode =
  | 'rule-never-decides'
  | 'rule-changes-nothing'
  | 'condition-changes-nothing'
  | 'duplicate-rule'
  | 'shadow-changes-nothing'
  | 'together-changes-nothing'
  | 'empty-reason'
  | 'ends-soon'
  | 'level-not-reached'
  | 'nobody-reaches'
  | 'spelt-two-ways'
  | 'threshold-not-tested'
  | 'never-not-tested'
  | 'too-much-to-try'
  | 'doubt'

/** A note at its place in the file. */
export type PlacedNote = Remark & { readonly code: NoteCode; readonly suggestion: string }

export const quoted = (names: readonly string[]) => names.map((name) => `"${name}"`).join(', ')
