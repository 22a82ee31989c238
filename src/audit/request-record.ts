import type { Attempt, Plan } from '../terms/attempt.ts'
import type { Caller } from '../terms/caller.ts'
import type { Decision } from '../terms/decision.ts'
import type { Detection } from '../terms/finding.ts'
import type { JsonObject } from '../terms/json.ts'
import type { Problem } from '../terms/problem.ts'
import type { Api, Prompt } from '../terms/prompt.ts'
import { fieldName, providerFlags } from './known-name.ts'
import type { Pseudonyms } from './pseudonyms.ts'

/** What is known of a request when it is recorded. A refusal may know nothing but the first four. */
export type Facts = {
  readonly request: string
  /** Milliseconds since 1970. */
  readonly receivedAt: number
  readonly api: Api | null
  readonly ip: string | null
  readonly caller?: Caller
  readonly prompt?: Prompt
  readonly detection?: Detection
  readonly decision?: Decision
  readonly plan?: Plan
  readonly problem?: Problem
}

/** What every record needs beside the facts. */
export type RecordParts = {
  readonly keys: Pseudonyms
  /** True for a model name that may be written down: one that the configuration or a node's own list holds. */
  readonly mayName: (model: string) => boolean
  /** True for the name of a field that the readers know. */
  readonly isField: (name: string) => boolean
}

/** What was done with a request: sent, forbidden by a policy, or not served for another reason. */
export type Effect = 'permit' | 'deny' | 'refuse'

type Fields = Record<string, JsonObject[string]>

const MAX_CLAIM = 128
const MAX_CLAIMS = 32

/** The fields of a decision record, as far as the facts go. No field can hold text of the prompt. */
export function requestFields(facts: Facts, parts: RecordParts): Fields {
  const { caller, prompt, detection, decision, plan, problem } = facts
  return {
    request: facts.request,
    received: facts.receivedAt,
    api: facts.api,
    caller: caller === undefined ? { ip: facts.ip } : callerFields(caller, facts.ip, parts.keys),
    ...(prompt === undefined ? {} : promptFields(prompt, parts)),
    ...(detection === undefined ? {} : detectionFields(detection)),
    ...(decision === undefined ? {} : decisionFields(decision)),
    ...(plan === undefined ? {} : planFields(plan, decision, parts)),
    ...(problem === undefined ? {} : { problem: problem.code, reason: problem.reason }),
  }
}

function callerFields(caller: Caller, ip: string | null, keys: Pseudonyms): Fields {
  const { role, department, tenant, team } = caller.attributes
  return {
    id: keys.caller(caller.issuer, caller.subject),
    roles: claims(role),
    department: claims(department),
    tenant: claims(tenant),
    team: claims(team),
    client: caller.client === null ? null : claim(caller.client),
    issuer: claim(caller.issuer),
    session: caller.tokenId === null ? null : keys.session(caller.tokenId),
    token: claim(caller.tokenKey),
    other_audiences: claims(caller.otherAudiences),
    ip,
  }
}

/** An attribute that the token does not speak of is null, which is not the same as an empty list. */
function claims(values: readonly string[] | undefined): readonly string[] | null {
  return values === undefined ? null : values.slice(0, MAX_CLAIMS).map(claim)
}

function claim(text: string): string {
  return text.normalize('NFC').slice(0, MAX_CLAIM)
}

function promptFields(prompt: Prompt, { keys, mayName, isField }: RecordParts): Fields {
  return {
    prompt: {
      operation: prompt.api,
      model: mayName(prompt.model) ? prompt.model : null,
      bytes: prompt.bytes,
      hmac: keys.prompt(JSON.stringify(prompt.body.lan)),
      stream: prompt.stream,
      tools: prompt.tools,
    },
    unread: counted(prompt.unread.map(({ kind }) => kind)).map(([kind, count]) => ({ kind, count })),
    stripped: [...new Set(prompt.stripped.map((name) => fieldName(name, isField, keys.name)))],
  }
}

function detectionFields({ findings, failed }: Detection): Fields {
  const byType = new Map<string, { count: number; detectors: Set<string> }>()
  for (const { type, detector } of findings) {
    const seen = byType.get(type) ?? { count: 0, detectors: new Set() }
    seen.count += 1
    seen.detectors.add(detector)
    byType.set(type, seen)
  }
  return {
    findings: inOrder(byType).map(([type, { count, detectors }]) => ({
      type,
      count,
      detectors: [...detectors].sort(),
    })),
    failed: failed.map(({ detector, why }) => ({ detector, why })),
  }
}

function decisionFields(decision: Decision): Fields {
  const { name, version, digest } = decision.policy
  return {
    level: decision.level,
    pinned: decision.pinned,
    why: decision.reasons.map(({ kind, what, count, level }) => ({ kind, what, count, level })),
    policy: { id: name, version, sha256: digest },
    considered: decision.considered.map(({ destination, permitted, ground, rule }) => ({
      to: destination,
      permitted,
      ground,
      rule,
    })),
    shadow: decision.shadow.map(({ rule, wouldPermit }) => ({ rule, would_permit: wouldPermit })),
  }
}

function planFields(plan: Plan, decision: Decision | undefined, { keys, mayName }: RecordParts): Fields {
  const attempts = plan.kind === 'attempts' ? plan.attempts : []
  const first = attempts[0]
  return {
    destination: first?.destination ?? null,
    rule: ruleOf(decision, first),
    flags: attempts.flatMap(({ destination, provider }) =>
      provider === null ? [] : [{ to: destination, provider: providerFlags(provider, keys.name) }],
    ),
    attempts: attempts.map(({ destination, node, model }) => ({
      to: destination,
      node,
      model: mayName(model) ? model : null,
    })),
    stand_in: attempts.some(({ standIn }) => standIn),
  }
}

/** The rule that let the first attempt through; for a denial, the first rule that forbade. Null where a floor decided. */
function ruleOf(decision: Decision | undefined, first: Attempt | undefined): string | null {
  if (decision === undefined) return null
  if (first !== undefined) {
    return decision.permitted.find(({ destination }) => destination === first.destination)?.rule ?? null
  }
  return decision.considered.find(({ ground }) => ground === 'denied_by_rule')?.rule ?? null
}

function counted(names: readonly string[]): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return inOrder(counts)
}

function inOrder<T>(byName: ReadonlyMap<string, T>): readonly (readonly [string, T])[] {
  return [...byName].sort(([a], [b]) => (a < b ? -1 : 1))
}
