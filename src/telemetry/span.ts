/** One span as it goes out: names and numbers that are ours, or from the configuration and the policy. Nothing in it is free text. */
export type Span = {
  readonly traceId: string
  readonly spanId: string
  readonly parentId: string | null
  /** True for a parent that a caller named. */
  readonly parentIsRemote: boolean
  readonly name: string
  readonly kind: 'server' | 'client' | 'internal'
  /** Milliseconds since 1970, with their fractions. */
  readonly from: number
  readonly to: number
  readonly failed: boolean
  readonly attributes: Readonly<Record<string, string | number | boolean>>
}

/** What a caller says its request belongs to. */
export type Parent = { readonly traceId: string; readonly spanId: string; readonly sampled: boolean }

/** Version 00, and what later versions must be readable as (W3C Trace Context §3.2, §4.3). */
const TRACEPARENT = /^(?!ff)[\da-f]{2}-(?!0{32})([\da-f]{32})-(?!0{16})([\da-f]{16})-([\da-f]{2})(?:-.*)?$/

/** The parent that a `traceparent` header names; null where there is none, more than one, or a malformed one. */
export function parentIn(rawHeaders: readonly string[]): Parent | null {
  const values = rawHeaders.filter((_, at) => at % 2 === 1 && rawHeaders[at - 1]?.toLowerCase() === 'traceparent')
  const [, traceId, spanId, flags] = (values.length === 1 && TRACEPARENT.exec(values[0] ?? '')) || []
  if (traceId === undefined || spanId === undefined || flags === undefined) return null
  return { traceId, spanId, sampled: (Number.parseInt(flags, 16) & 1) === 1 }
}

/**
 * Whether a trace belongs to the share that is exported: by the last 56 bits of its id, so that everyone who samples the same trace so comes to the
 * same answer (W3C Trace Context level 2, random trace id).
 */
export const isSampled = (traceId: string, share: number): boolean =>
  Number.parseInt(traceId.slice(-14), 16) >= (1 - share) * 2 ** 56
