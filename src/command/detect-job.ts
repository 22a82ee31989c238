import { createExamine, textSegment, toTextFinding } from '../detect/detect-text.ts'
import type { Examine } from '../detect/detect-text.ts'
import { evidenceOf } from '../detect/evidence-of.ts'
import type { Detector, Finding } from '../terms/finding.ts'
import type { Item } from './detect-texts.ts'

/** Texts to look at, and whether to say how each thing was seen. */
export type DetectJob = { readonly items: readonly Item[]; readonly explain: boolean }

/** Lines to print, and how many of them have something in them that could not be looked at. */
export type DetectAnswer = { readonly lines: string; readonly failed: number }

/** One line of JSON for each text. Never throws for a text. */
export const createDetectAll = (detectors: readonly Detector[]) => {
  const examine = createExamine(detectors)
  return (job: DetectJob): DetectAnswer => linesFor(job, examine)
}

/** What is said of texts that nothing could look at. */
export function detectNone(job: DetectJob, why: string): DetectAnswer {
  const items = job.items.map(({ id, bytes }) => ({ id, bytes, text: null, why }))
  return linesFor({ ...job, items }, () => ({ findings: [], failed: [{ detector: 'detect', why: 'threw' }] }))
}

function linesFor({ items, explain }: DetectJob, examine: Examine): DetectAnswer {
  let [lines, bad] = ['', 0]
  for (const { id, text, why } of items) {
    const { findings, failed } = text === null ? unlooked(why ?? 'unreadable') : examine(text)
    const found = findings.map(explain ? explained(text ?? '') : toTextFinding)
    lines += `${JSON.stringify(failed.length === 0 ? { id, findings: found } : { id, findings: found, failed })}\n`
    bad += Number(failed.length > 0)
  }
  return { lines, failed: bad }
}

const unlooked = (why: string) => ({ findings: [], failed: [{ detector: 'detect', why }] })

function explained(text: string): (finding: Finding) => object {
  const segment = textSegment(text) // one for all: what was read of a text is known by it
  return (finding) => ({ ...toTextFinding(finding), evidence: evidenceOf(finding, segment) })
}
