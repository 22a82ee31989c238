import type { Finding } from '../terms/finding.ts'
import type { Segment } from '../terms/prompt.ts'
import { mod97, passesLuhn } from './checksums.ts'
import { CODE_ROWS } from './code-rows.ts'
import { contextOf, evidence } from './context.ts'
import type { Surroundings } from './context.ts'
import { WORDS as BIRTH } from './date-of-birth.ts'
import type { Phrases } from './fold.ts'
import { WORDS as IBAN } from './iban.ts'
import { normalise } from './normalise.ts'
import { NUMBER_ROWS } from './number-rows.ts'
import { WORDS as CARD } from './payment-card.ts'
import { WORDS as PHONE } from './phone-number.ts'
import { ITIN_WORDS, SSN_WORDS } from './us-ssn.ts'

/** What speaks for a finding. Its words are from our own lists, and never a caller's. */
export type FindingEvidence = {
  /** How the text had to be looked at. */
  readonly via: Finding['via']
  /** What its check digits say; `none` where its kind has no check. Absent where that cannot be told from outside. */
  readonly checksum?: 'passed' | 'failed' | 'none'
  /** A word of ours that stands where a label would, or near. */
  readonly words?: { readonly says: 'label' | 'near'; readonly phrase: string }
}

/**
 * What speaks for a finding, found out again from the text: detection itself keeps none of it, and is as fast as if nobody asked.
 * Of what was decoded, or joined over segments, only that is said.
 */
export function evidenceOf(finding: Finding, segment: Segment): FindingEvidence {
  const { type, via, start, end } = finding
  if (via === 'decoded' || via === 'joined') return { via }
  const checksum = checksumOf(type, normalise(segment.text.slice(start, end)).text)
  const words = wordsFor(type, contextOf(segment.text, segment).around(start, end))
  return { via, ...(checksum && { checksum }), ...(words && { words }) }
}

const ROWS = Map.groupBy([...NUMBER_ROWS, ...CODE_ROWS], ({ type }) => type)
const KNOWN: ReadonlyMap<string, readonly Phrases[]> = new Map([
  ...[...ROWS].map(([type, rows]) => [type, rows.map(({ words }) => words)] as const),
  ['CREDIT_CARD', [CARD]],
  ['IBAN_CODE', [IBAN]],
  ['PHONE_NUMBER', [PHONE]],
  ['DATE_OF_BIRTH', [BIRTH]],
  ['US_SSN', [SSN_WORDS]],
  ['US_ITIN', [ITIN_WORDS]],
])

/** The surest of the words, and of those the longest. */
function wordsFor(type: string, around: Surroundings): FindingEvidence['words'] {
  const known = (KNOWN.get(type) ?? []).flatMap((some) =>
    [...some].flatMap(([last, all]) => all.map((one) => [last, one] as const)),
  )
  const said = known.flatMap(([last, phrase]) => {
    const says = evidence(around, new Map([[last, [phrase]]]))
    return says === 'label' || says === 'near' ? [{ says, phrase: phrase.trim() } as const] : []
  })
  return said.sort((a, b) => a.says.localeCompare(b.says) || b.phrase.length - a.phrase.length)[0]
}

function checksumOf(type: string, value: string): FindingEvidence['checksum'] {
  const bare = value.replace(/[^0-9A-Za-z]/g, '').toUpperCase()
  const digits = value.replace(/\D/g, '')
  if (type === 'CREDIT_CARD') return verdict(passesLuhn(digits))
  if (type === 'IBAN_CODE') return verdict(mod97(`${bare.slice(4)}${bare.slice(0, 4)}`) === 1)
  const rows = ROWS.get(type)
  if (rows === undefined) return undefined
  const checks = rows.flatMap((row) => {
    if (row.passes === null) return []
    if ('lengths' in row) return row.lengths.includes(digits.length) ? [row.passes(digits)] : []
    return [row.passes(bare) || row.passes(value.toUpperCase())]
  })
  if (checks.length === 0) return rows.every(({ passes }) => passes === null) ? 'none' : undefined
  return verdict(checks.includes(true))
}

const verdict = (passes: boolean) => (passes ? 'passed' : 'failed')
