import type { Detection, Finding } from '../terms/finding.ts'
import type { Segment } from '../terms/prompt.ts'
import type { AskEngine } from './engine-desk.ts'

export type Asked = {
  readonly ask: AskEngine
  /** Every type it can add. */
  readonly types: readonly string[]
  /** A judge is asked last. */
  readonly isJudge: boolean
  /** Only about texts in which something was found. */
  readonly onlyUnsure: boolean
}

/** `scope` names those who may share what is remembered. */
export type Looked = { readonly segments: readonly Segment[]; readonly scope: string }

export type FurtherParts = {
  readonly engines: readonly Asked[]
  /** True when nothing that could be found of these types would change what is decided. */
  readonly isSettled: (detection: Detection, types: readonly string[]) => boolean
}

/**
 * What detectors found, and what engines add to it: first all but the judges, at once, then those. Nothing is ever taken away. Who is
 * asked about what is settled would only cost time, so nobody is. Never rejects.
 */
export async function lookFurther(
  found: Detection,
  prompt: Looked,
  { engines, isSettled }: FurtherParts,
): Promise<Detection> {
  let detection = found
  for (const judges of [false, true]) {
    const now = detection
    const asked = engines.filter(({ isJudge, types }) => isJudge === judges && !isSettled(now, types))
    const added = await Promise.all(asked.map((one) => askAbout(one, prompt, now)))
    detection = added.reduce(withMore, detection)
  }
  return detection
}

async function askAbout({ ask, onlyUnsure }: Asked, { segments, scope }: Looked, { findings }: Detection) {
  if (!onlyUnsure) return ask(segments, scope)
  const places = [...new Set(findings.map(({ segment }) => segment))].sort((one, other) => one - other)
  if (places.length === 0) return { findings: [], failed: [] }
  const added = await ask(
    places.flatMap((place) => segments[place] ?? []),
    scope,
  )
  return { ...added, findings: added.findings.map((one) => ({ ...one, segment: places[one.segment] ?? one.segment })) }
}

function withMore({ findings, failed }: Detection, more: Detection): Detection {
  const known = Map.groupBy(findings, placeOf)
  const fresh = more.findings.filter((one) => {
    const others = known.get(placeOf(one)) ?? []
    return others.length > MOST_COMPARED || !others.some((other) => isCovered(one, other))
  })
  return { findings: [...findings, ...fresh], failed: [...failed, ...more.failed] }
}

/** Where so many of a type are in one text, one more or less changes nothing, and comparing would take long. */
const MOST_COMPARED = 1_000

const placeOf = ({ segment, type }: Finding): string => `${String(segment)} ${type}`

/** The same thing, no surer and no longer. */
const isCovered = (one: Finding, other: Finding): boolean =>
  one.start >= other.start && one.end <= other.end && one.score <= other.score
