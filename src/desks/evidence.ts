/** What is asked of the evidence: how the ledger is, proofs of it, and long work that checks it, signs what it says, or tells of a period. */
import type { z } from 'zod'
import { BadQuestion, toTime } from '../audit/index/filter.ts'
import { readNote } from '../audit/signed-note.ts'
import { VERSION } from '../command/version.ts'
import { NothingBody, ReportBody, StatementBody } from '../contract/evidence.ts'
import type { EVIDENCE, Verification } from '../contract/evidence.ts'
import type { Config } from '../config/config.ts'
import type { Asked } from '../serve/admin-operations.ts'
import { readsAll } from '../terms/grants.ts'
import type { JsonObject } from '../terms/json.ts'
import { Problem } from '../terms/problem.ts'
import { createSegmentSizes, eventsOf, evidenceState, keysOf, SOON } from './evidence-state.ts'
import type { StateParts } from './evidence-state.ts'
import type { EvidenceTask, Held } from './evidence-thread.ts'
import { json } from './front-desk.ts'
import type { Visitor, Work, Worked } from './front-desk.ts'
import { inAThread } from './in-a-thread.ts'
import type { JobDesk } from './jobs.ts'
import { refuseOthers } from './records.ts'

export type EvidenceParts = Omit<StateParts, 'audit'> & {
  readonly audit: StateParts['audit'] & Pick<Config['audit'], 'key' | 'index'>
  readonly jobs: JobDesk
  /** A text that came from outside, as a record may hold it. */
  readonly digest: (text: string) => string
}

