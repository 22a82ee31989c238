import type { Detection, Detector, DetectorFailure, Finding, Spotted } from '../terms/finding.ts'
import type { Prompt, Segment } from '../terms/prompt.ts'
import { isFinding } from './check-spotted.ts'
import { decoded } from './decode.ts'
import { joined } from './join.ts'
import { JOINABLE } from './joinable.ts'
import { merged } from './merge.ts'
import { normalise } from './normalise.ts'
import type { Normalised } from './normalise.ts'
import { spanIn } from './view.ts'
import type { Place, View } from './view.ts'

export type DetectOptions = {
  readonly detectors: readonly Detector[]
  /** Milliseconds; any origin. */
  readonly now: () => number
  /** Milliseconds for one prompt; 2,000 unless said otherwise. */
  readonly budgetMs?: number
  /** UTF-16 units for one prompt; 4,000,000 unless said otherwise. */
  readonly maxChars?: number
}

export type Detect = (prompt: Pick<Prompt, 'segments'>) => Detection

/** Texts are handed to detectors in pieces of this size, so that the clock is read often. */
const PIECE = 32_768
/** Pieces overlap. What begins in the first part of the overlap belongs to the piece before, with all its words around. */
const OVERLAP = 8_192
const LEFT_ROOM = 2_048
/** Below this a piece is so quickly looked at that the clock is read once for all detectors. */
const SMALL = 2_048

/**
 * Looks at every text of a prompt: as it is, normalised, decoded one layer, and joined over the borders of segments. Findings
 * hold offsets into the original texts and never text. Whatever could not be looked at is in `failed`, by detector: it threw,
 * returned something that is no finding, ran out of time, or there was more text than is allowed. Never throws for a prompt.
 * Time is linear in the text. A detector that never returns is not interrupted.
 */
export function createDetect({ detectors, now, budgetMs = 2_000, maxChars = 4_000_000 }: DetectOptions): Detect {
  const bundles = {
    all: bundled(detectors),
    joinable: bundled(detectors.filter(({ types }) => types.some((type) => JOINABLE.has(type)))),
  }
  return ({ segments }) => {
    const fits = fitting(segments, maxChars)
    const run = { findings: [], failed: new Map(), shared: new Map(), deadline: now() + budgetMs, now } satisfies Run
    if (fits.length < segments.length) fail(run, 'detect', 'overloaded')
    const texts = fits.map(({ text }) => normalise(text))
    lookAtAll(run, bundles, views(texts, fits))
    return { findings: merged(run.findings), failed: [...run.failed.values()] }
  }
}

type Run = {
  readonly findings: Finding[]
  readonly failed: Map<string, DetectorFailure>
  /** How many decoded findings share a type and a place. */
  readonly shared: Map<string, number>
  readonly deadline: number
  readonly now: () => number
}

/** Stops when the time is up, which is itself a failure. */
function lookAtAll(run: Run, { all, joinable }: Bundles, views: Iterable<View>): void {
  for (const view of views) if (!look(run, view.via === 'joined' ? joinable : all, view)) return
}

/** Detectors that share one `mayHold`, or a single one. */
type Bundle = { readonly mayHold: Detector['mayHold']; readonly detectors: readonly [Detector, ...Detector[]] }
type Bundles = { readonly all: readonly Bundle[]; readonly joinable: readonly Bundle[] }

function bundled(detectors: readonly Detector[]): readonly Bundle[] {
  const shared = Map.groupBy(detectors, ({ id, mayHold }) => mayHold ?? id)
  return [...shared.values()].flatMap(([first, ...others]) =>
    first === undefined ? [] : [{ mayHold: first.mayHold, detectors: [first, ...others] as const }],
  )
}

/** One that cannot say has failed, and so have all that asked. */
function mayHold(run: Run, bundle: Bundle, { piece, view }: Part): boolean {
  try {
    return bundle.mayHold?.(piece, view.segment) ?? true
  } catch {
    for (const { id } of bundle.detectors) fail(run, id, 'threw')
    return false
  }
}

function fail({ failed }: Run, detector: string, why: DetectorFailure['why']): void {
  failed.set(`${detector} ${why}`, { detector, why })
}

function fitting(segments: readonly Segment[], maxChars: number): readonly Segment[] {
  let left = maxChars
  const over = segments.findIndex(({ text }) => (left -= text.length) < 0)
  return over === -1 ? segments : segments.slice(0, over)
}

