import { z } from 'zod'
import { JobStarted } from './jobs.ts'
import type { Operation } from './operation.ts'

const time = z.iso.datetime()
const hash = z.string().describe('Base64 of 32 bytes.')

/** A signed note (C2SP), and what it says. */
export const Checkpoint = z.object({
  note: z.string().describe('The text, to the byte: this is what is signed, and what a witness keeps.'),
  size: z.int().describe('Records that it covers.'),
  root: hash,
  at: time.nullable().describe('When it was written, by the clock of the machine. A note has no time of its own.'),
  signatures: z.array(z.object({ name: z.string(), id: z.string().describe('Eight hex digits.') })),
})
export type Checkpoint = z.infer<typeof Checkpoint>

/** A key that signs, or has signed, checkpoints of the ledger. */
export const LedgerKey = z.object({
  vkey: z.string().describe('C2SP signed-note: name, id and Ed25519 public key in one line. What an auditor pins.'),
  id: z.string(),
  inForce: z.boolean(),
  since: time.nullable().describe('When it took the place of the one before; null for the first that is known.'),
  until: time.nullable().describe('When another took its place.'),
  record: z.int().nullable().describe('Number of the record that brought it in.'),
})
export type LedgerKey = z.infer<typeof LedgerKey>

export const WitnessState = z.object({
  name: z.string(),
  kind: z.enum(['file', 'command', 'https']),
  size: z.int().nullable().describe('Of the last checkpoint that it took; null: none so far.'),
  at: time.nullable(),
  state: z
    .enum(['in_order', 'behind', 'failing', 'never'])
    .describe('behind: it has not had the last checkpoint yet. never: it has had none, and none has failed.'),
})
export type WitnessState = z.infer<typeof WitnessState>

/** A legal hold: nothing that it covers is erased or pruned. */
export const HoldState = z.object({
  hold: z.string(),
  callers: z.array(z.string()).nullable(),
  tenant: z.string().nullable(),
  from: time.nullable(),
  to: time.nullable(),
  because: z.string(),
  by: z.string(),
})

/** What a check of the whole ledger found: the words of `cordon audit verify --json`. */
export const Verdict = z.enum(['fine', 'tampered', 'truncated', 'fork', 'unverifiable', 'unwitnessed'])
export const VerificationReport = z.object({
  verdict: Verdict,
  why: z.string().nullable().describe('One sentence, when the verdict is not `fine`.'),
  origin: z.string().nullable(),
  records: z.int().describe('Records that are as they were written.'),
  pruned: z.int(),
  segments: z.int(),
  bytes: z.int(),
  head: hash.nullable().describe('Leaf hash of the last good record.'),
  firstBad: z.object({ segment: z.string(), line: z.int(), seq: z.int(), why: z.string() }).nullable(),
  tornTail: z.object({ segment: z.string(), offset: z.int(), bytes: z.int() }).nullable(),
  superseded: z.int(),
  gaps: z.array(z.object({ from: z.int(), seq: z.int(), by: z.string(), reason: z.string() })),
  types: z.record(z.string(), z.int()),
  open: z.int(),
  recovered: z.int(),
  from: z.number().nullable().describe('Milliseconds since 1970, of the first record.'),
  to: z.number().nullable(),
  root: hash.nullable(),
  checkpoints: z.int(),
  keys: z.array(z.string()).nullable(),
  unsigned: z.int().describe('Records after the last checkpoint.'),
  unwitnessed: z.int().describe('Records after the last checkpoint that a witness has taken.'),
})
export type VerificationReport = z.infer<typeof VerificationReport>

export const Verification = z.object({
  made: time,
  report: VerificationReport,
  says: z.array(z.string()).describe('The same in sentences.'),
  notShown: z.string().describe('What a check by this Cordon of its own ledger cannot show.'),
})
export type Verification = z.infer<typeof Verification>

