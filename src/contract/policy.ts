import { z } from 'zod'
import type { Operation } from './operation.ts'

const words = z.array(z.string())
const counts = z.record(z.string(), z.int())

/** A policy's name in three parts; the digest says which it really is. */
export const PolicyName = z.object({ name: z.string(), version: z.string(), digest: z.string() })
export type PolicyName = z.infer<typeof PolicyName>

/** Lines and columns count from 1. */
export const Place = z.object({ line: z.int(), column: z.int() })
export type Place = z.infer<typeof Place>

/** A sentence, and which lines of the source it tells of; null: it follows from more than one place, or from none. */
export const Sentence = z.object({
  text: z.string(),
  lines: z.object({ from: z.int(), to: z.int() }).nullable(),
  under: z.array(z.object({ text: z.string(), lines: z.object({ from: z.int(), to: z.int() }).nullable() })),
})
export type Sentence = z.infer<typeof Sentence>

export const Chapter = z.object({
  key: z.enum(['levels', 'raises', 'detectors', 'exceptions', 'destinations', 'rules', 'obligations', 'shadows']),
  title: z.string(),
  sentences: z.array(Sentence),
})
export type Chapter = z.infer<typeof Chapter>

/** The highest level that may go to each destination, for each role and department. */
export const ReachTable = z.object({
  title: z.string(),
  before: z.string().describe('What the table says, in a sentence.'),
  hasDepartments: z.boolean(),
  destinations: z.array(z.object({ name: z.string(), zone: z.enum(['lan', 'cloud']) })),
  rows: z.array(
    z.object({
      roles: words.describe('`(any other)` and `(none)` stand for what no rule names, and for nothing.'),
      departments: words,
      cells: z.array(
        z.object({
          most: z.string().nullable().describe('Null: nothing may.'),
          always: z.boolean().describe('False: for some it is less, or nothing.'),
        }),
      ),
    }),
  ),
  after: words.describe('What the table does not say, in sentences.'),
})
export type ReachTable = z.infer<typeof ReachTable>

export const SourceFile = z.object({ file: z.string(), text: z.string() })
export type SourceFile = z.infer<typeof SourceFile>

export const LintNote = Place.extend({ code: z.string(), message: z.string(), suggestion: z.string() })
export type LintNote = z.infer<typeof LintNote>

/** A policy, told, as written, and remarked on. */
export const PolicyTold = PolicyName.extend({
  owners: words,
  levels: words.describe('From harmless to most sensitive.'),
  pinFrom: z.string().describe('From this level on, a prompt stays inside.'),
  destinations: z.array(z.object({ name: z.string(), zone: z.enum(['lan', 'cloud']), maxLevel: z.string() })),
  intro: z.string(),
  chapters: z.array(Chapter),
  reach: ReachTable,
  source: SourceFile.nullable().describe('As it was loaded. Null where only its digest form is at hand.'),
  notes: z.array(LintNote),
})
export type PolicyTold = z.infer<typeof PolicyTold>

export const PolicyPage = z.object({
  policy: PolicyTold,
  candidate: PolicyTold.nullable().describe('A policy that is tried beside the one in force.'),
  candidateUntil: z.string().nullable(),
  approved: z
    .object({ serial: z.int(), author: z.string(), approvers: words })
    .nullable()
    .describe('Null where no approval is asked for.'),
  since: z.iso.datetime().nullable().describe('Since when it has been in force here.'),
})
export type PolicyPage = z.infer<typeof PolicyPage>

export const PolicyTests = z.object({
  digest: z.string(),
  day: z.string().describe('The day of tests that name none.'),
  passed: z.int(),
  failed: z.int(),
  tests: z.array(
    z.object({
      it: z.string(),
      ok: z.boolean(),
      file: z.string(),
      line: z.int(),
      differences: z.array(
        z.object({ what: z.string(), expected: z.string().nullable(), got: z.string().nullable(), text: z.string() }),
      ),
    }),
  ),
})
export type PolicyTests = z.infer<typeof PolicyTests>

export const PolicyHistory = z.object({
  versions: z
    .array(
      PolicyName.extend({
        from: z.iso.datetime(),
        until: z.iso.datetime().nullable().describe('Null: in force now.'),
        kept: z.boolean().describe('True: it can be told, compared and replayed against.'),
        approved: z.object({ serial: z.int(), author: z.string(), approvers: words }).nullable(),
        decisions: z.int().describe('Of the requests that you may read.'),
      }),
    )
    .describe('Newest first. One that came back stands here again.'),
  refused: z.array(z.object({ time: z.iso.datetime() })).describe('When a reload was refused; newest first.'),
  more: z.boolean().describe('True: there are older ones than are told here.'),
})
export type PolicyHistory = z.infer<typeof PolicyHistory>