const THREAD = new URL(`./evidence-thread${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url)
/** Milliseconds: a ledger of many million records is read whole. */
const LONG = 6 * 3_600_000
/** Milliseconds for a proof. */
const SHORT = 60_000

/** The questions about evidence. The last check that somebody asked for is remembered as long as the process lives. */
export function evidenceWorks(parts: EvidenceParts): Readonly<Record<keyof typeof EVIDENCE, Work>> {
  const { jobs, ledger, digest, audit } = parts
  const run = inAThread({ entry: THREAD, most: 2, limitMs: SHORT, log: parts.log })
  const sizes = createSegmentSizes()
  let last: Verification | null = null

  const start = async (visitor: Visitor, asked: JsonObject, task: Task): Promise<Worked> => {
    const data: EvidenceTask = { ...task, held: await heldOf(parts) }
    const job = jobs.start(visitor, { kind: task.kind, entry: THREAD, data, asked, limitMs: LONG, heapMb: 1024 })
    if (task.kind === 'verification') void jobs.see(visitor, job)?.ended.then(() => keep(jobs.see(visitor, job)?.job.result)) // prettier-ignore
    return { answer: json({ job }), rows: null, asked: { ...asked, job } }
  }
  const keep = (result: unknown) => {
    if (typeof result === 'object' && result !== null) last = result as Verification
  }

  return {
    evidence: async ({ query }, { grants }) => {
      refuseOthers(query, [])
      const state = await evidenceState({ ...parts, sizes }, readsAll(grants), last)
      return { answer: json(state as unknown as JsonObject), rows: null }
    },
    consistency: async ({ query }) => {
      refuseOthers(query, ['from', 'to'])
      const newest = readNote(ledger.checkpoint() ?? '')?.size
      const [from, to] = [toSize('from', query.get('from')), toSize('to', query.get('to') ?? newest?.toString())]
      const answer = await run({ kind: 'consistency', from, to, held: await heldOf(parts) } satisfies EvidenceTask)
      return { answer: json(answer), rows: null, asked: { from, to } }
    },
    'rotation-proof': async ({ params, query }) => {
      refuseOthers(query, [])
      const { record = '' } = params
      const keys = parts.vkey === null ? [] : keysOf(parts.vkey, (await eventsOf(parts, SHORT)) ?? [])
      const { record: seq = null } = keys.find((key) => String(key.record) === record) ?? {}
      if (seq === null) return { answer: null, rows: 0, asked: { record: digest(record) } }
      const answer = await run({ kind: 'rotation', record: seq, held: await heldOf(parts) } satisfies EvidenceTask)
      return { answer: json(answer), rows: null, asked: { record: seq } }
    },
    'record-proof': async ({ params, query }, { grants }) => {
      refuseOthers(query, [])
      const { request = '' } = params
      const { body, known } = await parts.index.ask({ what: 'record', request, scope: grants.records })
      const asked = { request: known.includes(request) ? request : digest(request) }
      if (body === null) return { answer: null, rows: 0, asked }
      const { proof = null } = body
      if (proof === null) throw new Problem('not_found', 'no proof yet', { says: NOT_YET })
      const name = `proof-${request.replaceAll(/[^A-Za-z0-9]/g, '-')}.json`
      return { answer: { kind: 'file', name, type: 'application/json', chunks: once(`${JSON.stringify(proof, null, 2)}\n`) }, rows: 1, asked } // prettier-ignore
    },
    verification: async (asked, visitor) => {
      await bodyOf(asked, NothingBody)
      return start(visitor, {}, { kind: 'verification' })
    },
    statement: async (asked, visitor) => {
      const { levels, to, ...period } = await bodyOf(asked, StatementBody)
      if (parts.vkey === null) throw new Problem('audit_unavailable', 'no key', { says: 'This Cordon signs nothing.' })
      if (new Set(levels).size < levels.length || new Set(to).size < to.length)
        throw new BadQuestion('levels', 'levels and zones are named once each')
      const known = parts.policy().levels
      const said = {
        levels: levels.map((level) => (known.includes(level) ? level : digest(level))),
        to,
        ...saidOf(period),
      }
      const question = { levels, to, ...toPeriod(period) }
      return start(visitor, said, { kind: 'statement', question, key: audit.key, by: `cordon ${VERSION}` })
    },
    report: async (asked, visitor) => {
      const period = await bodyOf(asked, ReportBody)
      return start(visitor, saidOf(period), { kind: 'report', ...toPeriod(period), index: audit.index })
    },
    'report-page': async ({ params, query }, visitor) => {
      refuseOthers(query, [])
      const seen = jobs.see(visitor, params['job'] ?? '')
      if (seen?.job.kind !== 'report' || seen.file === null)
        return { answer: null, rows: 0, asked: { job: digest(params['job'] ?? '') } }
      const { name, type, bytes } = seen.file
      const asked = { ...seen.asked, job: seen.job.job }
      return { answer: { kind: 'file', name, type, shown: true, chunks: once(bytes) }, rows: seen.rows, asked }
    },
  }
}

type Task<T = EvidenceTask> = T extends unknown ? Omit<T, 'held'> : never

const NOT_YET = 'No checkpoint covers this record yet, so there is nothing to prove it with. Try again in a minute.'

async function heldOf(parts: EvidenceParts): Promise<Held> {
  const { audit, ledger, vkey, witnesses, now } = parts
  const events = vkey === null ? [] : await eventsOf(parts, SOON)
  const keys = vkey === null ? [] : events && keysOf(vkey, events)
  return {
    ...{ dir: audit.dir, origin: audit.origin, vkey, checkpoint: ledger.checkpoint() },
    vkeys: keys && keys.map((key) => key.vkey),
    ...{ witnessed: Math.max(0, ...witnesses().map(({ kept }) => kept?.size ?? 0)), now: now() },
  }
}

async function bodyOf<T>(asked: Asked, schema: z.ZodType<T>): Promise<T> {
  const read = schema.safeParse(await asked.body())
  if (read.success) return read.data
  const [issue] = read.error.issues
  const field = issue?.path.join('.') ?? ''
  throw new BadQuestion(
    field === '' ? 'body' : field,
    `the body does not fit: ${issue?.message ?? 'it is not as described'}`,
  )
}

function toSize(field: string, written: string | undefined): number {
  if (written !== undefined && /^[1-9]\d{0,14}$/.test(written)) return Number(written)
  throw new BadQuestion(field, `${field} takes the size of a checkpoint`)
}

type Period = { readonly since?: string | undefined; readonly until?: string | undefined }

const saidOf = ({ since, until }: Period): JsonObject => ({ ...(since !== undefined && { since }), ...(until !== undefined && { until }) }) // prettier-ignore

function toPeriod({ since, until }: Period) {
  const isoTime = (at: number) => new Date(at).toISOString()
  return {
    since: since === undefined ? null : isoTime(toTime('since', since).from),
    until: until === undefined ? null : isoTime(toTime('until', until).to),
  }
}

async function* once<T>(chunk: T): AsyncIterable<T> {
  yield chunk
}
