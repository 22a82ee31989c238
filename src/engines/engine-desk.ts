import { InvalidAnswer } from '../terms/engine.ts'
import type { Engine } from '../terms/engine.ts'
import type { Detection, DetectorFailure, Spotted } from '../terms/finding.ts'
import type { Segment } from '../terms/prompt.ts'
import { createBreaker } from './breaker.ts'
import { createGate, Overloaded } from './gate.ts'
import { piecesOf } from './pieces.ts'
import type { Piece } from './pieces.ts'
import { createRemembered } from './remembered.ts'

export type EngineLimits = {
  /** Milliseconds for everything that one prompt asks. */
  readonly timeoutMs: number
  /** Calls at once. */
  readonly parallel: number
  /** So many failed calls in a row, and for `cooldownMs` none is made. */
  readonly failures: number
  readonly cooldownMs: number
}

export type EngineDeskParts = {
  readonly engine: Engine
  readonly limits: EngineLimits
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number
  /** True for a finding of one of these types, within a text of that length. */
  readonly isFinding: (of: Pick<Engine, 'types'>, length: number, spotted: unknown) => spotted is Spotted
  /** Makes a key that tells nothing of its parts. */
  readonly keyOf: (parts: readonly string[]) => string
  /** Told when it failed too often, and rests. */
  readonly onRest?: () => void
}

/** Asks about texts. `scope` names those who may share what is remembered. Never rejects: what could not be said is in `failed`. */
export type AskEngine = (segments: readonly Segment[], scope: string) => Promise<Detection>

/** UTF-16 units of one prompt, at most: past that it counts as not looked at. */
const MOST_CHARS = 1_000_000
/** Units of one call, at most, unless one text alone is longer. */
const MOST_IN_CALL = 200_000
/** Calls that may wait for each that is made. */
const WAITING = 16

type Call = readonly { readonly text: string; readonly piece: Piece }[]

/**
 * Where one engine is asked: each text once, in calls of several, within a time, so many at once, and not at all for a while when it
 * keeps failing. An engine can only add findings. Down, late, overrun, or with an answer that is none: it failed, for this prompt.
 */
export function createEngineDesk({ engine, limits, now, isFinding, keyOf, onRest }: EngineDeskParts): AskEngine {
  const breaker = createBreaker({ ...limits, now, ...(onRest && { onRest }) })
  const gate = createGate({ most: limits.parallel, waiting: limits.parallel * WAITING })
  const remembered = createRemembered()

  const call = async (texts: readonly string[], signal: AbortSignal): Promise<readonly (readonly Spotted[])[]> => {
    if (!breaker.allows()) throw new Error('it failed too often, and rests')
    let how: 'good' | 'bad' | 'none' = 'bad'
    try {
      const leave = await gate.enter(signal).catch((cause: unknown) => {
        how = 'none'
        throw cause
      })
      try {
        const answers = await orAborted(engine.look(texts, signal), signal)
        const checked = check(answers, texts)
        how = 'good'
        return checked
      } finally {
        leave()
      }
    } finally {
      breaker.ended(how)
    }
  }

  const check = (answers: readonly (readonly unknown[])[], texts: readonly string[]) => {
    if (answers.length !== texts.length) throw new InvalidAnswer('an answer for each text was asked for')
    return answers.map((answer, index) => answer.map((spotted) => toSpotted(spotted, texts[index] ?? '')))
  }

  const toSpotted = (spotted: unknown, text: string): Spotted => {
    if (!isFinding(engine, text.length, spotted)) throw new InvalidAnswer('this is no finding')
    const { type, score, start, end } = spotted
    return { type, score: Math.round(score * 1000) / 1000, start, end }
  }

  return async (segments, scope) => {
    const texts = new Set(segments.map(({ text }) => text).filter((text) => text.trim() !== ''))
    const keys = new Map([...texts].map((text) => [text, keyOf([scope, engine.name, text])]))
    const known = new Map<string, readonly Spotted[]>()
    for (const [text, key] of keys) {
      const spotted = remembered.get(key)
      if (spotted !== undefined) known.set(text, spotted)
    }
    const asked = [...texts].filter((text) => !known.has(text))
    const failed = await lookAt(asked, known)
    for (const text of asked) {
      const spotted = known.get(text)
      if (spotted !== undefined) remembered.set(keys.get(text) ?? '', spotted)
    }
    const findings = segments.flatMap(({ text }, segment) =>
      (known.get(text) ?? []).map((spotted) => ({ detector: engine.name, via: 'plain' as const, segment, ...spotted })),
    )
    return { findings, failed: failed === null ? [] : [{ detector: engine.name, why: failed }] }
  }

  /** Puts what was seen in texts into `into`, but for texts that were not looked at whole. Null, or why there are such. */
  async function lookAt(asked: readonly string[], into: Map<string, readonly Spotted[]>) {
    if (asked.reduce((sum, text) => sum + text.length, 0) > MOST_CHARS) return 'overloaded'
    const signal = AbortSignal.timeout(limits.timeoutMs)
    const missing = new Map(asked.map((text) => [text, piecesOf(text, engine.maxChars).length]))
    const seen = new Map<string, Spotted[]>(asked.map((text) => [text, []]))
    const results = await Promise.allSettled(
      callsFor(asked, engine).map(async (one) => {
        const answers = await call(one.map(({ piece }) => piece.text), signal) // prettier-ignore
        for (const [index, { text, piece }] of one.entries()) {
          seen.get(text)?.push(...placed(answers[index] ?? [], piece))
          missing.set(text, (missing.get(text) ?? 0) - 1)
        }
      }),
    )
    for (const text of asked) if (missing.get(text) === 0) into.set(text, seen.get(text) ?? [])
    const broken = results.find((result) => result.status === 'rejected')
    return broken === undefined ? null : whyOf(broken.reason)
  }
}

/** What begins in the piece's own part, at its place in the whole text. */
const placed = (spotted: readonly Spotted[], { from, owned }: Piece): readonly Spotted[] =>
  spotted
    .filter(({ start }) => start >= owned[0] && start < owned[1])
    .map((one) => ({ ...one, start: one.start + from, end: one.end + from }))

function callsFor(texts: readonly string[], { maxChars, maxTexts }: Engine): readonly Call[] {
  const calls: Call[number][][] = []
  let [last, chars]: [Call[number][], number] = [[], 0]
  for (const text of texts)
    for (const piece of piecesOf(text, maxChars)) {
      if (last.length === 0 || last.length >= maxTexts || chars + piece.text.length > MOST_IN_CALL) {
        last = []
        chars = 0
        calls.push(last)
      }
      last.push({ text, piece })
      chars += piece.text.length
    }
  return calls
}

function whyOf(cause: unknown): DetectorFailure['why'] {
  if (cause instanceof InvalidAnswer) return 'invalid_finding'
  if (cause instanceof Overloaded) return 'overloaded'
  const isTime = typeof cause === 'object' && cause !== null && 'name' in cause && cause.name === 'TimeoutError'
  return isTime ? 'timed_out' : 'threw'
}

/** An engine that does not listen to its signal is not waited for. */
function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((done, fail) => {
    const stop = () => fail(signal.reason as Error)
    signal.addEventListener('abort', stop, { once: true })
    work.then(done, fail).finally(() => signal.removeEventListener('abort', stop))
  })
}
