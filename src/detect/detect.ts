import type { Detection, Detector } from '../terms/finding.ts'
import type { Prompt } from '../terms/prompt.ts'
import { decoded, firstLook } from './decode.ts'
import type { Look } from './decode.ts'
import { flat } from './flat.ts'
import { cutBetween } from './join.ts'
import type { Window } from './join.ts'
import { JOINABLE } from './joinable.ts'
import { asItIs, normalisedLayer } from './layer.ts'
import type { Layer } from './layer.ts'
import { bundled, fail, lookAt } from './look-at.ts'
import type { Clock, Numbered, Watch } from './look-at.ts'
import { forgetTexts } from './memo.ts'
import { normalise } from './normalise.ts'
import { createRun } from './run.ts'
import type { Answered, Asked, RunOptions } from './run.ts'

export type DetectOptions = RunOptions & { readonly detectors: readonly Detector[] }

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
  /** Milliseconds between two rests. */
  readonly sliceMs: number
  /** The clock for them, which should be fine; `now` unless said otherwise. */
  readonly sliceNow?: () => number
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
export function createPatientDetect(options: PatientOptions): PatientDetect {
  const look = createLook(options)
  return async (prompt, scope = '') => {
    const looking = look(prompt, scope)
    const pause = createPause(options)
    for (let step = looking.next(); ; step = looking.next()) {
      if (step.done === true) return step.value
      if (pause.isDue()) await pause.rest(step.value)
    }
  }
}

/** Says when there was work for a slice, and rests; what others do meanwhile is not taken from the prompt's time. */
export function createPause({ now, rest, sliceMs, sliceNow = now }: Omit<PatientOptions, 'detectors'>) {
  let began = sliceNow()
  return {
    isDue: () => sliceNow() - began >= sliceMs,
    rest: async (clock: { deadline: number }) => {
      const at = now()
      await rest()
      clock.deadline += now() - at
      began = sliceNow()
    },
  }
}

/** Looks at one text after the other; what it yields is its clock, whose deadline whoever makes it wait has to put off. */
type Looking = Generator<{ deadline: number }, Detection>

function createLook(options: DetectOptions) {
  const begin = createRun(options)
  const lookAtAsked = createLookAt(options.detectors)
  return function* (prompt: Pick<Prompt, 'segments'>, scope: string): Looking {
    const run = begin(prompt, scope)
    for (const ask of run.asks()) {
      run.take(ask, run.known(ask) ?? lookAtAsked(ask, run.clockOf()))
      yield run.clock
      if (run.isLate()) break
    }
    return run.end()
  }
}

/** Looks at one text of a prompt, or at one window over the borders of some. Never throws. */
export function createLookAt(detectors: readonly Detector[]): (asked: Asked, clock: Clock) => Answered {
  const all = bundled(detectors)
  const joinable = bundled(detectors.filter(({ types }) => types.some((type) => JOINABLE.has(type))))
  return ({ segment, window }, clock) => {
    const bundles = window === null ? all : joinable
    const watch: Watch = { bundles, segment, clock, sights: new Set(), failed: new Map(), shared: new Map() }
    const isInTime = window === null ? lookAtText(watch, flat(segment.text)) : lookAtWindow(watch, segment.text, window)
    forgetTexts()
    return { sights: [...watch.sights], failed: [...watch.failed.values()], isLate: !isInTime }
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

function lookAtWindow(watch: Watch, text: string, { ends, owned, cutOnly }: Window): boolean {
  const raw = { ...asItIs(text), isNew: cutBetween(ends) }
  const first = firstLook(raw)
  const manner = { via: 'joined', least: LEAST_JOINED } as const
  const isInTime =
    lookAt(watch, first, { ...manner, number: 0 }) && (!cutOnly || lookAtDecoded(watch, raw, first, manner))
  for (const sight of watch.sights)
    if (!JOINABLE.has(sight.type) || sight.start < owned.from || sight.start >= owned.to) watch.sights.delete(sight)
  return isInTime
}
