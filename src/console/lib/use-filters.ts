import { useCallback, useMemo } from 'preact/hooks'
import { useLocation } from 'wouter-preact'
import { readFilters, writeFilters } from './filters.ts'
import type { Filters } from './filters.ts'
import { useWrittenSearch } from './use-written-search.ts'

/** The filters that the address bar holds, and how to change them: the address changes with them, and the back button undoes it. */
export function useFilters(usual: string | null): readonly [Filters, (next: Filters) => void] {
  const [path, go] = useLocation()
  const search = useWrittenSearch()
  const filters = useMemo(() => readFilters(new URLSearchParams(search), usual), [search, usual])
  const change = useCallback(
    (next: Filters) => {
      const query = new URLSearchParams(writeFilters(next)).toString()
      go(query === '' ? path : `${path}?${query}`)
    },
    [path, go],
  )
  return [filters, change]
}
