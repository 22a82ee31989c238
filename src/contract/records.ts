import { z } from 'zod'
import type { Operation } from './operation.ts'
import { Overview } from './overview.ts'

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
  region: values('The region of the destination, as the policy that decided says.'),
  pinned: values(
    'no; held: kept on the LAN; unread: the same, as something could not be looked at; unserved: no node there served it.',
  ),
  api: values('The API that was called.'),
  problem: values('Why it was not served: the code that the caller got.'),
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
  zone: word.describe('Of the destination, as the policy that decided says; unknown where that policy is not kept.'),
  region: word.describe('Of the destination, likewise.'),
  pinned: word.describe(
    'no; held: kept on the LAN; unread: kept there, since something could not be read or a detector failed; unserved: kept there, and no node served it, so that the caller got 503.',
  ),
  ...{ tenant: words, team: words, role: words, entity: words, considered: words, reached: words },
  ...{ status: number, tokens_in: number, tokens_out: number, cost: number, ms: number },
  found: z.record(z.string(), z.int()).describe('How many values of each type were found in the prompt.'),
})
export type FoundRequest = z.infer<typeof FoundRequest>

export const RecordsPage = z.object({
  requests: z.array(FoundRequest).describe('Newest first.'),
  next: z.string().nullable().describe('The cursor of the next page, for `after`; null when this is the last.'),
  total: z
    .object({ count: z.int(), isExact: z.boolean().describe('False: there are at least so many.') })
    .nullable()
    .describe('How many fit; null unless it was asked for.'),
})
export type RecordsPage = z.infer<typeof RecordsPage>

export const Newer = z.object({
  requests: z.array(FoundRequest).describe('Oldest first; one that has ended comes again, with how it ended.'),
  next: z.int().describe('What to ask for next, as `after`.'),
})
export type Newer = z.infer<typeof Newer>

/** Events of the tail are `requests`, and at last perhaps `end`; a line of none keeps the connection open. */
export const TailEvent = z.object({
  requests: z.array(FoundRequest).describe('As of `newer`; none in an event `end`.'),
  next: z.int(),
})
export type TailEvent = z.infer<typeof TailEvent>

export const Suggestions = z.object({
  suggestions: z
    .array(z.object({ value: z.string(), requests: z.int() }))
    .describe('At most 20: those that begin with the text before others, and of these the most frequent first.'),
})
export type Suggestions = z.infer<typeof Suggestions>

const line = z.record(z.string(), z.json())

export const WholeRecord = z.object({
  found: FoundRequest,
  decision: line.nullable().describe('The record, as it stands in the ledger.'),
  outcome: line.nullable(),
  place: z
    .object({
      index: z.int().describe('Of its leaf in the tree.'),
      size: z.int().nullable().describe('Of the tree that the proof is of; null while no checkpoint covers it.'),
      segment: z.string().describe('The file.'),
      line: z.int().describe('In the file, from 1 on.'),
    })
    .nullable()
    .describe('Where the decision stands in the ledger.'),
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
    query: FilterQuery.extend({
      limit: z.string().optional().describe('1 to 500; 50.'),
      after: z.string().optional(),
      total: z.literal('yes').optional().describe('Also say how many fit.'),
    }),
    answers: { kind: 'json', schema: RecordsPage },
  },
  newer: {
    ...{ method: 'get', path: '/admin/newer', who: 'records' },
    summary: 'What was recorded of requests behind a record, oldest first',
    query: FilterQuery.extend({
      after: z.string().optional().describe('The number of a record; without it, the answer says where to begin.'),
      limit: z.string().optional().describe('1 to 200; 200.'),
    }),
    answers: { kind: 'json', schema: Newer },
  },
  overview: {
    ...{ method: 'get', path: '/admin/overview', who: 'records' },
    summary: 'What went where in a time, how it ended, how long it took and what it cost',
    query: FilterQuery.extend({
      since: z.string().optional().describe('From this day (UTC) or time with its zone on; the last 24 hours without.'),
    }),
    answers: { kind: 'json', schema: Overview },
  },
  tail: {
    ...{ method: 'get', path: '/admin/tail', who: 'records' },
    summary: 'Requests as they are decided and end, until whoever looks on is gone, or may not any more',
    query: FilterQuery.omit({ since: true, until: true }),
    answers: { kind: 'events', schema: TailEvent },
  },
  export: {
    ...{ method: 'get', path: '/admin/export', who: 'records' },
    summary:
      'What a list shows, as a file: at most 100,000 requests, newest first, and at the end a note if there are more',
    query: FilterQuery.extend({ format: z.enum(['csv', 'jsonl']).optional().describe('csv without.') }),
    answers: { kind: 'file', types: ['text/csv', 'application/jsonl'] },
  },
  suggestions: {
    ...{ method: 'get', path: '/admin/suggestions', who: 'records' },
    summary: 'Values of a filter that occur in records that may be read',
    query: z.strictObject({
      name: z.string().describe('The filter.'),
      text: z.string().optional().describe('What the values hold, whatever the case of its letters.'),
    }),
    answers: { kind: 'json', schema: Suggestions },
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
