import { z } from 'zod'

/**
 * The OpenRouter `provider` object as a policy may write it: closed, and typed as OpenRouter's provider routing reference
 * has it (wire names of `@openrouter/sdk` 1.3, `ProviderPreferences$Outbound`). Sorting across models is left out.
 */
const slug = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]*(\/[a-z0-9][a-z0-9._-]*)*$/, 'is not a provider slug, such as "mistral"')
const slugs = z.array(slug).min(1).max(200)
const price = z.string().regex(/^\d+(\.\d+)?$/, 'write a price in quotes, as "1.50"')
const positive = z.number().positive()
const measure = z.union(
  [positive, z.strictObject({ p50: positive, p75: positive, p90: positive, p99: positive }).partial()],
  'needs a number, or numbers for p50, p75, p90, p99',
)
const sort = z.enum(['price', 'throughput', 'latency', 'exacto'])
const QUANTIZATIONS = [
  'int4',
  'int8',
  'fp4',
  'mxfp4',
  'nvfp4',
  'fp6',
  'fp8',
  'mxfp8',
  'fp16',
  'bf16',
  'fp32',
  'unknown',
]

const prices = z.strictObject({
  prompt: price.optional(),
  completion: price.optional(),
  image: price.optional(),
  audio: price.optional(),
  request: price.optional(),
})

export const ProviderFile = z.strictObject({
  zdr: z.boolean().optional(),
  data_collection: z.enum(['allow', 'deny']).optional(),
  only: slugs.optional(),
  ignore: slugs.optional(),
  order: slugs.optional(),
  allow_fallbacks: z.boolean().optional(),
  require_parameters: z.boolean().optional(),
  enforce_distillable_text: z.boolean().optional(),
  quantizations: z.array(z.enum(QUANTIZATIONS)).min(1).optional(),
  sort: z
    .union(
      [sort, z.strictObject({ by: sort, partition: z.literal('model') })],
      'needs price, throughput, latency or exacto',
    )
    .optional(),
  max_price: prices.optional(),
  preferred_min_throughput: measure.optional(),
  preferred_max_latency: measure.optional(),
})

/** What an obligation may add to it. Nothing here can let more in, so that several of them can apply at once. */
export const NarrowingFile = z
  .strictObject({
    zdr: z.literal(true).optional(),
    data_collection: z.literal('deny').optional(),
    only: slugs.optional(),
    ignore: slugs.optional(),
    allow_fallbacks: z.literal(false).optional(),
    require_parameters: z.literal(true).optional(),
    enforce_distillable_text: z.literal(true).optional(),
    max_price: prices.optional(),
  })
  .refine((flags) => Object.keys(flags).length > 0, { error: 'may not be empty' })
