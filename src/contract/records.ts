import { z } from 'zod'
import type { Operation } from './operation.ts'

const values = (says: string) => z.string().optional().describe(`${says} Several, with commas between them: one of them fits.`) // prettier-ignore

/** Which requests. A filter that is not there fits all. */
export const FilterQuery = z.strictObject({
  since: z.string().optional().describe('From this day (UTC) or time with its zone on.'),
  until: z.string().optional().describe('Before this time, or up to the end of this day.'),
  caller: values('Pseudonym of who asked.'),
  team: values("A team of the caller's token."),
  tenant: values("A tenant of the caller's token."),
  role: values("A role of the caller's token."),
  client: values('The client that the token was made for.'),
  level: values('Level of the prompt.'),
  entity: values('A type that was found in the prompt.'),
  rule: values('The rule that decided.'),
  destination: values('Where it was answered, or would have been.'),
  considered: values('A destination that was considered.'),
  to: values('A zone that the prompt may have reached: lan, cloud or unknown.'),
  provider: values('The provider that answered.'),
  outcome: values('answered, failed, aborted, unknown, open or late.'),
  effect: values('permit, deny or refuse.'),
  model: values('The model that was asked for.'),
})

const word = z.string().nullable()
const words = z.array(z.string())
const number = z.number().nullable()

/** A request as a list shows it: its decision, joined with its outcome. Null: nothing is known of it (yet). */
export const FoundRequest = z.object({
  request: z.string(),
  seq: z.int().describe('Sequence number of the decision record.'),
  ended: z.int().nullable().describe('Sequence number of the outcome record.'),
  time: z.iso.datetime(),
  ...{
    effect: word,
    caller: word,
    client: word,
    api: word,
    level: word,
    rule: word,
    destination: word,
    provider: word,
  },
  ...{ outcome: word, model: word, served_model: word, policy: word, problem: word },
  ...{ tenant: words, team: words, role: words, entity: words, considered: words, reached: words },
  ...{ status: number, tokens_in: number, tokens_out: number, cost: number, ms: number },
})
export type FoundRequest = z.infer<typeof FoundRequest>

export const RecordsPage = z.object({
  requests: z.array(FoundRequest).describe('Newest first.'),
  next: z.string().nullable().describe('The cursor of the next page, for `after`; null when this is the last.'),
})
export type RecordsPage = z.infer<typeof RecordsPage>

const line = z.record(z.string(), z.json())

export const WholeRecord = z.object({
  found: FoundRequest,
  decision: line.nullable().describe('The record, as it stands in the ledger.'),
  outcome: line.nullable(),
  proof: line.nullable().describe('That the decision stands in the ledger; null while no checkpoint covers it.'),
})
export type WholeRecord = z.infer<typeof WholeRecord>

export const Aggregates = z.object({
  requests: z.int(),
  groups: z.array(
    z.object({
      by: z.record(z.string(), z.string().nullable()),
      requests: z.int(),
      tokens_in: z.number(),
      tokens_out: z.number(),
      cost: z.number().describe('US dollars, as far as destinations reported them.'),
    }),
  ),
})
export type Aggregates = z.infer<typeof Aggregates>

export const RECORDS = {
  records: {
    ...{ method: 'get', path: '/admin/records', who: 'records' },
    summary: 'Requests, newest first',
    query: FilterQuery.extend({ limit: z.string().optional().describe('1 to 500; 50.'), after: z.string().optional() }),
    answers: { kind: 'json', schema: RecordsPage },
  },
  record: {
    ...{ method: 'get', path: '/admin/records/{request}', who: 'records' },
    summary: 'One request: both records as they stand in the ledger, and the proof that they do',
    answers: { kind: 'json', schema: WholeRecord },
  },
  aggregates: {
    ...{ method: 'get', path: '/admin/aggregates', who: 'records' },
    summary: 'Requests, tokens and cost, counted by something',
    query: FilterQuery.extend({ 'count-by': z.string().optional().describe('Up to four filters, `day` or `month`.') }),
    answers: { kind: 'json', schema: Aggregates },
  },
} as const satisfies Record<string, Operation>
