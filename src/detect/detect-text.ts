import type { Detection, Detector, Finding } from '../terms/finding.ts'
import type { Segment } from '../terms/prompt.ts'
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

/** What is in one text, in its order, with how it was seen; and what could not be looked at. */
export type Examine = (text: string) => Detection

export function createExamine(detectors: readonly Detector[]): Examine {
  // Nobody waits for one text on a command line, and whoever does can stop it: no clock, and so no time limit.
  const detect = createDetect({ detectors, now: () => 0, maxChars: Number.MAX_SAFE_INTEGER })
  return (text) => detect({ segments: [textSegment(text)] })
}

const examineText = createExamine(DETECTORS)

/** A text as if it were all of a prompt. */
export const textSegment = (text: string): Segment => ({ path: '', role: 'user', kind: 'value', text })

/** What is in one text, in its order. Throws when a detector failed: an empty list always means that nothing was found. */
export function detectText(text: string): readonly TextFinding[] {
  const { findings, failed } = examineText(text)
  if (failed.length > 0)
    throw new Error(
      `not everything could be looked at: ${failed.map(({ detector, why }) => `${detector} ${why}`).join(', ')}`,
    )
  return findings.map(toTextFinding)
}

/** A finding as it is printed. */
export function toTextFinding({ type, start, end, score, detector }: Finding): TextFinding {
  return { type, start, end, score: Math.round(score * 1000) / 1000, detector }
}
