import { z } from 'zod'
import { JobStarted } from './jobs.ts'
import type { Operation } from './operation.ts'
import { Change, Place, PolicyName } from './policy.ts'

const words = z.array(z.string())
const counts = z.record(z.string(), z.int())
/** Many times what a policy has. */
const DRAFT = z.string().max(300_000)
const SHA256 = /^[0-9a-f]{64}$/

const API = ['chat_completions', 'completions', 'embeddings', 'responses', 'messages', 'count_tokens'] as const
const values = z.union([z.string().max(500), z.array(z.string().max(500)).max(50)])

export const PlaygroundCaller = z.union([
  z.strictObject({
    attributes: z
      .strictObject({
        ...{ role: values, department: values, tenant: values, team: values, purpose: values, assurance: values },
        ...{ client: values, issuer: values, subject: values },
      })
      .partial(),
  }),
  z.strictObject({ claims: z.record(z.string(), z.json()) }).describe('As they would stand in a verified token.'),
])
export type PlaygroundCaller = z.infer<typeof PlaygroundCaller>

/** A request to try. Nothing of it is sent anywhere, kept, or recorded. */
export const PlaygroundQuestion = z.strictObject({
  api: z.enum(API).optional().describe('chat_completions, if it is not there.'),
  prompt: z.string().max(1_000_000).optional().describe('What the user says. This or `body`.'),
  body: z.record(z.string(), z.json()).optional().describe('A whole request of that API.'),
  model: z.string().min(1).max(300).optional().describe('With `prompt`.'),
  caller: PlaygroundCaller,
  levels: z.array(z.string().max(100)).max(20).optional().describe('As in x-cordon-level.'),
  reason: z.string().max(1_000).optional().describe('As in x-cordon-reason.'),
  draft: DRAFT.optional().describe('A policy to hold against the one in force, as YAML.'),
  engines: z
    .boolean()
    .optional()
    .describe('True: the engines that are configured look too. They get the text, as they would get a real prompt.'),
  at: z.iso.datetime().optional().describe('When; now, if it is not there.'),
})
export type PlaygroundQuestion = z.infer<typeof PlaygroundQuestion>

export const PolicyProblem = Place.extend({
  text: z.string().describe('`draft.yaml:line:column: message`'),
  message: z.string(),
  suggestion: z.string(),
})
export type PolicyProblem = z.infer<typeof PolicyProblem>

export const PlaygroundFinding = z.object({
  segment: z.int().describe('Index into the segments.'),
  path: z.string(),
  start: z.int().describe('UTF-16 units.'),
  end: z.int(),
  type: z.string(),
  says: z.string().nullable().describe('What the type is, in a few words.'),
  score: z.number(),
  detector: z.string(),
  via: z.enum(['plain', 'normalised', 'decoded', 'joined']),
  evidence: z.object({
    checksum: z.enum(['passed', 'failed', 'none']).nullable(),
    words: z.object({ says: z.enum(['label', 'near']), phrase: z.string() }).nullable(),
  }),
})
export type PlaygroundFinding = z.infer<typeof PlaygroundFinding>

export const PlaygroundVerdict = z.object({
  destination: z.string(),
  zone: z.enum(['lan', 'cloud']),
  permitted: z.boolean(),
  ground: z.string(),
  groundSays: z.string(),
  rule: z.string().nullable(),
  because: z.string(),
  line: z.int().nullable().describe('Where the rule stands in the source.'),
  unless: z.record(z.string(), words).nullable().describe('What would have lifted the denial.'),
  provider: z.json().nullable().describe('The OpenRouter `provider` object that would be sent.'),
})
export type PlaygroundVerdict = z.infer<typeof PlaygroundVerdict>

export const PlaygroundDecision = z.object({
  policy: PolicyName,
  level: z.string(),
  pinned: z.boolean(),
  kind: z.enum(['permit', 'deny']),
  findings: z.array(PlaygroundFinding).describe('With the detectors that this policy brings along.'),
  failed: z.array(z.object({ detector: z.string(), why: z.string() })),
  raised: z.array(
    z.object({ kind: z.string(), what: z.string(), count: z.int(), level: z.string(), text: z.string() }),
  ),
  destinations: z.array(PlaygroundVerdict),
  attempts: z
    .array(z.object({ destination: z.string(), node: z.string().nullable(), model: z.string(), api: z.string() }))
    .describe('What would be tried, in order, if every node were up.'),
  obligations: words,
  retain: z.string().nullable(),
  seal: z.boolean(),
  broken: z.array(z.object({ destination: z.string(), rule: z.string() })),
  exceptions: words.describe('Exceptions that named a value.'),
  shadow: z.array(z.object({ rule: z.string(), wouldPermit: words })),
  refusal: z
    .object({ status: z.int(), code: z.string(), says: z.string(), param: z.string().nullable() })
    .nullable()
    .describe('What the caller would be told; null: it would be served.'),
})
export type PlaygroundDecision = z.infer<typeof PlaygroundDecision>

