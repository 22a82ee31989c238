import type { Document, Span } from './fill.ts'

/** Something that was found in a text, by us or by the baseline. */
export type Found = Span & { readonly score: number }

/** What is compared, and what was found there. */
export type Judged = { readonly document: Document; readonly found: readonly Found[] }

export type Score = { hit: number; missed: number; right: number; wrong: number }

export const emptyScore = (): Score => ({ hit: 0, missed: 0, right: 0, wrong: 0 })

/** Below this the default policy does not count a finding. */
export const SURE = 0.5

export const sureOf = (found: readonly Found[]) => found.filter(({ score }) => score >= SURE)

const overlap = (a: Span, b: Span) => Math.max(0, Math.min(a.end, b.end) - Math.max(a.start, b.start))
const lengthOf = ({ start, end }: Span) => end - start

/** True when findings of its type cover at least half of what is there. */
export function isHit(span: Span, found: readonly Found[]): boolean {
  const covered = found.filter(({ type }) => type === span.type).reduce((most, one) => most + overlap(one, span), 0)
  return covered * 2 >= lengthOf(span)
}

/** True when a finding covers half of something of its type, or lies by half in things of its type. */
export function isRight(one: Found, spans: readonly Span[]): boolean {
  const mine = spans.filter(({ type }) => type === one.type)
  const inside = mine.reduce((sum, span) => sum + overlap(one, span), 0)
  return inside * 2 >= lengthOf(one) || mine.some((span) => overlap(one, span) * 2 >= lengthOf(span))
}

/** Adds a text to the scores of its types. Findings that are not sure do not count; nor do types whose places are not known. */
export function addTo(scores: Map<string, Score>, { document, found }: Judged, types: ReadonlySet<string>): void {
  const of = (type: string) => {
    const score = scores.get(type) ?? emptyScore()
    scores.set(type, score)
    return score
  }
  const sure = sureOf(found).filter(({ type }) => types.has(type))
  for (const span of document.spans) of(span.type)[isHit(span, sure) ? 'hit' : 'missed']++
  for (const one of sure) of(one.type)[isRight(one, document.spans) ? 'right' : 'wrong']++
}

export const added = (scores: readonly Score[]): Score =>
  scores.reduce((sum, { hit, missed, right, wrong }) => {
    return { hit: sum.hit + hit, missed: sum.missed + missed, right: sum.right + right, wrong: sum.wrong + wrong }
  }, emptyScore())

const ratio = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole)

export const recallOf = ({ hit, missed }: Score) => ratio(hit, hit + missed)
export const precisionOf = ({ right, wrong }: Score) => ratio(right, right + wrong)

/** F2: recall weighs more than precision, as a leak weighs more than an alarm (van Rijsbergen, β = 2). */
export function f2Of(score: Score): number | null {
  const [recall, precision] = [recallOf(score), precisionOf(score) ?? 0]
  if (recall === null) return null
  return recall + precision === 0 ? 0 : (5 * precision * recall) / (4 * precision + recall)
}
