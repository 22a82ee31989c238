import { readFileSync } from 'node:fs'
import { decisionRecord } from '../../src/audit/decision-record.ts'
import { lifecycleRecord } from '../../src/audit/lifecycle-record.ts'
import { pseudonyms } from '../../src/audit/pseudonyms.ts'
import { compile } from '../../src/decide/compile.ts'
import { decide } from '../../src/decide/decide.ts'
import { rehearse } from '../../src/decide/rehearse.ts'
import { ENTITY_TYPES } from '../../src/detect/entity-types.ts'
import { canonicalPolicy } from '../../src/policy/digest.ts'
import { loadPolicy } from '../../src/policy/load-policy.ts'
import type { CallerAttribute } from '../../src/terms/caller.ts'
import type { Policy } from '../../src/terms/policy.ts'
import type { Prompt } from '../../src/terms/prompt.ts'
import { newDir, open } from '../audit/a-ledger.ts'

/* A ledger with real decisions of real policies, about callers of several tenants. */

export const keys = pseudonyms(Buffer.from('a key that is long enough for this test'))

const FILE = 'test/policy/fixtures/described.yaml'
export const TEXT = readFileSync(FILE, 'utf8')

export const policyOf = (text: string): Policy => loadPolicy({ text, file: FILE, entities: ENTITY_TYPES }).policy

export const toKeep = (policy: Policy) => ({ digest: policy.digest, text: canonicalPolicy(policy), serial: null })

/** What the ledger says when a policy comes into force. */
export const about = ({ name, version, digest }: Policy) => ({ policy: { name, version, sha256: digest, kept: true } })

export type Request = {
  readonly request: string
  readonly tenant: string
  readonly role?: string
  /** Types that were found. */
  readonly found?: readonly string[]
}

export type Times = { readonly policy: Policy; readonly candidate?: Policy; readonly requests: readonly Request[] }

/** Writes a ledger: one policy after the other, each with its requests, a second apart, and what was refused in between. */
export async function policyLedger(times: readonly Times[], { start = START, refused = 0 } = {}): Promise<string> {
  const dir = newDir()
  let clock = start
  for (const { policy, candidate, requests } of times) {
    const ledger = await open(dir, { policy: toKeep(policy), about: about(policy), now: () => clock })
    for (const one of requests) {
      clock += 1_000
      await ledger.append(recordOf(policy, candidate ?? null, one, clock))
    }
    for (let count = 0; count < refused; count += 1) await ledger.append(lifecycleRecord('reload_refused'))
    await ledger.close()
    clock += 1_000
  }
  return dir
}

export const START = Date.parse('2026-09-01T00:00:00Z')

function recordOf(
  policy: Policy,
  candidate: Policy | null,
  { request, tenant, role = 'employee', found = [] }: Request,
  at: number,
) {
  const attributes: Partial<Record<CallerAttribute, readonly string[]>> = {
    role: [role],
    tenant: [tenant],
    department: ['sales'],
  }
  const text = 'somebody '.repeat(found.length + 1)
  const prompt: Prompt = {
    ...{ api: 'chat_completions', model: 'm', stream: false, wantsUsage: false, tools: false, bytes: 1 },
    ...{ segments: [{ path: '/messages/0/content', role: 'user', kind: 'value', text }], unread: [] },
    ...{ body: { lan: {}, cloud: {} }, provider: null, user: null, stripped: [], betas: [] },
    conversation: { sessions: [], turns: [] },
  }
  const caller = {
    ...{ issuer: 'https://idp.example', subject: 'bob', client: null, attributes, raises: [], tokenId: null },
    ...{ tokenKey: 'k', otherAudiences: [], expires: 0 },
  }
  const findings = found.map((type, index) => {
    return { detector: 'd', type, score: 1, segment: 0, start: 9 * index, end: 9 * index + 8, via: 'plain' as const }
  })
  const question = {
    caller,
    prompt,
    detection: { findings, failed: [] },
    raises: [],
    remembered: null,
    hasReason: false,
    at,
  }
  const decision = decide(compile(policy), question)
  const facts = {
    ...{ request, receivedAt: at, api: prompt.api, ip: null, ...question, decision, excuse: null },
    ...(candidate && { rehearsal: rehearse(compile(candidate), question, decision) }),
  }
  return decisionRecord(
    { ...facts, plan: { kind: 'nothing', reason: 'none_available' } },
    { keys, mayName: () => true, isField: () => true },
  )
}
