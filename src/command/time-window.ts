import { UsageError } from './io.ts'

/** Milliseconds since 1970; from `since` on, and before `until`. */
export type Window = { readonly since: number; readonly until: number }

export type WindowArgs = { readonly since?: string | undefined; readonly until?: string | undefined }

const DAY = 86_400_000
const UNITS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: DAY, w: 7 * DAY }

/** What `--since` and `--until` mean: a day (UTC; `until` takes in the whole of it), a time, or how long ago (`90m`, `24h`, `7d`, `2w`). */
export function toWindow({ since, until }: WindowArgs, now: number): Window {
  return {
    since: since === undefined ? -Infinity : toTime('--since', since, now).from,
    until: until === undefined ? Infinity : toTime('--until', until, now).to,
  }
}

function toTime(option: string, written: string, now: number): { readonly from: number; readonly to: number } {
  const [, amount, unit] = /^(\d{1,6})([mhdw])$/.exec(written) ?? []
  if (amount !== undefined && unit !== undefined) {
    const at = now - Number(amount) * (UNITS[unit] ?? 0)
    return { from: at, to: at }
  }
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(written)
  const at = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?$/.test(written) ? Date.parse(written) : NaN // prettier-ignore
  const isReal = !Number.isNaN(at) && (!isDay || new Date(at).toISOString().startsWith(written)) // no 31st of February
  if (isReal) return { from: at, to: isDay ? at + DAY : at }
  throw new UsageError(
    `${option} takes a day (2026-11-01), a time with its zone (2026-11-01T08:00Z) or how long ago (24h, 7d)`,
  )
}