export const DiffCase = z.object({
  destination: z.string(),
  zone: z.enum(['lan', 'cloud']),
  who: z.record(z.string(), words).describe('By attribute; one that is absent makes no difference.'),
  prompt: words.describe('What the prompt holds; empty: any.'),
  before: words,
  now: words,
  text: z.string().describe('The same in a sentence.'),
})
export type DiffCase = z.infer<typeof DiffCase>

export const PolicyDiff = z.object({
  from: PolicyName,
  to: PolicyName,
  opens: words.describe('What somebody has to acknowledge, a sentence for each kind.'),
  newlyAllowed: z.array(DiffCase),
  newlyDenied: z.array(DiffCase),
  settings: z.array(
    z.object({
      what: z.string(),
      before: z.string(),
      now: z.string(),
      direction: z.enum(['weaker', 'stronger', 'other']),
      outside: z.boolean(),
    }),
  ),
  tried: z.int(),
  whole: z.boolean().describe('False: there were too many cases to try them all.'),
  more: z.int().describe('Cases that are not told here, because there are so many.'),
  texts: z
    .object({ form: z.enum(['source', 'canonical']), from: z.string(), to: z.string() })
    .describe('To lay side by side: as written where both are at hand, else what the digests are made of, one setting a line.'), // prettier-ignore
})
export type PolicyDiff = z.infer<typeof PolicyDiff>

/** Requests that would have gone elsewhere, in one way. */
export const Change = z.object({
  from: words,
  to: words,
  count: z.int(),
  levels: counts.describe('`level → level`, as it was and as it would be.'),
  rules: counts.describe('`destination: rule or floor`, of what would be decided otherwise.'),
  who: z.record(z.string(), counts).describe('By role, department, team and tenant.'),
  samples: words.describe('Ids of requests.'),
})
export type Change = z.infer<typeof Change>

const tried = {
  asked: z.int(),
  changed: z.int(),
  first: z.iso.datetime().nullable(),
  last: z.iso.datetime().nullable(),
  changes: z.array(Change),
}

export const ShadowReport = z.object({
  since: z.iso.datetime().nullable(),
  until: z.iso.datetime().nullable(),
  decisions: z.int(),
  damaged: z.int().describe('Lines of the ledger that could not be read.'),
  cut: z.int().describe('Records that were too long, and may have lost what a shadow rule said.'),
  rules: z.array(z.object({ ...tried, rule: z.string(), says: z.string().nullable(), until: z.string().nullable() })),
  candidates: z.array(z.object({ ...tried, policy: PolicyName })),
})
export type ShadowReport = z.infer<typeof ShadowReport>

export const WindowQuery = z.strictObject({
  since: z
    .string()
    .optional()
    .describe('From this day (UTC) or time with its zone on; a week ago, if it is not there.'),
  until: z.string().optional().describe('Before this time, or up to the end of this day.'),
})

export const POLICY = {
  policy: {
    ...{ method: 'get', path: '/admin/policy', who: 'policy' },
    summary: 'The policy in force: in sentences, as written, and what is remarkable about it',
    answers: { kind: 'json', schema: PolicyPage },
  },
  'policy-tests': {
    ...{ method: 'get', path: '/admin/policy/tests', who: 'policy' },
    summary: "The policy's own tests, and how they come out",
    answers: { kind: 'json', schema: PolicyTests },
  },
  'policy-history': {
    ...{ method: 'get', path: '/admin/policy/history', who: 'policy' },
    summary: 'The policies that were in force, and since when',
    answers: { kind: 'json', schema: PolicyHistory },
  },
  'policy-diff': {
    ...{ method: 'get', path: '/admin/policy/diff', who: 'policy' },
    summary: 'What one policy allows and denies otherwise than another',
    query: z.strictObject({
      from: z.string().describe('The digest of the old one.'),
      to: z.string().describe('The digest of the new one.'),
    }),
    answers: { kind: 'json', schema: PolicyDiff },
  },
  'policy-shadow': {
    ...{ method: 'get', path: '/admin/policy/shadow', who: 'policy' },
    summary: 'What shadow rules, and a candidate beside the policy, would have changed',
    query: WindowQuery,
    answers: { kind: 'json', schema: ShadowReport },
  },
} as const satisfies Record<string, Operation>
