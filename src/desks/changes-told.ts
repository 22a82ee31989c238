import type { Change as ToldChange } from '../contract/policy.ts'
import type { Change } from '../policy/changes.ts'

/** Requests that would have gone elsewhere, as the admin API tells of them. */
export const toChange = ({ from, to, count, levels, rules, who, samples }: Change): ToldChange => ({
  ...{ from: [...from], to: [...to], count, levels, rules, samples: [...samples] },
  who: Object.fromEntries(Object.entries(who).map(([name, counts]) => [name, { ...counts }])),
})

/** Milliseconds since 1970 as a date; null for no time, and for no end. */
export const toTime = (at: number | null): string | null =>
  at === null || !Number.isFinite(at) ? null : new Date(at).toISOString()
