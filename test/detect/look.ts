import { createDetect } from '../../src/detect/detect.ts'
import { DETECTORS } from '../../src/detect/detectors.ts'
import type { Finding } from '../../src/terms/finding.ts'
import type { Segment } from '../../src/terms/prompt.ts'

export const segment = (text: string, path = '/messages/0/content'): Segment => ({
  path,
  role: 'user',
  kind: 'value',
  text,
})

const detect = createDetect({ detectors: DETECTORS, now: () => 0 })

/** What all detectors find in some texts; fails the test when one of them failed. */
export function look(...texts: readonly (string | Segment)[]): readonly Finding[] {
  const { findings, failed } = detect({
    segments: texts.map((text) => (typeof text === 'string' ? segment(text) : text)),
  })
  if (failed.length > 0) throw new Error(`failed: ${JSON.stringify(failed)}`)
  return findings
}

/** The findings that a usual policy counts, as `TYPE text`. */
export function seen(text: string, least = 0.5): readonly string[] {
  return look(text)
    .filter(({ score }) => score >= least)
    .map(({ type, start, end }) => `${type} ${text.slice(start, end)}`)
}

/** The best score for a type in a text; 0 when it was not found. */
export const score = (type: string, text: string | Segment): number =>
  Math.max(0, ...look(text).flatMap((finding) => (finding.type === type ? [finding.score] : [])))