export const PlaygroundAnswer = z.object({
  refused: z
    .object({ status: z.int(), code: z.string(), says: z.string(), param: z.string().nullable() })
    .nullable()
    .describe('The request could not even be read; then there is no decision.'),
  segments: z.array(z.object({ path: z.string(), role: z.string(), kind: z.enum(['value', 'key']), text: z.string() })),
  unread: z.array(z.object({ path: z.string(), kind: z.string() })),
  stripped: words.describe('Names of what would not be sent on.'),
  decision: PlaygroundDecision.nullable(),
  draft: PlaygroundDecision.nullable().describe(
    'What the draft says; null without one, or with one that is not valid.',
  ),
  problems: z.array(PolicyProblem).describe('What is wrong with the draft; empty when it is valid, or there is none.'),
  warnings: z.array(PolicyProblem).describe('What deserves a second look in the draft.'),
  differs: z
    .array(z.object({ what: z.string(), now: z.string(), draft: z.string(), opens: z.boolean() }))
    .describe('What the draft would decide otherwise. `opens`: more would be permitted.'),
})
export type PlaygroundAnswer = z.infer<typeof PlaygroundAnswer>

export const PlaygroundExamples = z.object({
  examples: z.array(
    z.object({
      title: z.string(),
      says: z.string().describe('What there is to see.'),
      question: PlaygroundQuestion.pick({
        api: true,
        prompt: true,
        body: true,
        model: true,
        levels: true,
        reason: true,
      }),
      attributes: z.record(z.string(), words),
    }),
  ),
  attributes: z.record(z.string(), words).describe('Values that the policy names, by attribute of a caller.'),
  models: words,
  levels: words,
})
export type PlaygroundExamples = z.infer<typeof PlaygroundExamples>

export const ReplayQuestion = z.strictObject({
  draft: DRAFT.optional().describe('A policy as YAML. This or `digest`.'),
  digest: z.string().regex(SHA256).optional().describe('A policy that was in force once.'),
  since: z
    .string()
    .optional()
    .describe('From this day (UTC) or time with its zone on; a week ago, if it is not there.'),
  until: z.string().optional(),
})
export type ReplayQuestion = z.infer<typeof ReplayQuestion>

/** The result of the job. Counts only requests that whoever started it may read. */
export const ReplayReport = z.object({
  policy: PolicyName.nullable().describe('Null: the draft is not valid.'),
  problems: z.array(PolicyProblem),
  since: z.iso.datetime().nullable(),
  until: z.iso.datetime().nullable(),
  decisions: z.int(),
  notAsked: z.int().describe('Requests that no policy was asked about.'),
  same: z.int(),
  changed: z.int(),
  undecidable: z.int(),
  levelOnly: z.int().describe('Of the same: how many would have another level, which changes nothing.'),
  toCloud: z.int().describe('Of the changed: how many could go to the cloud where they could not.'),
  fromCloud: z.int(),
  open: counts.describe('What the records do not say, and would have to.'),
  openSamples: words,
  changes: z.array(Change).describe('The most frequent first.'),
  damaged: z.int(),
})
export type ReplayReport = z.infer<typeof ReplayReport>

export const PLAYGROUND = {
  playground: {
    ...{ method: 'post', path: '/admin/playground', who: 'policy' },
    summary: 'What would be decided about a request, and why; nothing is sent',
    body: PlaygroundQuestion,
    answers: { kind: 'json', schema: PlaygroundAnswer },
  },
  'playground-examples': {
    ...{ method: 'get', path: '/admin/playground/examples', who: 'policy' },
    summary: 'Requests to begin with, made for the policy in force',
    answers: { kind: 'json', schema: PlaygroundExamples },
  },
  replay: {
    ...{ method: 'post', path: '/admin/playground/replay', who: 'policy' },
    summary: 'What another policy would have done with recorded requests: a job whose result is a ReplayReport',
    body: ReplayQuestion,
    answers: { kind: 'json', schema: JobStarted, status: 202 },
  },
} as const satisfies Record<string, Operation>
