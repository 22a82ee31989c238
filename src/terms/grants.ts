import type { ReadScope } from './reading.ts'

/** What somebody may do over the admin API. All of it comes from the same list of readers; nobody has anything that it does not give. */
export type Grants = {
  readonly records: ReadScope
  /** The policy in force, its tests and history, and the playground. */
  readonly policy: boolean
  /** The records whose sealed content they may get, none of which is beyond `records`; only an auditor's private key opens it. */
  readonly sealed: ReadScope
}

/** Whoever may read every record may also see what is about all of them: how busy a node is, the whole ledger's statement. */
export const readsAll = ({ records }: Grants): boolean => records.some((part) => Object.keys(part).length === 0)
