import { allow } from './shape.ts'
import { closed, listOf, object } from './structures.ts'
import { either, flag, matching, number, oneOf } from './values.ts'

const slug = matching('a provider slug', /^[A-Za-z0-9][A-Za-z0-9._/-]{0,127}$/)
const slugs = listOf(slug, { most: 200 })
const price = either(number(0, Number.MAX_SAFE_INTEGER), matching('a price', /^\d{1,9}(\.\d{1,9})?$/))
const amount = number(0, Number.MAX_SAFE_INTEGER)
const PERCENTILES = ['p50', 'p75', 'p90', 'p99'].map((name) => allow(name, amount, 'at this percentile'))
const measure = either(amount, object(PERCENTILES))
const by = oneOf('price', 'throughput', 'latency', 'exacto')
const quantization = oneOf(
  ...['int4', 'int8', 'fp4', 'mxfp4', 'nvfp4', 'fp6', 'fp8', 'mxfp8', 'fp16', 'bf16', 'fp32', 'unknown'],
)

/** OpenRouter's `provider` object, closed: a key that is not known here could widen what we do not know of. */
export const providerObject = closed(
  object([
    allow('order', slugs, 'narrows'),
    allow('only', slugs, 'narrows'),
    allow('ignore', slugs, 'narrows'),
    allow('allow_fallbacks', flag, 'narrows'),
    allow('require_parameters', flag, 'narrows'),
    allow('data_collection', oneOf('allow', 'deny'), 'narrows'),
    allow('zdr', flag, 'narrows'),
    allow('enforce_distillable_text', flag, 'narrows'),
    allow('quantizations', listOf(quantization, { most: 12 }), 'orders'),
    allow(
      'sort',
      either(by, object([allow('by', by, 'orders'), allow('partition', oneOf('model', 'none'), 'orders')], ['by'])),
      'orders',
    ),
    allow(
      'max_price',
      object(['prompt', 'completion', 'image', 'audio', 'request'].map((kind) => allow(kind, price, 'narrows'))),
      'narrows',
    ),
    allow('preferred_min_throughput', measure, 'orders'),
    allow('preferred_max_latency', measure, 'orders'),
  ]),
)
