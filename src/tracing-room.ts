/** Tracing: what a configuration names, joined with the door out and the wire format. Nothing of it is loaded where it is not configured. */
import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { Config } from './config/config.ts'
import { createDeliveryDoor } from './forward/delivery-door.ts'
import type { Dialling } from './forward/dial.ts'
import type { Labels } from './telemetry/labels.ts'
import { isSampled, parentIn } from './telemetry/span.ts'
import type { Parent } from './telemetry/span.ts'
import { createSpanQueue } from './telemetry/span-queue.ts'
import type { SpanQueueLimits } from './telemetry/span-queue.ts'
import { toSpans } from './telemetry/to-spans.ts'
import type { Story } from './telemetry/story.ts'
import type { Log } from './terms/logger.ts'

export type TracingRoom = {
  /** The parent that a request names, where callers are trusted to. */
  readonly parentOf: (rawHeaders: readonly string[]) => Parent | null
  readonly trace: (story: Story, parent: Parent | null, labels: Pick<Labels, 'of'>) => void
  /** Spans that were not exported. */
  readonly dropped: () => number
  /** Exports what waits, once. Never rejects. */
  readonly stop: () => Promise<void>
}

export type TracingParts = {
  readonly config: Pick<Config, 'telemetry' | 'secrets'>
  readonly version: string
  readonly log: Log
  readonly limits?: Partial<SpanQueueLimits>
  readonly dialling?: Partial<Dialling>
}

/** Null where no traces are configured. Rejects when a certificate cannot be read. */
export async function startTracing({
  config,
  version,
  log,
  limits = {},
  dialling,
}: TracingParts): Promise<TracingRoom | null> {
  const { traces } = config.telemetry
  if (traces === null) return null
  const { endpoint, service, share, trustCallers, timeoutMs, ca } = traces
  const { createOtlp } = await import('./telemetry/otlp.ts')
  const toBody = createOtlp({ name: service, version })
  const door = createDeliveryDoor({
    ...{
      url: endpoint,
      timeoutMs,
      type: 'application/json',
      isBeside: true,
      headers: headersOf(traces, config.secrets),
    },
    dialling: { ...dialling, ...(ca === null ? {} : { ca: await readFile(ca, 'utf8') }) },
  })
  const queue = createSpanQueue({
    ...{ log, limits },
    send: async (spans) => {
      const { status } = await door.post(toBody(spans))
      if (status < 200 || status > 299) throw new Error(`the collector answered ${String(status)}`)
    },
  })
  return {
    parentOf: (rawHeaders) => (trustCallers ? parentIn(rawHeaders) : null),
    trace: (story, parent, labels) => {
      const traceId = parent?.traceId ?? randomBytes(16).toString('hex')
      if (!(parent?.sampled ?? isSampled(traceId, share))) return
      const epoch = Date.now() - performance.now()
      const newSpanId = () => randomBytes(8).toString('hex')
      queue.push(toSpans(story, { parent, traceId, newSpanId, epoch, labels }))
    },
    dropped: queue.dropped,
    stop: async () => {
      await queue.stop()
      door.close()
    },
  }
}

function headersOf(
  { apiKeyEnv, scheme, headers }: NonNullable<Config['telemetry']['traces']>,
  secrets: Config['secrets'],
) {
  const key = secrets.of(apiKeyEnv)
  const named = headers.map(({ name, env }) => [name, secrets.of(env) ?? ''] as const)
  return { ...Object.fromEntries(named), ...(key !== null && { authorization: `${scheme} ${key}` }) }
}
