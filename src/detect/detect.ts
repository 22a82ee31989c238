import type { Detection, Detector, DetectorFailure } from '../terms/finding.ts'
import type { Prompt, Segment } from '../terms/prompt.ts'
import { decoded, firstLook } from './decode.ts'
import type { Look } from './decode.ts'
import { stretchesOf, windowsOf } from './join.ts'
import type { Joined } from './join.ts'
import { JOINABLE } from './joinable.ts'
import { asItIs, normalisedLayer } from './layer.ts'
import type { Layer } from './layer.ts'
import { bundled, fail, lookAt } from './look-at.ts'
import type { Bundle, Clock, Numbered, Watch } from './look-at.ts'
import { merged } from './merge.ts'
import type { Seen } from './merge.ts'
import { normalise } from './normalise.ts'
import { createKeys } from './segment-cache.ts'
import type { SegmentCache } from './segment-cache.ts'
import { placeNames } from './place-names.ts'
import type { Sight } from './sight.ts'

export type DetectOptions = {
  readonly detectors: readonly Detector[]
  /** Milliseconds; any origin. */
  readonly now: () => number
  /** Milliseconds for one prompt; 2,000 unless said otherwise. */
  readonly budgetMs?: number
  /** Milliseconds for one text, which is never interrupted; as many as for the prompt unless said otherwise. */
  readonly textMs?: number
  /** UTF-16 units for one prompt; 4,000,000 unless said otherwise. */
  readonly maxChars?: number
  /** Remembers what was seen, so that the cost of a conversation follows its new text. None unless said otherwise. */
  readonly cache?: SegmentCache
}

/**
 * `scope` names those who may share what is remembered, such as one caller: from how long an answer takes nobody outside of it
 * learns what was sent before.
 */
export type Detect = (prompt: Pick<Prompt, 'segments'>, scope?: string) => Detection

/** The same, with rests in between, in which others have their turn. */
export type PatientDetect = (prompt: Pick<Prompt, 'segments'>, scope?: string) => Promise<Detection>

export type PatientOptions = DetectOptions & {
  /** Resolves after everything else that waits had its turn. */
  readonly rest: () => Promise<void>
  /** Milliseconds of work between two rests. */
  readonly sliceMs: number
}

/**
 * Looks at every text of a prompt: as it is or normalised, decoded, and joined over the borders of segments. Findings hold
 * offsets into the original texts and never text. Whatever could not be looked at is in `failed`, by detector: it threw,
 * returned something that is no finding, ran out of time, or there was more text, or more layers of encoding (`decode`), than
 * is allowed. Never throws for a prompt. Time is linear in the text. A detector that never returns is not interrupted.
 * The result with a cache is the result without.
 */
export function createDetect(options: DetectOptions): Detect {
  const look = createLook(options)
  return (prompt, scope = '') => {
    const looking = look(prompt, scope)
    for (let step = looking.next(); ; step = looking.next()) if (step.done === true) return step.value
  }
}

/**
 * `createDetect`, for a process that has other things to do: between two texts it rests, as soon as it has worked for `sliceMs`. Its
 * budget is for its own work alone.
 */
export function createPatientDetect({ rest, sliceMs, ...options }: PatientOptions): PatientDetect {
  const look = createLook(options)
  const { now } = options
  return async (prompt, scope = '') => {
    const looking = look(prompt, scope)
    let began = now()
    for (let step = looking.next(); ; step = looking.next()) {
      if (step.done === true) return step.value
      const at = now()
      if (at - began < sliceMs) continue
      await rest()
      began = now()
      step.value.deadline += began - at
    }
  }
}

/** Looks at one text after the other; what it yields is its clock, whose deadline whoever makes it wait has to put off. */
type Looking = Generator<{ deadline: number }, Detection>

function createLook({
  detectors,
  now,
  budgetMs = 2_000,
  textMs = budgetMs,
  maxChars = 4_000_000,
  cache,
}: DetectOptions) {
  const all = bundled(detectors)
  const joinable = bundled(detectors.filter(({ types }) => types.some((type) => JOINABLE.has(type))))
  const keyOf = createKeys()
  return function* ({ segments }: Pick<Prompt, 'segments'>, scope: string): Looking {
    const known = cache === undefined ? null : { cache, keyOf, scope }
    const clock = { now, deadline: now() + budgetMs }
    const run: Run = { failed: new Map(), isLate: false, known, clock, textMs }
    const fits = fitting(segments, maxChars)
    if (fits.length < segments.length) fail(run, 'detect', 'overloaded')
    const seen: Seen[] = []
    for (const some of withinSegments(run, all, fits)) {
      seen.push(...some)
      yield clock
    }
    for (const some of overBorders(run, joinable, fits)) {
      seen.push(...some)
      yield clock
    }
    return { findings: merged(seen), failed: [...run.failed.values()] }
  }
}

