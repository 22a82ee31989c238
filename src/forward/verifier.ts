import type { Verification } from '../terms/attempt.ts'
import type { JsonObject, JsonValue } from '../terms/json.ts'
import { isJsonObject } from '../terms/json.ts'
import { asObject, asText, isGiven, objectsIn } from './answers/form.ts'
import { isProvider } from './provider-names.ts'

type Breach = Verification['breaches'][number]

/** In the order in which they are told. */
const BREACHES: readonly Breach[] = ['provider', 'strategy', 'pipeline', 'cache']

/**
 * Compares what OpenRouter says of how an answer was made with what was asked for: the providers that saw the prompt, that
 * no router chose the model, that nothing else ran, and that it is no kept answer. Whatever it says that is not understood is a
 * breach. It detects and does not prevent; retention, training and region are told by no answer, and so are not verified.
 */
export class Verifier {
  readonly #provider: JsonObject | null
  readonly #breaches = new Set<Breach>()
  /** What has been told so far, of what must be told for an answer to be verified. */
  #told = { metadata: false, provider: false, strategy: false }
  #uncertain = false

  /** `provider`: the object of that name that was asked with. */
  constructor(provider: JsonObject | null) {
    this.#provider = provider
  }

  get breached(): boolean {
    return this.#breaches.size > 0
  }

  /** True when metadata has come. */
  get told(): boolean {
    return this.#told.metadata
  }

  get verification(): Verification {
    const breaches = BREACHES.filter((breach) => this.#breaches.has(breach))
    if (breaches.length > 0) return { verdict: 'breached', breaches }
    const kept = this.#told.provider && this.#told.strategy && !this.#uncertain
    return { verdict: kept ? 'kept' : 'unverified', breaches }
  }

  /** The value of `X-OpenRouter-Cache-Status`. A hit has no metadata. */
  cacheStatus(status: string): void {
    if (/\bhit\b/i.test(status)) this.#breaches.add('cache')
  }

  /** A provider as the answer itself names it. Only metadata tells of all that were tried. */
  provider(name: string): void {
    const asked = (field: string) => listOf(this.#provider?.[field])
    const only = asked('only').map((slug) => isProvider(name, slug))
    const ignored = asked('ignore').map((slug) => isProvider(name, slug))
    if (isGiven(this.#provider?.['only']) && only.every((match) => match === 'no')) this.#breaches.add('provider')
    if (ignored.includes('yes')) this.#breaches.add('provider')
    if (ignored.includes('perhaps') || (only.includes('perhaps') && !only.includes('yes'))) this.#uncertain = true
  }

  /** `openrouter_metadata`. */
  metadata(metadata: JsonValue): void {
    this.#told.metadata = true
    if (!isJsonObject(metadata)) return void this.#breaches.add('strategy')
    for (const name of providersIn(metadata)) {
      this.#told.provider = true
      this.provider(name)
    }
    this.#told.strategy ||= isGiven(metadata['strategy'])
    if (isGiven(metadata['strategy']) && metadata['strategy'] !== 'direct') this.#breaches.add('strategy')
    if (!isHarmless(metadata['pipeline'])) this.#breaches.add('pipeline')
  }
}

/** Every provider that was tried, whether it answered or not: each of them saw the prompt. */
function providersIn(metadata: JsonObject): readonly string[] {
  const endpoints = asObject(metadata['endpoints'])
  const selected = objectsIn(endpoints?.['available']).filter((endpoint) => endpoint['selected'] === true)
  return [...objectsIn(metadata['attempts']), ...selected].map((it) => asText(it['provider']))
}

/**
 * A guardrail is set by the account's own administrator, and looks at the prompt where it is anyway. Every other stage adds to the
 * prompt, takes from it, or shows it to somebody else; so does moderation, for which a provider may ask.
 */
function isHarmless(pipeline: JsonValue | undefined): boolean {
  if (!isGiven(pipeline)) return true
  if (!Array.isArray(pipeline)) return false
  const stages = pipeline as readonly JsonValue[]
  return stages.every(
    (it) => asObject(it)?.['type'] === 'guardrail' && !/moderat/i.test(asText(asObject(it)?.['name'])),
  )
}

function listOf(value: JsonValue | undefined): readonly string[] {
  return Array.isArray(value) ? (value as readonly JsonValue[]).map(asText) : []
}

/** Where metadata stands in an answer or event: at its top, or in the answer that the event is about. */
const HOLDERS = ['response', 'message'] as const
const METADATA = 'openrouter_metadata'

/** The answer or event without `openrouter_metadata`, and what that held; the very same object where there is none. */
export function withoutMetadata(answer: JsonObject): {
  readonly rest: JsonObject
  readonly metadata: readonly JsonValue[]
} {
  const { [METADATA]: top, ...rest } = answer
  const held = HOLDERS.filter((name) => asObject(answer[name])?.[METADATA] !== undefined)
  if (top === undefined && held.length === 0) return { rest: answer, metadata: [] }
  const inner = held.map((name) => {
    const { [METADATA]: metadata, ...plain } = asObject(answer[name]) ?? {}
    return { name, metadata, plain }
  })
  return {
    rest: { ...rest, ...Object.fromEntries(inner.map(({ name, plain }) => [name, plain])) },
    metadata: [top, ...inner.map(({ metadata }) => metadata)].filter((it) => it !== undefined),
  }
}
