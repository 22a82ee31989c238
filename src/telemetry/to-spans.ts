import type { Api } from '../terms/prompt.ts'
import { destinationOf, nodeLabel, outcomeOf } from './count.ts'
import type { Labels } from './labels.ts'
import type { Parent, Span } from './span.ts'
import type { Step, Story, Try } from './story.ts'

export type SpanParts = {
  readonly parent: Parent | null
  readonly traceId: string
  readonly newSpanId: () => string
  /** Milliseconds between the story's clock and 1970. */
  readonly epoch: number
  readonly labels: Pick<Labels, 'of'>
}

type Attributes = Readonly<Record<string, string | number | boolean | null | undefined>>

/** As OpenTelemetry's conventions for generative AI call what is asked for; what they have no name for has its own. */
const OPERATIONS: Readonly<Record<Api, string>> = {
  chat_completions: 'chat',
  responses: 'chat',
  messages: 'chat',
  completions: 'text_completion',
  embeddings: 'embeddings',
  count_tokens: 'count_tokens',
  models: 'list_models',
}

/**
 * A request as a tree of spans: the request, its steps, and below `forward` the attempts. Attributes have the names of OpenTelemetry's conventions
 * for generative AI, and `cordon.` ones. Of a prompt, an answer, a token or a header nothing goes into them: no text, no count of words, no name.
 */
export function toSpans(story: Story, parts: SpanParts): readonly Span[] {
  const { traceId, newSpanId, epoch, parent } = parts
  const root = newSpanId()
  const forwarded = newSpanId()
  const span = (
    about: Pick<Span, 'name' | 'kind' | 'from' | 'to' | 'failed'>,
    given: Attributes,
    more: object,
  ): Span => ({
    ...{ traceId, spanId: newSpanId(), parentId: root, parentIsRemote: false, ...about, ...more },
    ...{ from: about.from + epoch, to: about.to + epoch, attributes: known(given) },
  })
  const operation = story.api === null ? null : OPERATIONS[story.api]
  const { from, to, problem, outcome, steps, tries } = story
  const failed = (problem !== null && problem.status >= 500) || outcome?.result === 'failed'
  const ofRoot = { spanId: root, parentId: parent?.spanId ?? null, parentIsRemote: parent !== null }
  return [
    span({ name: operation ?? 'unknown', kind: 'server', from, to, failed }, ofRequest(story, parts), ofRoot),
    ...steps.map((step) => span({ ...step, kind: 'internal' }, ofStep(step, story), step.name === 'forward' ? { spanId: forwarded } : {})), // prettier-ignore
    ...tries.map(
      (one) =>
      span({ ...one, name: 'attempt', kind: 'client', failed: one.result.result !== 'answered' }, ofTry(one, story, parts), { parentId: forwarded }), // prettier-ignore
    ),
  ]
}

function ofRequest(story: Story, { labels }: SpanParts): Attributes {
  const { request, api, known: { prompt, decision }, problem, outcome } = story // prettier-ignore
  const served = outcome?.served ?? null
  const ruled = decision?.permitted.find(({ destination }) => destination === served?.destination)?.rule
  const denied = decision?.considered.find(({ ground }) => ground === 'denied_by_rule')?.rule
  return {
    ...ofCall(story, { model: prompt?.model, labels }),
    'gen_ai.response.model': typeof served?.model === 'string' ? labels.of('model', served.model) : null,
    'gen_ai.usage.input_tokens': outcome?.usage.promptTokens,
    'gen_ai.usage.output_tokens': outcome?.usage.completionTokens,
    'http.response.status_code': outcome?.status ?? problem?.status ?? 200,
    'error.type': problem?.code,
    'cordon.request': request,
    'cordon.api': api,
    'cordon.outcome': outcomeOf(story),
    'cordon.level': decision?.level,
    'cordon.pinned': decision?.pinned,
    'cordon.destination': destinationOf(story),
    'cordon.rule': ruled ?? (problem === null ? null : denied),
    'cordon.policy': decision?.policy.digest,
  }
}

function ofCall(
  { api }: Story,
  { model, labels }: { readonly model: string | undefined; readonly labels: Pick<Labels, 'of'> },
): Attributes {
  // prettier-ignore
  return {
    'gen_ai.operation.name': api === null ? null : OPERATIONS[api],
    'gen_ai.request.model': model === undefined ? null : labels.of('model', model),
  }
}

function ofStep({ name, failed }: Step, { known: { detection }, problem }: Story): Attributes {
  const found = name === 'detect' && detection !== undefined
  return {
    'error.type': failed ? (problem?.code ?? 'internal_error') : null,
    'cordon.findings': found ? detection.findings.length : null,
    'cordon.detectors_failed': found ? detection.failed.length : null,
  }
}

function ofTry({ attempt, result }: Try, story: Story, { labels }: SpanParts): Attributes {
  const { destination, node, zone, url, model } = attempt
  const isConfigured = node?.includes('@') !== true // a node that was found has an address that nobody wrote down
  return {
    ...ofCall(story, { model, labels }),
    'gen_ai.provider.name': zone === 'cloud' ? 'openrouter' : 'lan',
    'server.address': isConfigured ? url.hostname : null,
    'server.port': isConfigured ? Number(url.port || (url.protocol === 'https:' ? 443 : 80)) : null,
    'http.response.status_code': result.status,
    'error.type': result.result === 'answered' ? null : result.result,
    'cordon.destination': destination,
    'cordon.zone': zone,
    'cordon.node': nodeLabel(node),
  }
}

function known(given: Attributes): Span['attributes'] {
  const entries = Object.entries(given).filter(([, value]) => value !== null && value !== undefined)
  return Object.fromEntries(entries) as Span['attributes']
}
