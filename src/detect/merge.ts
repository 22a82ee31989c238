import type { Finding } from '../terms/finding.ts'
import type { Sight } from './sight.ts'

/** What was seen in a segment. */
export type Seen = Sight & { readonly segment: number }

/**
 * Settles overlaps in each segment: the stronger evidence stays, a longer span wins a tie, and both stay when they are of
 * different types and equally strong. A secret gives way to nothing but a secret: what may unlock something must not hide
 * behind a name. What was decoded gives way only to what was seen in the same look, or to its own type: all that an encoded run
 * holds has the place of the run. In the order of the text. Time n log n in the findings, and those that overlap one another.
 */
export function merged(findings: readonly Seen[]): readonly Finding[] {
  const strongest = [...findings].sort(
    (a, b) => b.score - a.score || b.end - b.start - (a.end - a.start) || rankOf(a) - rankOf(b) || a.start - b.start,
  )
  const kept = new Map<number, Map<number, Seen[]>>()
  for (const finding of strongest) {
    const cells = cellsOf(finding)
    const segment = kept.get(finding.segment) ?? new Map<number, Seen[]>()
    kept.set(finding.segment, segment)
    if (cells.some((cell) => segment.get(cell)?.some((stronger) => givesWay(finding, stronger)))) continue
    for (const cell of cells) {
      const others = segment.get(cell)
      if (others === undefined) segment.set(cell, [finding])
      else others.push(finding)
    }
  }
  const all = new Set([...kept.values()].flatMap((cells) => [...cells.values()].flat()))
  return [...all].sort((a, b) => a.segment - b.segment || a.start - b.start || a.end - b.end).map(withoutLook)
}

const withoutLook = ({ detector, type, score, start, end, via, segment }: Seen): Finding => ({
  detector,
  type,
  score,
  start,
  end,
  via,
  segment,
})

/** Findings are compared only with those in the same stretch of text, so that many of them stay cheap. */
const CELL = 256

function cellsOf({ start, end }: Finding): readonly number[] {
  const first = Math.floor(start / CELL)
  const last = Math.floor((end - 1) / CELL)
  if (first === last) return [first]
  return Array.from({ length: last - first + 1 }, (_, i) => first + i)
}

/** What was seen without decoding comes first: it can be compared with other text. */
const rankOf = ({ via }: Finding): number => RANKS.indexOf(via)
const RANKS: readonly Finding['via'][] = ['plain', 'normalised', 'decoded', 'joined']

function givesWay(finding: Seen, stronger: Seen): boolean {
  if (stronger.start >= finding.end || finding.start >= stronger.end) return false
  const isSameType = finding.type === stronger.type
  if (finding.via !== 'decoded' && stronger.via !== 'decoded') return isSameType || isWeaker(finding, stronger)
  if (finding.look === stronger.look)
    return stronger.from < finding.to && finding.from < stronger.to && (isSameType || isWeaker(finding, stronger))
  return isSameType && !isDecodedApart(finding, stronger)
}

const isWeaker = (finding: Finding, stronger: Finding): boolean =>
  finding.type !== 'SECRET' && stronger.score > finding.score

/** Two things in one encoded run share its span, and are still two; they cannot be told from one, which errs upwards. */
const isDecodedApart = (finding: Seen, stronger: Seen): boolean =>
  finding.isOpaque && stronger.isOpaque && finding.start === stronger.start && finding.end === stronger.end
