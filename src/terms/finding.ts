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