/** What is known of the whole ledger: for whoever may read all records. */
export const WholeLedger = z.object({
  records: z.int(),
  unsigned: z
    .int()
    .describe('Records after the last checkpoint: whoever can write to the disk can change them unseen.'),
  problems: z.array(z.string()).describe('One sentence each; none: all is in order.'),
  segments: z.object({ files: z.int(), packed: z.int(), bytes: z.int() }),
  pruned: z
    .object({ before: z.int(), at: time.nullable(), by: z.string().nullable(), retain: z.string().nullable() })
    .nullable()
    .describe('The records before this number are gone, as a signed record says.'),
  gaps: z.array(z.object({ from: z.int(), record: z.int(), by: z.string(), reason: z.string() })),
  holds: z.array(HoldState).describe('Legal holds that are in force.'),
  retention: z
    .array(z.object({ obligation: z.string(), retain: z.string(), because: z.string() }))
    .describe('How long the policy in force asks for some records to be kept at least.'),
  verification: Verification.nullable().describe('The last that was made here since Cordon was started.'),
})
export type WholeLedger = z.infer<typeof WholeLedger>

export const EvidenceState = z.object({
  origin: z.string(),
  created: time.nullable(),
  keys: z.array(LedgerKey).describe('Newest first. They are told by this Cordon: compare with what you were given.'),
  checkpoint: Checkpoint.nullable().describe('The last; null: nothing is signed yet.'),
  recent: z.array(z.int()).describe('Sizes of the last checkpoints, newest first: any two can be compared.'),
  witnesses: z.array(WitnessState),
  unwitnessed: z
    .object({ records: z.int(), seconds: z.int() })
    .nullable()
    .describe('How far the ledger has grown beyond what any witness has; null: there is no witness.'),
  whole: WholeLedger.nullable().describe('Null for whoever may not read all records.'),
})
export type EvidenceState = z.infer<typeof EvidenceState>

const Signed = Checkpoint.pick({ note: true, size: true, root: true })

/** RFC 9162 §2.1.4: that the tree of the later checkpoint begins with that of the earlier one. */
export const Consistency = z.object({ origin: z.string(), from: Signed, to: Signed, path: z.array(hash) })
export type Consistency = z.infer<typeof Consistency>

/** The file that `cordon audit verify-proof` takes. */
export const ProofFile = z.object({
  format: z.literal('cordon-proof/1'),
  origin: z.string(),
  index: z.int().describe("The record's number."),
  size: z.int(),
  line: z.string().describe("The record's exact text."),
  path: z.array(hash),
  checkpoint: z.string(),
})
export type ProofFile = z.infer<typeof ProofFile>

const level = z.string().min(1).max(64)
const when = z.string().max(40)

/** `{}`: so that no form of another page can send it. */
export const NothingBody = z.strictObject({})

export const StatementBody = z.strictObject({
  levels: z.array(level).min(1).max(20).describe('Requests of these levels, and of all above the lowest.'),
  to: z.array(z.enum(['lan', 'cloud'])).min(1).max(2),
  since: when.optional().describe('From this day (UTC) or time with its zone on.'),
  until: when.optional().describe('Before this time, or up to the end of this day.'),
}) // prettier-ignore
export type StatementBody = z.infer<typeof StatementBody>

export const ReportBody = z.strictObject({ since: when.optional(), until: when.optional() })
export type ReportBody = z.infer<typeof ReportBody>

const file = z.object({ name: z.string(), type: z.string(), bytes: z.int() })
const reached = z.object({ lan: z.int(), cloud: z.int(), unknown: z.int() })

export const StatedException = z.object({
  request: z.string(),
  seq: z.int(),
  ended: z.int().nullable(),
  time,
  level: z.string().nullable(),
  destination: z.string().nullable(),
  reached: z.array(z.string()),
  because: z.array(z.enum(['reached', 'zone_not_known', 'level_not_known', 'outcome_not_known'])),
})
export type StatedException = z.infer<typeof StatedException>

