import { isJsonObject } from '../terms/json.ts'
import type { JsonObject, JsonValue } from '../terms/json.ts'

type Json = JsonValue | undefined

/**
 * The OpenRouter `provider` object to send: the policy's, made narrower where the caller's is narrower, never wider.
 * `nothing` when no provider is left. Every key that may come out is named here; any other key of the caller is dropped.
 * A caller's flag of the wrong type is taken for the stricter one; a wish of the wrong type is dropped.
 *
 * Field meanings: OpenRouter's provider routing reference. `order` prefers, and without fallbacks it also excludes;
 * `only`, `quantizations` and `max_price` exclude. Slugs are compared whole: `a` does not stand for `a/variant`.
 */
export function narrowProvider(policy: JsonObject | null, caller: JsonObject | null): JsonObject | 'nothing' {
  const ours = policy ?? {}
  if (caller === null) return ours
  const only = narrowOnly(permittedBy(ours), caller['only'])
  const ignore = union(ours['ignore'], caller['ignore'])
  const left = only?.filter((slug) => !ignore?.includes(slug))
  if (left?.length === 0 || malformed(caller['ignore'])) return 'nothing'
  return present({
    zdr: eitherTrue(ours['zdr'], caller['zdr']),
    data_collection: stricterCollection(ours['data_collection'], caller['data_collection']),
    only,
    ignore,
    order: narrowOrder(ours['order'], caller['order'], only),
    allow_fallbacks: bothAllow(ours['allow_fallbacks'], caller['allow_fallbacks']),
    require_parameters: eitherTrue(ours['require_parameters'], caller['require_parameters']),
    enforce_distillable_text: eitherTrue(ours['enforce_distillable_text'], caller['enforce_distillable_text']),
    max_price: lowerPrices(ours['max_price'], caller['max_price']),
    sort: ours['sort'] ?? withinOneModel(caller['sort']),
    quantizations: ours['quantizations'] ?? strings(caller['quantizations']),
    preferred_min_throughput: ours['preferred_min_throughput'] ?? measure(caller['preferred_min_throughput']),
    preferred_max_latency: ours['preferred_max_latency'] ?? measure(caller['preferred_max_latency']),
  })
}

function present(all: Readonly<Record<string, Json>>): JsonObject {
  return Object.fromEntries(Object.entries(all).filter((entry): entry is [string, JsonValue] => entry[1] !== undefined))
}

const strings = (value: Json): readonly string[] | undefined =>
  Array.isArray(value) ? value.filter((item) => typeof item === 'string') : undefined

const malformed = (value: Json) => value !== undefined && !Array.isArray(value)

/** The providers that the policy lets in, or undefined for any. An order without fallbacks is also a list of these. */
function permittedBy(policy: JsonObject): readonly string[] | undefined {
  const only = strings(policy['only'])
  const order = policy['allow_fallbacks'] === false ? strings(policy['order']) : undefined
  if (only === undefined || order === undefined) return only ?? order
  return only.filter((slug) => order.includes(slug))
}

function narrowOnly(ours: readonly string[] | undefined, asked: Json): readonly string[] | undefined {
  if (asked === undefined) return ours
  const wanted = strings(asked) ?? []
  return ours === undefined ? wanted : ours.filter((slug) => wanted.includes(slug))
}

function union(ours: Json, asked: Json): readonly string[] | undefined {
  const both = [...new Set([...(strings(ours) ?? []), ...(strings(asked) ?? [])])]
  return both.length === 0 ? undefined : both
}

/** An order is kept as far as it stays inside a closed list. Without such a list, the caller's could pick a weaker one. */
function narrowOrder(ours: Json, asked: Json, only: readonly string[] | undefined): readonly string[] | undefined {
  const order = strings(ours) ?? (only === undefined ? undefined : strings(asked))
  const kept = only === undefined ? order : order?.filter((slug) => only.includes(slug))
  return kept === undefined || kept.length === 0 ? undefined : kept
}

const eitherTrue = (ours: Json, asked: Json): Json => (asked === undefined || asked === false ? ours : true)

const bothAllow = (ours: Json, asked: Json): Json => (asked === undefined || asked === true ? ours : false)

const stricterCollection = (ours: Json, asked: Json): Json => (asked === undefined || asked === 'allow' ? ours : 'deny')

const PRICES = ['prompt', 'completion', 'image', 'audio', 'request'] as const

function lowerPrices(ours: Json, asked: Json): Json {
  if (!isJsonObject(asked)) return ours
  const policy = isJsonObject(ours) ? ours : {}
  const prices = present(Object.fromEntries(PRICES.map((kind) => [kind, lower(policy[kind], asked[kind])])))
  return Object.keys(prices).length === 0 ? undefined : prices
}

function lower(ours: Json, asked: Json): Json {
  const price = toPrice(asked)
  if (price === null) return ours
  const limit = toPrice(ours)
  return limit !== null && limit <= price ? ours : asked
}

function toPrice(value: Json): number | null {
  const price = typeof value === 'string' && /^\d+(\.\d+)?$/.test(value) ? Number(value) : value
  return typeof price === 'number' && Number.isFinite(price) && price >= 0 ? price : null
}

const SORTS: readonly Json[] = ['price', 'throughput', 'latency', 'exacto']

/** Sorting across models would let another model come first than the one that was asked for. */
function withinOneModel(sort: Json): Json {
  if (!isJsonObject(sort)) return SORTS.includes(sort) ? sort : undefined
  return SORTS.includes(sort['by']) ? present({ by: sort['by'], partition: 'model' }) : undefined
}

const PERCENTILES = ['p50', 'p75', 'p90', 'p99'] as const

/** A number, or numbers by percentile. These only order providers, and exclude none. */
function measure(value: Json): Json {
  if (!isJsonObject(value)) return positive(value)
  return present(Object.fromEntries(PERCENTILES.map((name) => [name, positive(value[name])])))
}

const positive = (value: Json): Json => (typeof value === 'number' && value > 0 ? value : undefined)
