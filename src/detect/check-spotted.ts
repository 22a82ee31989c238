import type { Detector, Spotted } from '../terms/finding.ts'

/** True for a finding that a detector may make of a text: of a type it declares, within the text, with a score from 0 to 1. */
export function isFinding(detector: Pick<Detector, 'types'>, length: number, spotted: unknown): spotted is Spotted {
  if (typeof spotted !== 'object' || spotted === null) return false
  const { type, score, start, end } = spotted as Partial<Spotted>
  return (
    typeof type === 'string' &&
    typesOf(detector).has(type) &&
    typeof score === 'number' &&
    score >= 0 &&
    score <= 1 &&
    Number.isInteger(start) &&
    Number.isInteger(end) &&
    (start as number) >= 0 &&
    (end as number) > (start as number) &&
    (end as number) <= length
  )
}

/** A detector may declare very many types. */
const TYPES = new WeakMap<object, ReadonlySet<string>>()

function typesOf(detector: Pick<Detector, 'types'>): ReadonlySet<string> {
  const known = TYPES.get(detector)
  if (known !== undefined) return known
  const types = new Set(detector.types)
  TYPES.set(detector, types)
  return types
}
