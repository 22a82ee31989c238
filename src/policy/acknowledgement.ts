import { z } from 'zod'
import { explainIssue, toPlaces } from './explain-issue.ts'
import { PolicyError } from './remark.ts'
import { readSource } from './source.ts'

const digest = z.string().regex(/^[0-9a-f]{64}$/, 'is not a SHA-256 digest: 64 digits from 0 to 9 and a to f')
const line = z.string().regex(/^\S(.{0,298}\S)?$/, 'needs one line of text without spaces around it')

const AcknowledgementFile = z.strictObject({ old: digest, new: digest, by: line, because: line })

/** Somebody says that one policy may allow more than another, and why. */
export type Acknowledgement = z.infer<typeof AcknowledgementFile>

/** An acknowledgement from its file (YAML or JSON). Throws a PolicyError with everything that is wrong in it. */
export function readAcknowledgement(text: string, file: string): Acknowledgement {
  const source = readSource(text, file)
  const parsed = AcknowledgementFile.safeParse(source.value, { error: explainIssue })
  if (parsed.success) return parsed.data
  const places = parsed.error.issues.flatMap(toPlaces)
  throw new PolicyError(
    file,
    places.map(({ path, part, message }) => ({ ...source.place(path, part), message })),
  )
}
