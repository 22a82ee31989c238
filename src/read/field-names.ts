import { BETA_NAMES } from './betas.ts'
import { fieldsIn } from './shape.ts'
import { TABLES } from './tables.ts'

const NAMES: ReadonlySet<string> = new Set(
  TABLES.flatMap(({ request }) => fieldsIn(request).map(({ path }) => path.replace(/<[^>]*>/g, ''))),
)

/** True for the name of a field or beta that some API has, such as `messages[].content`: then it is not a caller's own text. */
export const isFieldName = (name: string): boolean => NAMES.has(name) || BETA_NAMES.has(name)
