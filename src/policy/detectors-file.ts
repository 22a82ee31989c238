import { z } from 'zod'
import { frozen } from '../terms/frozen.ts'
import type { CustomDetector } from '../terms/custom-detector.ts'
import { repeated } from './flaw.ts'
import type { Flaw } from './flaw.ts'

/** What is wrong with a detector as such, told by the room that has to work with it. */
export type CheckDetector = (detector: CustomDetector) => readonly {
  readonly key: 'pattern' | 'words' | 'context'
  readonly index?: number
  readonly message: string
}[]

const phrase = z.string().min(2).max(120)

/** A detector of the policy's own. */
export const DetectorFile = z.strictObject({
  pattern: z.string().min(2).max(256).optional(),
  words: z.array(phrase).min(1).max(5_000).optional(),
  context: z.array(phrase).min(1).max(100).optional(),
  score: z.number().min(0.4).max(1).optional(),
  because: z
    .string()
    .min(1)
    .max(300)
    .regex(/^\S(.*\S)?$/, 'needs one line of text without spaces around it'),
})

/** How sure a match is, where a policy does not say. */
const DEFAULT_SCORE = 0.9
const MOST_DETECTORS = 100

type DetectorsFile = Readonly<Record<string, z.infer<typeof DetectorFile>>>

/** The detectors that a policy brings along, complete. */
export const toDetectors = (written: DetectorsFile): readonly CustomDetector[] =>
  frozen(
    Object.entries(written).map(([type, { pattern, words, context, score, because }]) => ({
      type,
      pattern: pattern ?? null,
      words: words ?? null,
      context: context ?? [],
      score: score ?? DEFAULT_SCORE,
      because,
    })),
  )

type Checked = {
  readonly detectors?: DetectorsFile | undefined
  readonly detect: Readonly<Record<string, unknown>>
}

/** What is wrong with a policy's detectors. `types` are those that there are without them. */
export function checkDetectors(
  { detectors = {}, detect }: Checked,
  types: readonly string[],
  check: CheckDetector,
): Flaw[] {
  const all = Object.entries(detectors)
  return [
    ...(all.length > MOST_DETECTORS
      ? [{ path: ['detectors'], message: `there may be at most ${String(MOST_DETECTORS)} detectors` }]
      : []),
    ...all.flatMap(([type, written]) => checkOne(type, written, types, check)),
    ...all
      .filter(([type]) => !Object.hasOwn(detect, type))
      .map(([type]) => ({
        path: ['detectors', type],
        part: 'key' as const,
        message: `"${type}" has no level: name it in "detect"`,
      })),
  ]
}

function checkOne(
  type: string,
  written: DetectorsFile[string],
  types: readonly string[],
  check: CheckDetector,
): Flaw[] {
  const { pattern, words, context } = written
  const path = ['detectors', type]
  const key = 'key' as const
  if (types.includes(type))
    return [
      { path, part: key, message: `"${type}" is found without this: choose a name of your own, such as ACME_${type}` },
    ]
  if ((pattern === undefined) === (words === undefined))
    return [{ path, part: key, message: 'a detector has either "pattern" or "words"' }]
  return [
    ...repeated(words, [...path, 'words']),
    ...repeated(context, [...path, 'context']),
    ...toDetectors({ [type]: written })
      .flatMap(check)
      .map(({ key, index, message }) => ({ path: [...path, key, ...(index === undefined ? [] : [index])], message })),
  ]
}
