import type { z } from 'zod'

/** Who may ask: anybody; whoever has a valid token; and of these, whoever may read some records, all of them, the policy, sealed content. */
export type Who = 'anybody' | 'signed-in' | 'records' | 'all-records' | 'policy' | 'sealed'

/** What an operation answers with when all is well. */
export type Answers =
  | { readonly kind: 'json'; readonly schema: z.ZodType; readonly status?: 200 | 201 | 202 }
  | { readonly kind: 'file'; readonly types: readonly string[] }
  /** Server-sent events (HTML standard §9.2), each with this as its data. */
  | { readonly kind: 'events'; readonly schema: z.ZodType }

/** One path of the admin API, as it is served, documented (OpenAPI) and tested. `{name}` in a path stands for one segment. */
export type Operation = {
  readonly method: 'get' | 'post' | 'delete'
  readonly path: `/admin/${string}`
  readonly summary: string
  readonly who: Who
  /** Every value is a text; a parameter that is not named is refused, and so is one that stands there twice. */
  readonly query?: z.ZodObject
  readonly body?: z.ZodObject
  readonly answers: Answers
}
