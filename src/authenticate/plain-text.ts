const MAX_TEXT = 256
// Controls, lone surrogates, line separators and bidirectional overrides: what would forge or garble a line of a record.
const FORBIDDEN = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}]/u

/** True for a string of 1 to 256 UTF-16 units that can stand in a record, and in a policy, as it is. */
export function isPlainText(value: unknown): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= MAX_TEXT && !FORBIDDEN.test(value)
}