type Run = {
  readonly failed: Map<string, DetectorFailure>
  /** When the time is up, nothing more is looked at. */
  isLate: boolean
  readonly known: Known | null
  readonly clock: Clock
  readonly textMs: number
}
type Known = { readonly cache: SegmentCache; readonly keyOf: ReturnType<typeof createKeys>; readonly scope: string }

function fitting(segments: readonly Segment[], maxChars: number): readonly Segment[] {
  let left = maxChars
  const over = segments.findIndex(({ text }) => (left -= text.length) < 0)
  return over === -1 ? segments : segments.slice(0, over)
}

/** What is to be looked at: a text, where it stands, and whatever else the answer depends on. */
type Asked = { readonly segment: Segment; readonly how: string; readonly look: (watch: Watch) => boolean }

/** What is known of a text, or else what a look at it shows. A look that failed in any way is not remembered. */
function recall(run: Run, bundles: readonly Bundle[], { segment, how, look }: Asked): readonly Sight[] {
  if (run.isLate) return []
  const { role, kind, path, text } = segment
  const key = run.known?.keyOf([run.known.scope, how, role, kind, path, text]) ?? ''
  const known = run.known?.cache.get(key)
  if (known !== undefined) return known
  const { now, deadline } = run.clock
  const clock = { now, deadline: Math.min(deadline, now() + run.textMs) }
  const watch: Watch = { bundles, segment, clock, sights: new Set(), failed: new Map(), shared: new Map() }
  run.isLate = !look(watch)
  for (const { detector, why } of watch.failed.values()) fail(run, detector, why)
  const sights = [...watch.sights]
  if (watch.failed.size === 0 && !run.isLate) run.known?.cache.set(key, sights)
  return sights
}

function* withinSegments(
  run: Run,
  bundles: readonly Bundle[],
  segments: readonly Segment[],
): Generator<readonly Seen[]> {
  for (const [index, { path, ...rest }] of segments.entries()) {
    const segment = { ...rest, path: placeNames(path) }
    const sights = recall(run, bundles, { segment, how: 'alone', look: (watch) => lookAtText(watch, segment.text) })
    yield sights.map((sight) => ({ ...sight, segment: index }))
  }
}

/** Decoded texts are made one at a time, so that no more than one branch of them is held. False when the time is up. */
function lookAtText(watch: Watch, text: string): boolean {
  const raw = asItIs(text)
  const layer = normalisedLayer(raw, normalise(text))
  const first = firstLook(layer)
  if (!lookAt(watch, first, { number: 0, via: layer.text === text ? 'plain' : 'normalised', least: 0 })) return false
  return lookAtDecoded(watch, raw, first, { via: 'decoded', least: LEAST_DECODED })
}

const LEAST_DECODED = 0.5
const LEAST_JOINED = 0.6

type Manner = Pick<Numbered, 'via' | 'least'>

function lookAtDecoded(watch: Watch, raw: Layer, first: Look, manner: Manner): boolean {
  let number = 0
  for (const look of decoded(raw, first, () => fail(watch, 'decode', 'overloaded')))
    if (!lookAt(watch, look, { ...manner, number: ++number })) return false
  return true
}

/** Short segments are joined as if nothing stood between them, and as lines. */
function* overBorders(run: Run, bundles: readonly Bundle[], segments: readonly Segment[]): Generator<readonly Seen[]> {
  for (const edges of stretchesOf(segments.map(({ text }) => text))) {
    for (const window of windowsOf(edges, '', true)) yield inWindow(run, bundles, window)
    for (const window of windowsOf(edges, '\n', false)) yield inWindow(run, bundles, window)
  }
}

function inWindow(run: Run, bundles: readonly Bundle[], window: Joined): readonly Seen[] {
  const segment: Segment = { path: '', role: 'joined', kind: 'value', text: window.text }
  const sights = recall(run, bundles, { segment, how: window.shape, look: (watch) => lookAtWindow(watch, window) })
  return sights.flatMap((sight) => {
    const place = window.locate(sight.start, sight.end)
    return place === null ? [] : [{ ...sight, ...place }]
  })
}

function lookAtWindow(watch: Watch, { text, isCut, owned, cutOnly }: Joined): boolean {
  const raw = { ...asItIs(text), isNew: isCut }
  const first = firstLook(raw)
  const manner = { via: 'joined', least: LEAST_JOINED } as const
  const isInTime =
    lookAt(watch, first, { ...manner, number: 0 }) && (!cutOnly || lookAtDecoded(watch, raw, first, manner))
  for (const sight of watch.sights)
    if (!JOINABLE.has(sight.type) || sight.start < owned.from || sight.start >= owned.to) watch.sights.delete(sight)
  return isInTime
}
