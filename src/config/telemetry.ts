import { z } from 'zod'
import { checkUrl } from './base-url.ts'
import type { Desk } from './desk.ts'
import { isLoopback } from './server.ts'
import { duration } from './units.ts'

/** What is told elsewhere while Cordon works: `telemetry` of cordon.yaml. */

const text = z.string().min(1).max(2048)

export const TelemetryFile = z.strictObject({
  traces: z
    .strictObject({
      endpoint: text,
      apiKeyEnv: text.optional(),
      scheme: z
        .string()
        .regex(/^[A-Za-z][A-Za-z0-9-]{0,30}$/, 'is not an authorization scheme, such as Bearer')
        .optional(),
      headers: z
        .record(z.string().regex(/^[a-z][a-z0-9-]{0,63}$/, 'is not a header name in lower case'), text)
        .optional(),
      ca: text.optional(),
      sample: z.number().min(0).max(1).optional(),
      service: z
        .string()
        .regex(/^[\w.-]{1,64}$/, 'may have letters, digits, dots, hyphens and underscores')
        .optional(),
      trustCallers: z.boolean().optional(),
      timeout: z.string().min(1).max(32).optional(),
    })
    .optional(),
})
type TelemetryFile = z.infer<typeof TelemetryFile>

/** What is exported to where; `traces` is null where nothing is. */
export type ConfiguredTelemetry = {
  readonly traces: {
    /** The whole URL, path included. */
    readonly endpoint: URL
    readonly apiKeyEnv: string | null
    readonly scheme: string
    /** More headers, with the variables that hold their values. */
    readonly headers: readonly { readonly name: string; readonly env: string | null }[]
    /** Path of certificates to trust in place of the public ones. */
    readonly ca: string | null
    /** From 0 to 1: how much of all traces is exported. */
    readonly share: number
    readonly service: string
    /** Whether a caller says which trace its request belongs to, and whether that is sampled. */
    readonly trustCallers: boolean
    readonly timeoutMs: number
  } | null
}

/** Headers that the exporter sets itself, or that would change how its requests are read. */
const OURS = ['authorization', 'content-type', 'content-length', 'content-encoding', 'transfer-encoding', 'host', 'connection', 'accept-encoding', 'user-agent'] // prettier-ignore

export function toTelemetry({ traces }: TelemetryFile = {}, desk: Desk): ConfiguredTelemetry {
  if (traces === undefined) return { traces: null }
  const path = ['telemetry', 'traces']
  const { scheme = 'Bearer', sample = 1, service = 'cordon', trustCallers = false } = traces
  const endpoint = toEndpoint(traces.endpoint, [...path, 'endpoint'], desk)
  const headers = Object.entries(traces.headers ?? {}).map(([name, env]) => {
    if (OURS.includes(name)) desk.wrong([...path, 'headers', name], `"${name}" is set by Cordon itself`, 'key')
    return { name, env: desk.secret([...path, 'headers', name], env) }
  })
  const rest = {
    ...{ scheme, share: sample, service, trustCallers, headers },
    apiKeyEnv: desk.secret([...path, 'apiKeyEnv'], traces.apiKeyEnv),
    ca: traces.ca === undefined ? null : desk.existing([...path, 'ca'], traces.ca, 'a PEM file of certificates'),
    timeoutMs: desk.measured([...path, 'timeout'], traces.timeout, duration, { from: '100ms', to: '1m', standard: '10s' }), // prettier-ignore
  }
  return { traces: endpoint === null ? null : { endpoint, ...rest } }
}

/** Without TLS only on this machine: traces tell who works with what, and when. */
function toEndpoint(written: string, path: readonly string[], desk: Desk): URL | null {
  const checked = checkUrl(written)
  if ('wrong' in checked) desk.wrong(path, `"endpoint" ${checked.wrong}`)
  else if (checked.url.protocol === 'https:' || isLoopback(checked.url.hostname.replace(/^\[(.*)\]$/, '$1')))
    return checked.url // prettier-ignore
  else desk.wrong(path, '"endpoint" must start with https://, unless the collector is on this machine')
  return null
}
