import { z } from 'zod'

const count = z.int()
const name = z.string().nullable()
const ms = z.number().nullable()

export const Totals = z.object({
  ...{ requests: count, permitted: count, denied: count, refused: count, pinned: count, failed_local: count },
  ...{ cloud: count, answered: count, tokens_in: z.number(), tokens_out: z.number(), cost: z.number() },
  ...{ p50: ms, p95: ms, p99: ms },
})
export type Totals = z.infer<typeof Totals>

const Line = z.object({ name, counts: z.array(count) })

export const OverviewView = z.object({
  since: z.iso.datetime(),
  until: z.iso.datetime(),
  bucket: z.string(),
  totals: Totals,
  before: Totals,
  series: z.object({
    at: z.array(z.iso.datetime()),
    levels: z.array(Line),
    destinations: z.array(Line.extend({ zone: name })),
    endings: z.array(Line),
  }),
  left: z.array(
    z.object({
      destination: name,
      zone: name,
      provider: name,
      region: name,
      level: name,
      requests: count,
      tokens_in: z.number(),
      tokens_out: z.number(),
      cost: z.number(),
    }),
  ),
  services: z.array(Totals.extend({ destination: name, zone: name, provider: name, model: name })),
  entities: z.array(z.object({ type: z.string(), requests: count })),
})
export type OverviewView = z.infer<typeof OverviewView>
