import { Problem } from '../terms/problem.ts'

const SHORTEST = 10
const LONGEST = 200

/**
 * The reason that a caller gives in `x-cordon-reason` for what a denial may yield to; null when there is none. It may end up in a record as it
 * stands, so it is one short line: anything else is refused.
 */
export function askedReason(headerValues: readonly string[]): string | null {
  const [value, ...others] = headerValues
  if (value === undefined) return null
  const text = toText(value)?.trim() ?? ''
  if (others.length === 0 && text.length >= SHORTEST && text.length <= LONGEST && isPlain(text)) return text
  throw new Problem('invalid_request', 'unusable x-cordon-reason', {
    says: `x-cordon-reason must be one line of ${String(SHORTEST)} to ${String(LONGEST)} characters in UTF-8.`,
    param: 'x-cordon-reason',
    reason: 'reason',
  })
}

/** Node gives the bytes of a header as Latin-1. */
function toText(value: string): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(value, 'latin1'))
  } catch {
    return null
  }
}

/** Without anything that could hide, or move what stands around it. */
const isPlain = (text: string) => !/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/u.test(text)
