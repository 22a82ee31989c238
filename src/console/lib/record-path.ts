import { withQuery } from './api.ts'
import { withValue, writeFilters } from './filters.ts'
import type { FilterName, Filters } from './filters.ts'

/** The page of a request; half a character, which no address can hold, is written as what stands for one. */
export const recordPath = (request: string): string => `/records/${encodeURIComponent(request.toWellFormed())}`

/** The address of the access log with these filters and one more. */
export const logPath = (filters: Filters, name?: FilterName, value?: string): string => {
  const more = name === undefined || value === undefined ? filters : withValue(filters, name, value)
  return withQuery('/records', writeFilters(more))
}
