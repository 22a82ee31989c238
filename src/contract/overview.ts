import { z } from 'zod'

const word = z.string().nullable()
const spent = { tokens_in: z.number(), tokens_out: z.number(), cost: z.number().describe('US dollars.') }
const ms = z.number().nullable()

export const Totals = z.object({
  ...{ requests: z.int(), permitted: z.int(), denied: z.int(), refused: z.int(), answered: z.int() },
  pinned: z.int().describe('Held to the LAN.'),
  failed_local: z
    .int()
    .describe('Of these, because something could not be read, or a detector failed; but for `unserved`.'),
  unserved: z.int().describe('Of these, not served, since no node there could: 503.'),
  cloud: z.int().describe('Sent to a cloud destination, or to be sent there first.'),
  ...spent,
  ...{ p50: ms, p95: ms, p99: ms.describe('Milliseconds of answered requests; at most 19 % beside the true one.') },
})
export type Totals = z.infer<typeof Totals>

const Line = z.object({ name: word, counts: z.array(z.int()).describe('One for each point.') })

export const Overview = z.object({
  since: z.iso.datetime(),
  until: z.iso.datetime(),
  counted: z
    .object({ since: z.iso.datetime(), until: z.iso.datetime() })
    .nullable()
    .describe(
      'What everything here is of, where that is less than what was asked for: the newest part that can be looked through for these filters, or its whole days. Null: all of it.',
    ),
  bucket: z.enum(['minute', '5 minutes', 'hour', '6 hours', 'day', 'week', '4 weeks']),
  totals: Totals,
  before: Totals.nullable().describe(
    'Of the time before, as long as this one; null where there is too much of it to look through for these filters, or not all of this one was counted.',
  ),
  series: z.object({
    at: z.array(z.iso.datetime()).describe('Where each point begins; the first and the last may be cut.'),
    levels: z.array(Line),
    destinations: z.array(Line.extend({ zone: word })),
    endings: z.array(Line).describe('An outcome, or `denied` or `refused`.'),
  }),
  left: z
    .array(
      z.object({
        destination: word,
        zone: word,
        region: word,
        provider: word,
        level: word,
        requests: z.int(),
        ...spent,
      }),
    )
    .describe('Where permitted requests went, most first. Where `services` is null, providers are not told apart.'),
  services: z
    .array(Totals.extend({ destination: word, zone: word, provider: word, model: word }))
    .nullable()
    .describe(
      'Who served them, most first; null where that is not kept for these filters in so long a time, and percentiles neither.',
    ),
  entities: z
    .array(z.object({ type: z.string(), requests: z.int() }))
    .nullable()
    .describe('What was found most often; null where that takes too long to count for these filters.'),
})
export type Overview = z.infer<typeof Overview>
