import type { Detector } from '../terms/finding.ts'
import { createDetect } from './detect.ts'
import { DETECTORS } from './detectors.ts'

/** A finding as `cordon detect` prints it. Offsets are UTF-16 units of the original text. */
export type TextFinding = {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly score: number
  readonly detector: string
}

/** What is in one text, in its order. Throws when a detector failed: an empty list always means that nothing was found. */
export type DetectText = (text: string) => readonly TextFinding[]

export function createDetectText(detectors: readonly Detector[]): DetectText {
  // Nobody waits for one text on a command line, and whoever does can stop it: no clock, and so no time limit.
  const detect = createDetect({ detectors, now: () => 0, maxChars: Number.MAX_SAFE_INTEGER })
  return (text) => {
    const { findings, failed } = detect({ segments: [{ path: '', role: 'user', kind: 'value', text }] })
    if (failed.length > 0)
      throw new Error(
        `not everything could be looked at: ${failed.map(({ detector, why }) => `${detector} ${why}`).join(', ')}`,
      )
    return findings.map(({ type, start, end, score, detector }) => {
      return { type, start, end, score: Math.round(score * 1000) / 1000, detector }
    })
  }
}

/** The same with every detector that there is. */
export const detectText = createDetectText(DETECTORS)
