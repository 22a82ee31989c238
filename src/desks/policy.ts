/** What the Policy page asks. */
import { keptPolicies, readKeptPolicy } from '../audit/kept-policies.ts'
import type { IndexDesk } from '../audit/index/index-desk.ts'
import { BadQuestion, toTime } from '../audit/index/filter.ts'
import type { PolicyHistory as IndexedHistory } from '../audit/index/history.ts'
import { WindowQuery } from '../contract/policy.ts'
import type { POLICY, PolicyHistory, PolicyPage, PolicyTold, ShadowReport } from '../contract/policy.ts'
import { canonicalPolicy } from '../policy/digest.ts'
import { fromCanonical } from '../policy/kept-policy.ts'
import type { Asked } from '../serve/admin-operations.ts'
import { isJsonObject } from '../terms/json.ts'
import type { JsonObject } from '../terms/json.ts'
import type { Policy } from '../terms/policy.ts'
import type { ReadScope } from '../terms/reading.ts'
import { json } from './front-desk.ts'
import type { Work } from './front-desk.ts'
import type { InForce } from './in-force.ts'
import type { Side } from './policy-differed.ts'
import type { PolicyJob } from './policy-thread.ts'
import { refuseOthers } from './records.ts'
import { remembered } from './remembered.ts'
import type { ScopedQuestion } from './scoped-decisions.ts'
import type { Pool } from './thread-pool.ts'
import type { WrittenPolicy } from './written-policy.ts'

export type PolicyWorksParts = {
  readonly inForce: () => InForce
  readonly index: Pick<IndexDesk, 'ask'>
  /** The ledger. */
  readonly dir: string
  readonly pool: Pick<Pool<PolicyJob, JsonObject>, 'ask'>
  readonly shadows: Pick<Pool<ScopedQuestion, ShadowReport>, 'ask'>
  /** A text that came from outside, as a record may hold it. */
  readonly digest: (text: string) => string
  /** Milliseconds since 1970. */
  readonly now: () => number
}

/** The questions about the policy in force, those before it, and those that are tried out. */
export function policyWorks(parts: PolicyWorksParts): Readonly<Record<keyof typeof POLICY, Work>> {
  const { inForce, index, pool, shadows, now } = parts
  const known = remembered<JsonObject>()
  const ask = (job: PolicyJob, about: readonly string[]) => known([job.what, ...about], () => pool.ask(job))
  const about = (what: 'told' | 'tested', policy: Policy, written: WrittenPolicy | null) => {
    const day = new Date(now()).toISOString().slice(0, 10) // of what ends, and of tests
    return ask({ what, policy, written, now: now() }, [policy.digest, written?.id ?? '', day])
  }

  return {
    policy: async ({ query }, { grants }) => {
      refuseOthers(query, [])
      const { policy, candidate, written, approved, candidateUntil } = inForce()
      const tellIt = async (one: Policy, text: WrittenPolicy | null) => (await about('told', one, ownText(one, text))) as PolicyTold // prettier-ignore
      const page: PolicyPage = {
        policy: await tellIt(policy, written?.policy ?? null),
        candidate: candidate && (await tellIt(candidate, written?.candidate ?? null)),
        candidateUntil: candidate && candidateUntil,
        approved: approved && { ...approved, approvers: [...approved.approvers] },
        since: await sinceWhen(index, grants.records, policy.digest),
      }
      return { answer: json(page), rows: null }
    },
    'policy-tests': async ({ query }) => {
      refuseOthers(query, [])
      const { policy, written } = inForce()
      return { answer: json(await about('tested', policy, ownText(policy, written?.policy ?? null))), rows: null }
    },
    'policy-history': async ({ query }, { grants }) => {
      refuseOthers(query, [])
      const { body, rows } = await index.ask({ what: 'policies', scope: grants.records, counts: true })
      const { digests } = await keptPolicies(parts.dir)
      return { answer: json(toHistory(body as unknown as IndexedHistory, digests)), rows }
    },
    'policy-diff': async ({ query }) => {
      refuseOthers(query, ['from', 'to'])
      const digests = [toDigest(query, 'from'), toDigest(query, 'to')] as const
      const [from, to] = await Promise.all(digests.map((one) => sideOf(parts, one)))
      const names = digests.map((one, at) => ((at === 0 ? from : to) ? one : parts.digest(one)))
      const asked = { from: names[0] ?? null, to: names[1] ?? null }
      if (!from || !to) return { answer: null, rows: null, asked }
      const forms = [from, to].map(({ source }) => (source === null ? 'kept' : 'written'))
      return { answer: json(await ask({ what: 'differed', from, to, now: now() }, [...digests, ...forms])), rows: null, asked } // prettier-ignore
    },
    'policy-shadow': async ({ query }, { grants }) => {
      refuseOthers(query, Object.keys(WindowQuery.shape))
      const window = toWindow({ since: query.get('since'), until: query.get('until') }, now())
      const report = await shadows.ask(await scoped(parts, window, grants.records))
      return { answer: json(report), rows: report.decisions, asked: Object.fromEntries(query) }
    },
  }
}

