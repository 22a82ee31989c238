import type { z } from 'zod'
import type { Asked } from '../serve/admin-operations.ts'
import { Problem } from '../terms/problem.ts'

/** The body of a question in its form. Throws a Problem that names the field at fault and quotes nothing. */
export async function askedBody<T extends z.ZodObject>(schema: T, asked: Pick<Asked, 'body'>): Promise<z.infer<T>> {
  const parsed = schema.safeParse(await asked.body())
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const fields = Object.keys(schema.shape)
  const param = fields.find((name) => name === issue?.path[0]) ?? 'body'
  const says = issue === undefined || issue.code === 'unrecognized_keys' || param === 'body' ? `The fields are ${fields.join(', ')}.` : `${param}: ${issue.message}.` // prettier-ignore
  throw new Problem('invalid_request', 'a bad question', { says, param })
}
