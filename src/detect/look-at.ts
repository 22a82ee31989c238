import type { Detector, DetectorFailure, Finding, Spotted } from '../terms/finding.ts'
import type { Segment } from '../terms/prompt.ts'
import { isFinding } from './check-spotted.ts'
import type { Look } from './decode.ts'
import { flat } from './flat.ts'
import type { Sight } from './sight.ts'

/** Texts are handed to detectors in pieces of this size, so that the clock is read often. */
const PIECE = 98_304
/** Pieces overlap. What begins in the first part of the overlap belongs to the piece before, with all its words around. */
const OVERLAP = 8_192
const LEFT_ROOM = 2_048
/** Below this a piece is so quickly looked at that the clock is read once for all detectors. */
const SMALL = 2_048

/** Detectors that share one `mayHold`, or a single one. */
export type Bundle = { readonly mayHold: Detector['mayHold']; readonly detectors: readonly [Detector, ...Detector[]] }

export function bundled(detectors: readonly Detector[]): readonly Bundle[] {
  const shared = Map.groupBy(detectors, ({ id, mayHold }) => mayHold ?? id)
  return [...shared.values()].flatMap(([first, ...others]) =>
    first === undefined ? [] : [{ mayHold: first.mayHold, detectors: [first, ...others] as const }],
  )
}

export type Clock = { readonly now: () => number; readonly deadline: number }

/** All looks at one text: what is to be kept, what was seen, and what failed. */
export type Watch = {
  readonly bundles: readonly Bundle[]
  readonly clock: Clock
  /** What detectors are told of where the text stands. */
  readonly segment: Segment
  readonly sights: Set<Sight>
  readonly failed: Map<string, DetectorFailure>
  /** How many decoded findings share a type and a place. */
  readonly shared: Map<string, number>
}

export function fail({ failed }: Pick<Watch, 'failed'>, detector: string, why: DetectorFailure['why']): void {
  failed.set(`${detector} ${why}`, { detector, why })
}

/** Which look at a text it is, how the text had to be looked at, and how sure a finding has to be then. */
export type Numbered = { readonly number: number; readonly via: Finding['via']; readonly least: number }

/** Runs detectors over one look, piece by piece. False when the time is up, which is a failure. */
export function lookAt(watch: Watch, look: Look, numbered: Numbered): boolean {
  const { text } = look.layer
  const { bundles, clock } = watch
  for (let from = 0; from < Math.max(1, text.length); from += PIECE - OVERLAP) {
    const isLast = from + PIECE >= text.length
    const piece = from === 0 && isLast ? text : flat(text.slice(from, from + PIECE))
    const owned = { from: from === 0 ? 0 : LEFT_ROOM, to: isLast ? piece.length : PIECE - OVERLAP + LEFT_ROOM }
    const part = { look, numbered, piece, from, owned }
    const isSmall = piece.length <= SMALL
    for (const [index, bundle] of bundles.entries()) {
      if (mayHold(watch, bundle, piece)) for (const detector of bundle.detectors) lookFor(watch, detector, part)
      if ((!isSmall || index === bundles.length - 1) && clock.now() > clock.deadline) {
        fail(watch, isSmall ? 'detect' : bundle.detectors[0].id, 'timed_out')
        return false
      }
    }
    if (isLast) break
  }
  return true
}

/** One that cannot say has failed, and so have all that asked. */
function mayHold(watch: Watch, bundle: Bundle, piece: string): boolean {
  try {
    return bundle.mayHold?.(piece, watch.segment) ?? true
  } catch {
    for (const { id } of bundle.detectors) fail(watch, id, 'threw')
    return false
  }
}

type Part = {
  readonly look: Look
  readonly numbered: Numbered
  readonly piece: string
  readonly from: number
  readonly owned: { readonly from: number; readonly to: number }
}

function lookFor(watch: Watch, detector: Detector, part: Part): void {
  const { piece, owned } = part
  try {
    for (const spotted of detector.detect(piece, watch.segment)) {
      if (!isFinding(detector, piece.length, spotted)) fail(watch, detector.id, 'invalid_finding')
      else if (spotted.start >= owned.from && spotted.start < owned.to) keep(watch, detector, part, spotted)
    }
  } catch {
    fail(watch, detector.id, 'threw') // the cause could quote the prompt, so it goes nowhere
  }
}

function keep(watch: Watch, detector: Detector, { look, numbered, from: offset }: Part, spotted: Spotted): void {
  const { type, score } = spotted
  const { number, via, least } = numbered
  if (score < least) return
  const [from, to] = [spotted.start + offset, spotted.end + offset]
  const above = seenAbove(look, type, { from, to })
  if (above !== undefined && above.score >= score) return
  if (above !== undefined) watch.sights.delete(above)
  const [start, end] = look.layer.span(from, to)
  if (look.layer.isOpaque && isCrowded(watch, `${type} ${String(start)} ${String(end)}`))
    return fail(watch, detector.id, 'overloaded')
  const { isOpaque } = look.layer
  const sight = { detector: detector.id, type, score, start, end, via, look: number, from, to, isOpaque }
  look.seen.push(sight)
  look.byPlace?.set(placeOf(type, from), sight)
  watch.sights.add(sight)
}

const placeOf = (type: string, from: number): string => `${type} ${String(from)}`

/** What was there before something near it was decoded, if it was seen then: that is one thing, and not two. */
function seenAbove({ layer, above }: Look, type: string, { from, to }: Pick<Sight, 'from' | 'to'>): Sight | undefined {
  if (above === null || layer.isNew(from, to)) return undefined
  const [at, end] = above.up(from, to)
  return seenAt(above.look, placeOf(type, at)) ?? seenAbove(above.look, type, { from: at, to: end })
}

function seenAt(look: Look, place: string): Sight | undefined {
  look.byPlace ??= new Map(look.seen.map((sight) => [placeOf(sight.type, sight.from), sight]))
  return look.byPlace.get(place)
}

/** What is decoded from one run shares its span, and is kept apart; more than this of a type is too much to keep. */
const MOST_SHARED = 64

function isCrowded({ shared }: Watch, place: string): boolean {
  const count = (shared.get(place) ?? 0) + 1
  shared.set(place, count)
  return count > MOST_SHARED
}