/** The text of a policy, if it is of this one. */
const ownText = ({ digest }: Policy, written: WrittenPolicy | null) => (written?.digest === digest ? written : null)

/** Milliseconds to wait for the index, which may still be in the making: the page has more to show than this one date. */
const PATIENCE = 1_000

/** Since when a policy is in force; null where the ledger cannot say it, or not yet. */
async function sinceWhen(index: Pick<IndexDesk, 'ask'>, scope: ReadScope, digest: string): Promise<string | null> {
  const { promise: late, resolve } = Promise.withResolvers<null>()
  const timer = setTimeout(() => resolve(null), PATIENCE)
  const asked = index.ask({ what: 'policies', scope, counts: false }).then(
    ({ body }) => body,
    () => null,
  )
  const history = (await Promise.race([asked, late])) as unknown as IndexedHistory | null
  clearTimeout(timer)
  const latest = history?.versions[0]
  return latest?.policy['sha256'] === digest ? new Date(latest.from).toISOString() : null
}

function toHistory({ versions, refused, counts, more }: IndexedHistory, kept: ReadonlySet<string>): PolicyHistory {
  const time = (at: number) => new Date(at).toISOString()
  return {
    versions: versions.map(({ policy, from, until }) => {
      const digest = String(policy['sha256'])
      return {
        ...{ name: String(policy['name']), version: String(policy['version']), digest, from: time(from) },
        ...{ until: until === null ? null : time(until), kept: kept.has(digest), decisions: counts?.[digest] ?? 0 },
        approved: toApproved(policy['approved']),
      }
    }),
    refused: refused.map((at) => ({ time: time(at) })),
    more,
  }
}

function toApproved(value: JsonObject[string] | undefined): PolicyHistory['versions'][number]['approved'] {
  if (!isJsonObject(value)) return null
  const approvers = Array.isArray(value['approvers']) ? value['approvers'].map(String) : []
  return { serial: Number(value['serial']), author: String(value['author']), approvers }
}

function toDigest(query: Asked['query'], name: 'from' | 'to'): string {
  const digest = query.get(name) ?? ''
  if (/^[0-9a-f]{64}$/.test(digest)) return digest
  throw new BadQuestion(name, `${name} takes the digest of a policy: 64 hexadecimal digits`)
}

/** A policy in force, tried beside it, or kept; null for any other. */
async function sideOf({ inForce, dir }: PolicyWorksParts, digest: string): Promise<Side | null> {
  const { policy, candidate, written } = inForce()
  const live = [policy, candidate].find((one) => one?.digest === digest)
  if (live) {
    const text = [written?.policy, written?.candidate].find((one) => one?.digest === digest)
    return { policy: live, source: text?.text ?? null, canonical: canonicalPolicy(live) }
  }
  const canonical = await readKeptPolicy(dir, digest)
  return canonical === null ? null : { policy: fromCanonical(canonical, digest), source: null, canonical }
}

export type Window = { readonly since: number; readonly until: number }
type Written = { readonly since: string | undefined; readonly until: string | undefined }

const WEEK = 7 * 86_400_000

/** The last week, where nothing else is said. Throws BadQuestion. */
export const toWindow = ({ since, until }: Written, now: number): Window => ({
  since: since === undefined ? now - WEEK : toTime('since', since).from,
  until: until === undefined ? Infinity : toTime('until', until).to,
})

/** Which records to go through for somebody. */
export async function scoped(
  { index, dir }: Pick<PolicyWorksParts, 'index' | 'dir'>,
  window: Window,
  scope: ReadScope,
): Promise<ScopedQuestion> {
  const { body } = await index.ask({ what: 'span', scope, ...window })
  return { dir, scope, ...window, span: body as ScopedQuestion['span'] }
}
