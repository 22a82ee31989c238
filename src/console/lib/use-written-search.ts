import { useSearch } from 'wouter-preact'

/** What stands behind the `?`, as it is written: the router's own is decoded once, so that a name with a % in it would be decoded twice. */
export function useWrittenSearch(): string {
  useSearch() // draws anew when it changes
  return location.search.slice(1)
}
