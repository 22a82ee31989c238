import type { z } from 'zod'
import { explainIssue, toPlaces } from './explain-issue.ts'
import { PolicyError } from './remark.ts'
import type { Source } from './source.ts'

/** What a file says, in the shape that it must have. Throws a PolicyError with every place that has another. */
export function toShape<T extends z.ZodType>(schema: T, source: Source, file: string): z.infer<T> {
  const parsed = schema.safeParse(source.value, { error: explainIssue })
  if (parsed.success) return parsed.data
  const remarks = parsed.error.issues.flatMap(toPlaces).map(({ path, part, message }) => {
    return { ...source.place(path, part), message }
  })
  throw new PolicyError(file, remarks)
}