/** What a job that makes a statement ends with. The signed text is the job's file. */
export const StatementResult = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('made'),
    answer: z.enum(['none', 'exceptions']),
    says: z.array(z.string()),
    saysNot: z.array(z.string()),
    since: time.nullable(),
    until: time.nullable(),
    counts: z.object({
      decisions: z.int(),
      permitted: z.int(),
      denied: z.int(),
      refused: z.int(),
      asked: z.object({ requests: z.int(), permitted: z.int(), reached }),
    }),
    exceptions: z.object({ count: z.int(), listed: z.array(StatedException) }),
    covers: z.object({
      origin: z.string(),
      records: z.int().describe('Size of the tree of the checkpoint that bounds what is counted.'),
      checkpoint: z.string(),
      from: time,
      to: time,
      pruned: z.int().nullable().describe('The records before this number are gone: in no count. Null: all are there.'),
      whole: z.boolean().describe('False: the covered records do not reach over the whole period.'),
      incidents: z.object({
        count: z.int(),
        listed: z.array(z.object({ what: z.string(), seq: z.int(), time })),
      }),
    }),
    leftOut: z.object({ records: z.int(), decisions: z.int() }).describe('Under no checkpoint yet: in no count.'),
    key: z.string().describe("The vkey that signed it: the ledger's own."),
    file,
  }),
  z.object({ kind: z.literal('refused'), verification: Verification }).describe('Nothing is signed of such a ledger.'),
])
export type StatementResult = z.infer<typeof StatementResult>

/** What a job that makes a report ends with. The page is the job's file; of a ledger that is not fine it says so at its head. */
export const ReportResult = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('made'),
    requests: z.int(),
    since: time.nullable(),
    until: time.nullable(),
    verification: Verification,
    file,
  }),
  z
    .object({ kind: z.literal('refused'), verification: Verification })
    .describe('The ledger is so damaged that nothing can be counted.'),
])
export type ReportResult = z.infer<typeof ReportResult>

export const EVIDENCE = {
  evidence: {
    ...{ method: 'get', path: '/admin/evidence', who: 'records' },
    summary: 'The ledger: its keys, its last checkpoint, who keeps copies of it, and how far each reaches',
    answers: { kind: 'json', schema: EvidenceState },
  },
  consistency: {
    ...{ method: 'get', path: '/admin/evidence/consistency', who: 'records' },
    summary: 'The proof that a later checkpoint continues an earlier one',
    query: z.strictObject({
      from: z.string().describe('Size of the earlier checkpoint.'),
      to: z.string().optional().describe('Size of the later one; the last, where it is not there.'),
    }),
    answers: { kind: 'json', schema: Consistency },
  },
  'rotation-proof': {
    ...{ method: 'get', path: '/admin/evidence/rotations/{record}', who: 'records' },
    summary: 'The proof of the record that changed the key, under a checkpoint that both keys have signed',
    answers: { kind: 'json', schema: ProofFile },
  },
  'record-proof': {
    ...{ method: 'get', path: '/admin/records/{request}/proof', who: 'records' },
    summary: 'The proof that the decision of a request stands in the ledger, as a file for cordon audit verify-proof',
    answers: { kind: 'file', types: ['application/json'] },
  },
  verification: {
    ...{ method: 'post', path: '/admin/evidence/verification', who: 'all-records' },
    summary: 'Check the whole ledger: every byte, every checkpoint, every signature. The job ends with a Verification',
    body: NothingBody,
    answers: { kind: 'json', schema: JobStarted, status: 202 },
  },
  statement: {
    ...{ method: 'post', path: '/admin/evidence/statement', who: 'all-records' },
    summary: 'Sign whether a request of some levels reached a zone. The job ends with a StatementResult and a file',
    body: StatementBody,
    answers: { kind: 'json', schema: JobStarted, status: 202 },
  },
  report: {
    ...{ method: 'post', path: '/admin/evidence/report', who: 'all-records' },
    summary: 'Make the report of a period. The job ends with a ReportResult and a file',
    body: ReportBody,
    answers: { kind: 'json', schema: JobStarted, status: 202 },
  },
  'report-page': {
    ...{ method: 'get', path: '/admin/evidence/report/{job}', who: 'all-records' },
    summary: 'The report that a job has made, to look at: a page that may do nothing and load nothing',
    answers: { kind: 'file', types: ['text/html; charset=utf-8'] },
  },
} as const satisfies Record<string, Operation>
