import { createHash } from 'node:crypto'
import type { LedgerOptions } from '../../../src/audit/ledger.ts'
import type { JsonObject } from '../../../src/terms/json.ts'
import { newDir, open } from '../a-ledger.ts'

const text = JSON.stringify({
  levels: ['public', 'internal', 'confidential', 'restricted'],
  destinations: [
    { name: 'lan', zone: 'lan' },
    { name: 'openrouter-eu', zone: 'cloud', region: 'eu' },
    { name: 'openrouter', zone: 'cloud' },
  ],
  name: 'p',
})

/** A policy as it is kept: what an index needs of one. */
export const KEPT = { digest: createHash('sha256').update(text).digest('hex'), text, serial: null }

export type Asked = {
  readonly request: string
  readonly effect?: 'permit' | 'deny' | 'refuse'
  readonly level?: string
  readonly tenant?: readonly string[]
  readonly team?: readonly string[]
  readonly caller?: string
  readonly entities?: readonly string[]
  readonly to?: string
  readonly tried?: readonly { readonly to: string; readonly result: string; readonly peer: string | null }[]
  /** `null`: there is no outcome. */
  readonly result?: 'answered' | 'failed' | 'unknown' | null
  readonly policy?: string
}

/** A decision with the fields that an index reads, in the shape of `requestFields`. */
export function aDecision(asked: Asked): JsonObject {
  const { effect = 'permit', to = 'lan', level = 'internal' } = asked
  const considered = ['lan', 'openrouter'].map((name) => ({
    to: name,
    permitted: name === to && effect === 'permit',
    ground: name === to ? 'allowed_by_rule' : 'pinned',
    rule: name === to ? 'staff' : null,
  }))
  return {
    ...{ type: 'decision', effect, request: asked.request, received: 1, api: 'chat_completions' },
    caller: {
      ...{ id: asked.caller ?? 'ps1_a', roles: ['employee'], department: null, tenant: asked.tenant ?? ['acme'] },
      ...{ team: asked.team ?? ['sales'], client: 'crm', issuer: 'https://idp.example', ip: '10.1.2.3' },
    },
    prompt: { operation: 'chat_completions', model: 'qwen', bytes: 12, hmac: 'hm1_x', stream: false, tools: false },
    findings: (asked.entities ?? []).map((type) => ({ type, count: 1, detectors: ['d'] })),
    ...{ level, policy: { id: 'p', version: '1', sha256: asked.policy ?? KEPT.digest }, considered },
    ...{ destination: effect === 'permit' ? to : null, rule: effect === 'permit' ? 'staff' : 'stays' },
    attempts: effect === 'permit' ? [{ to, node: null, model: 'qwen' }] : [],
    ...(effect === 'refuse' ? { problem: 'rate_limited' } : {}),
  }
}

export function anOutcome({ request, to = 'lan', tried, result = 'answered' }: Asked): JsonObject {
  if (result === 'unknown') return { type: 'outcome', request, status: null, result, recovered: true }
  const provider = to === 'lan' ? null : 'mistral'
  return {
    ...{ type: 'outcome', request, status: 200, result },
    attempts: (tried ?? [{ to, result: 'answered', peer: '10.0.0.1:80' }]).map((one) => ({ ...one, ms: 1 })),
    served: result === 'answered' ? { to, node: null, peer: '10.0.0.1:80', model: 'qwen', provider } : null,
    ...{ tokens: { prompt: 10, completion: 5 }, cost: to === 'lan' ? null : 0.25, ms: 12.5 },
  }
}

/** Writes what was asked into a ledger, new or not, each request with its outcome. */
export async function askedLedger(
  all: readonly Asked[],
  options: Partial<LedgerOptions> = {},
  dir = newDir(),
): Promise<string> {
  const ledger = await open(dir, { policy: KEPT, ...options })
  for (const asked of all) {
    await ledger.append(aDecision(asked))
    if ((asked.effect ?? 'permit') === 'permit' && asked.result !== null) await ledger.append(anOutcome(asked))
  }
  await ledger.close()
  return dir
}
