import type { Segment } from './prompt.ts'

/** Something sensitive, by place. There is no field that a prompt's text could end up in. */
export type Finding = {
  readonly detector: string
  /** An entity type, such as `US_SSN`. */
  readonly type: string
  /** How sure, from 0 to 1. */
  readonly score: number
  /** Index into the prompt's segments. */
  readonly segment: number
  /** UTF-16 offsets in the segment's original text. */
  readonly start: number
  readonly end: number
  /** How the text had to be looked at for this to show. */
  readonly via: 'plain' | 'normalised' | 'decoded' | 'joined'
}

/** How one value was seen: how surely, and which exceptions of the policy name it exactly. */
export type Sighting = { readonly score: number; readonly excepted: readonly string[] }

/**
 * Different values of one type that are alike in everything a policy may ask of them. This is all that a policy counts from, and it
 * holds no text.
 */
export type Tallied = {
  readonly type: string
  /** How many different values. */
  readonly count: number
  /** How each of them was seen. More than one when a value was spelt both as an exception names it and otherwise. */
  readonly seen: readonly [Sighting, ...Sighting[]]
}

/** Something a detector saw in one text. */
export type Spotted = {
  readonly type: string
  readonly score: number
  readonly start: number
  readonly end: number
}

/** The key path and label around a text help to judge it; the text is judged on its own. */
export type Detector = {
  readonly id: string
  /** Every type it can return. Returning another is a failure of the detector. */
  readonly types: readonly string[]
  /**
   * False when there can be nothing for it in a text. Detectors that share one are asked once. May throw, as `detect` may.
   */
  readonly mayHold?: (text: string, segment: Segment) => boolean
  /** May throw, which counts as failed; never as clean. Must take time linear in the text. */
  readonly detect: (text: string, segment: Segment) => readonly Spotted[]
}

export type DetectorFailure = {
  readonly detector: string
  readonly why: 'threw' | 'timed_out' | 'overloaded' | 'invalid_finding'
}

/** What was found, and what could not be looked at. A failure counts as the top level. */
export type Detection = {
  readonly findings: readonly Finding[]
  readonly failed: readonly DetectorFailure[]
}
