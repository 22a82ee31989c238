/** What of a record may limit who reads it. */
export const READ_FIELDS = ['tenant', 'team', 'level'] as const
export type ReadField = (typeof READ_FIELDS)[number]

/**
 * Which records somebody may read: those that fit one of these, where every field that is named has only values from its list. One that
 * names no field fits all; no entry at all fits none.
 */
export type ReadScope = readonly Readonly<Partial<Record<ReadField, readonly string[]>>>[]

/** All records: for whoever holds the files anyway. */
export const ALL_RECORDS: ReadScope = [{}]

/**
 * Who may read which records over the admin API. `when`: a caller's attributes, each with the values that match. `read`: everything, or what has
 * nothing but the reader's own values (`own`), or nothing but these; or the policy alone, and no record. `sealed`: what was sealed of these records, too.
 */
export type Reader = {
  readonly when: Readonly<Record<string, readonly string[]>>
  readonly read: 'all' | 'policy' | Readonly<Partial<Record<ReadField, 'own' | readonly string[]>>>
  readonly sealed?: boolean
}
