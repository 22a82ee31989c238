import type { Unread } from '../terms/prompt.ts'

type Part = Pick<Unread, 'kind' | 'from'>
type Returned = Part & { readonly kind: 'encrypted'; readonly from: string }

/** True for a sealed part that is known to have come from a destination: it tells that one nothing new, and any other nobody knows what. */
export function isReturned(part: Part): part is Returned {
  return part.kind === 'encrypted' && part.from !== undefined
}

/** Everywhere that a prompt's sealed parts came from. */
export const originsOf = (unread: readonly Part[]): ReadonlySet<string> =>
  new Set(unread.filter(isReturned).map(({ from }) => from))

/** True when there is anything sealed that came from elsewhere than this destination. */
export const isFromElsewhere = (origins: ReadonlySet<string>, destination: string): boolean =>
  origins.size > (origins.has(destination) ? 1 : 0)
