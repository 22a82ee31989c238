/** Numbers and times as people read them. Everything is in the ledger's own zone, UTC, unless the reader chose their own. */

const whole = new Intl.NumberFormat('en-GB')
// en-US for its M: the small m of en-GB is one of minutes and milli
const short = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 1 })

export const count = (value: number): string => whole.format(value)
/** 1,234 as it is; from 10,000 on in three digits. */
export const roughly = (value: number): string => (Math.abs(value) < 10_000 ? whole.format(value) : short.format(value))

export const plural = (value: number, one: string, many = `${one}s`): string =>
  `${count(value)} ${value === 1 ? one : many}`

/** Milliseconds. */
export function took(ms: number | null): string {
  if (ms === null) return '–'
  if (ms < 1) return '<1 ms'
  if (Math.round(ms) < 1_000) return `${String(Math.round(ms))} ms`
  const seconds = Math.round(ms / 1_000)
  if (seconds < 60) return `${(ms / 1_000).toFixed(ms < 9_995 ? 2 : 1)} s`
  return `${String(Math.floor(seconds / 60))} min ${String(seconds % 60)} s`
}

/** US dollars: small amounts keep two digits that say something. */
export function dollars(value: number | null): string {
  if (value === null) return '–'
  if (value === 0) return '$0'
  const digits = value >= 1 ? 2 : Math.min(8, 1 - Math.floor(Math.log10(value)))
  return `$${value.toLocaleString('en-GB', { minimumFractionDigits: Math.min(2, digits), maximumFractionDigits: digits })}`
}

export function share(part: number, all: number): string {
  if (all === 0) return '–'
  const percent = (100 * part) / all
  if (part > 0 && percent < 0.01) return '<0.01 %'
  return `${percent === 0 || percent >= 10 ? percent.toFixed(0) : percent.toFixed(percent < 0.1 ? 2 : 1)} %`
}

const BYTES = ['B', 'kB', 'MB', 'GB', 'TB']
export function bytes(value: number): string {
  // 999,960 bytes are 1.0 MB, not 1000.0 kB
  const step = value < 999.5 ? 0 : Math.min(BYTES.length - 1, Math.floor(Math.log10(value * 1.00005) / 3))
  return `${(value / 1000 ** step).toFixed(step === 0 ? 0 : 1)} ${BYTES[step] ?? ''}`
}

export type Zone = 'utc' | 'local'

const pad = (value: number, digits = 2) => String(value).padStart(digits, '0')

/** 2026-11-21 14:03:22 */
export function stamp(time: string | number | Date, zone: Zone = 'utc', withMs = false): string {
  const at = new Date(time)
  const moved = zone === 'utc' ? at : new Date(at.getTime() - at.getTimezoneOffset() * 60_000)
  const day = `${String(moved.getUTCFullYear())}-${pad(moved.getUTCMonth() + 1)}-${pad(moved.getUTCDate())}`
  const clock = `${pad(moved.getUTCHours())}:${pad(moved.getUTCMinutes())}:${pad(moved.getUTCSeconds())}`
  return `${day} ${clock}${withMs ? `.${pad(moved.getUTCMilliseconds(), 3)}` : ''}`
}

/** 2026-11-21 14:03:22 UTC; in the reader's own zone with how far that is from UTC: in autumn an hour comes twice. */
export function moment(time: string | number | Date, zone: Zone = 'utc', withMs = false): string {
  const minutes = -new Date(time).getTimezoneOffset()
  const offset = `${minutes < 0 ? '−' : '+'}${pad(Math.floor(Math.abs(minutes) / 60))}:${pad(Math.abs(minutes) % 60)}`
  return `${stamp(time, zone, withMs)} ${zone === 'utc' ? 'UTC' : offset}`
}

const STEPS: readonly (readonly [number, string])[] = [
  [86_400, 'day'],
  [3_600, 'hour'],
  [60, 'minute'],
  [1, 'second'],
]

/** “3 minutes ago”, from seconds. */
export function ago(seconds: number): string {
  if (seconds < 2) return 'just now'
  const [size, name] = STEPS.find(([step]) => seconds >= step) ?? [1, 'second']
  return `${plural(Math.floor(seconds / size), name)} ago`
}

/** req_01K5ABCD…: enough to tell two apart. */
export const shorten = (text: string, most = 18): string => (text.length <= most ? text : `${text.slice(0, most - 1)}…`)
