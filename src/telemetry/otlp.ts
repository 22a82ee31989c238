import { SpanKind, SpanStatusCode, TraceFlags } from '@opentelemetry/api'
import { JsonTraceSerializer } from '@opentelemetry/otlp-transformer'
import { resourceFromAttributes } from '@opentelemetry/resources'
import type { Span } from './span.ts'

/*
 * The only file that loads OpenTelemetry, and only when traces are configured. It takes the wire format from there and nothing else: OpenTelemetry's own
 * tracer and exporters read settings from the environment, register themselves for the whole process, and open sockets.
 */

type ReadableSpan = Parameters<typeof JsonTraceSerializer.serializeRequest>[0][number]

const KINDS = { server: SpanKind.SERVER, client: SpanKind.CLIENT, internal: SpanKind.INTERNAL }

/** Spans as a body for OTLP/HTTP in JSON. */
export function createOtlp(service: {
  readonly name: string
  readonly version: string
}): (spans: readonly Span[]) => string {
  const resource = resourceFromAttributes({ 'service.name': service.name, 'service.version': service.version })
  const scope = { name: 'cordon', version: service.version }
  return (spans) => {
    const all = spans.map((span) => toReadable(span, { resource, instrumentationScope: scope }))
    return Buffer.from(JsonTraceSerializer.serializeRequest(all) ?? []).toString('utf8')
  }
}

function toReadable(span: Span, about: Pick<ReadableSpan, 'resource' | 'instrumentationScope'>): ReadableSpan {
  const { traceId, spanId, parentId, parentIsRemote, name, kind, from, to, failed, attributes } = span
  const traceFlags = TraceFlags.SAMPLED
  return {
    ...about,
    ...{ name, kind: KINDS[kind], attributes: { ...attributes }, links: [], events: [], ended: true },
    ...{ startTime: toTime(from), endTime: toTime(to), duration: toTime(to - from) },
    ...{ droppedAttributesCount: 0, droppedEventsCount: 0, droppedLinksCount: 0 },
    status: { code: failed ? SpanStatusCode.ERROR : SpanStatusCode.UNSET },
    spanContext: () => ({ traceId, spanId, traceFlags }),
    ...(parentId !== null && {
      parentSpanContext: { traceId, spanId: parentId, traceFlags, isRemote: parentIsRemote },
    }),
  }
}

/** Seconds and nanoseconds. */
const toTime = (ms: number): [number, number] => [Math.floor(ms / 1000), Math.round((ms % 1000) * 1e6)]