/** Made one at a time, so that no more than one decoded text is held. */
function* views(texts: readonly Normalised[], segments: readonly Segment[]): Generator<View> {
  for (const [index, segment] of segments.entries()) {
    const text = texts[index]
    if (text !== undefined) yield* viewsOf(text, segment, index)
  }
  yield* joinedViews(texts, segments)
}

function* viewsOf({ text, map }: Normalised, segment: Segment, index: number): Generator<View> {
  const locate = (start: number, end: number) => {
    const [from, to] = map === null ? [start, end] : spanIn(map, start, end)
    return { segment: index, start: from, end: to }
  }
  yield { text, via: map === null || text === segment.text ? 'plain' : 'normalised', segment, locate }
  for (const piece of decoded(text)) {
    const plain = normalise(piece.text)
    yield {
      text: plain.text,
      via: 'decoded',
      segment,
      locate: (start, end) => {
        const [from, to] = plain.map === null ? [start, end] : spanIn(plain.map, start, end)
        return locate(...spanIn(piece.map, from, to))
      },
    }
  }
}

function joinedViews(texts: readonly Normalised[], segments: readonly Segment[]): readonly View[] {
  if (texts.length < 2) return []
  const plain = texts.map(({ text }) => text)
  return [...joined(plain, '', true), ...joined(plain, '\n', false)].map(({ text, locate }) => ({
    text,
    via: 'joined',
    segment: { path: '', role: segments[0]?.role ?? 'field', kind: 'value', text },
    locate: (start, end) => {
      const place = locate(start, end)
      const map = place === null ? null : texts[place.segment]?.map
      if (place === null || map === null || map === undefined) return place
      const [from, to] = spanIn(map, place.start, place.end)
      return { segment: place.segment, start: from, end: to }
    },
  }))
}

/** Runs detectors over one view, piece by piece. False when the time is up. */
function look(run: Run, bundles: readonly Bundle[], view: View): boolean {
  for (let from = 0; from < Math.max(1, view.text.length); from += PIECE - OVERLAP) {
    const isLast = from + PIECE >= view.text.length
    const piece = from === 0 && isLast ? view.text : view.text.slice(from, from + PIECE)
    const owned = { from: from === 0 ? 0 : LEFT_ROOM, to: isLast ? piece.length : PIECE - OVERLAP + LEFT_ROOM }
    const part = { view, piece, from, owned }
    for (const [index, bundle] of bundles.entries()) {
      if (mayHold(run, bundle, part)) for (const detector of bundle.detectors) lookFor(run, detector, part)
      const isSmall = piece.length <= SMALL
      if ((!isSmall || index === bundles.length - 1) && run.now() > run.deadline) {
        fail(run, isSmall ? 'detect' : bundle.detectors[0].id, 'timed_out')
        return false
      }
    }
    if (isLast) break
  }
  return true
}

type Part = {
  readonly view: View
  readonly piece: string
  readonly from: number
  readonly owned: { readonly from: number; readonly to: number }
}

function lookFor(run: Run, detector: Detector, { view, piece, from, owned }: Part): void {
  try {
    for (const spotted of detector.detect(piece, view.segment)) {
      if (!isFinding(detector, piece.length, spotted)) fail(run, detector.id, 'invalid_finding')
      else if (spotted.start >= owned.from && spotted.start < owned.to) keep(run, detector, view, { spotted, from })
    }
  } catch {
    fail(run, detector.id, 'threw') // the cause could quote the prompt, so it goes nowhere
  }
}

type Kept = { readonly spotted: Spotted; readonly from: number }

function keep(run: Run, detector: Detector, view: View, { spotted, from }: Kept): void {
  if (view.via === 'joined' && (!JOINABLE.has(spotted.type) || spotted.score < 0.6)) return
  if (view.via === 'decoded' && spotted.score < 0.5) return
  const place = view.locate(spotted.start + from, spotted.end + from)
  if (place === null) return
  const { type, score } = spotted
  if (view.via === 'decoded' && isCrowded(run, type, place)) return fail(run, detector.id, 'overloaded')
  run.findings.push({ detector: detector.id, type, score, ...place, via: view.via })
}

/** What is decoded from one run shares its span, and is kept apart; more than this of a type is too much to keep. */
const MOST_SHARED = 64

function isCrowded({ shared }: Run, type: string, { segment, start, end }: Place): boolean {
  const key = `${type} ${String(segment)} ${String(start)} ${String(end)}`
  const count = (shared.get(key) ?? 0) + 1
  shared.set(key, count)
  return count > MOST_SHARED
}
