import type { Attempt, Plan } from '../terms/attempt.ts'
import type { Caller } from '../terms/caller.ts'
import type { Decision, Rehearsal } from '../terms/decision.ts'
import type { Detection } from '../terms/finding.ts'
import type { JsonObject } from '../terms/json.ts'
import type { Problem } from '../terms/problem.ts'
import type { Api, Prompt } from '../terms/prompt.ts'
import { claim, claims, exclusionFields, findingFields, mappedClaims, unreadFields } from './feature-fields.ts'
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
  /** What the caller said why a denial should yield. */
  readonly excuse?: string | null
  readonly detection?: Detection
  readonly decision?: Decision
  readonly rehearsal?: Rehearsal
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

/** The fields of a decision record, as far as the facts go. No field can hold text of the prompt. */
export function requestFields(facts: Facts, parts: RecordParts): Fields {
  const { caller, prompt, excuse = null, detection, decision, rehearsal, plan, problem } = facts
  return {
    request: facts.request,
    received: facts.receivedAt,
    api: facts.api,
    caller: caller === undefined ? { ip: facts.ip } : callerFields(caller, facts.ip, parts.keys),
    ...(prompt === undefined ? {} : promptFields(prompt, excuse !== null, parts)),
    ...(detection === undefined ? {} : detectionFields(detection, decision)),
    ...(decision === undefined ? {} : decisionFields(decision)),
    ...(decision === undefined ? {} : obligationFields(decision, excuse)),
    ...(rehearsal === undefined ? {} : rehearsalFields(rehearsal)),
    ...(plan === undefined ? {} : planFields(plan, facts, parts)),
    ...(problem === undefined ? {} : { problem: problem.code, reason: problem.reason }),
  }
}

function callerFields(caller: Caller, ip: string | null, keys: Pseudonyms): Fields {
  const { role, department, tenant, team, purpose, assurance } = caller.attributes
  return {
    id: keys.caller(caller.issuer, caller.subject),
    roles: claims(role),
    department: claims(department),
    tenant: claims(tenant),
    team: claims(team),
    ...(purpose === undefined ? {} : { purpose: claims(purpose) }),
    ...(assurance === undefined ? {} : { assurance: claims(assurance) }),
    client: caller.client === null ? null : claim(caller.client),
    issuer: claim(caller.issuer),
    ...mappedClaims(caller),
    session: caller.tokenId === null ? null : keys.session(caller.tokenId),
    token: claim(caller.tokenKey),
    other_audiences: claims(caller.otherAudiences),
    ip,
  }
}

function promptFields(prompt: Prompt, hasReason: boolean, { keys, mayName, isField }: RecordParts): Fields {
  return {
    prompt: {
      operation: prompt.api,
      model: mayName(prompt.model) ? prompt.model : null,
      bytes: prompt.bytes,
      hmac: keys.prompt(JSON.stringify(prompt.body.lan)),
      stream: prompt.stream,
      tools: prompt.tools,
      ...(hasReason ? { reason: true } : {}),
      ...exclusionFields(prompt.provider, keys.name),
    },
    unread: unreadFields(prompt.unread),
    stripped: [...new Set(prompt.stripped.map((name) => fieldName(name, isField, keys.name)))],
  }
}

function detectionFields(detection: Detection, decision: Decision | undefined): Fields {
  return {
    findings: findingFields(detection, decision?.tallied ?? null),
    failed: detection.failed.map(({ detector, why }) => ({ detector, why })),
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

/** What was obliged; and a reason that made a denial yield, in the caller's own words. One that changed nothing is not written down. */
function obligationFields({ broken, obligations, retain }: Decision, excuse: string | null): Fields {
  return {
    ...(obligations.length === 0 ? {} : { obligations }),
    ...(retain === null ? {} : { retain }),
    ...(broken.length === 0 ? {} : { broken: broken.map(({ destination, rule }) => ({ to: destination, rule })), broken_because: excuse }), // prettier-ignore
  }
}

function rehearsalFields({ policy, level, permitted, changes }: Rehearsal): Fields {
  const { name, version, digest } = policy
  return { candidate: { policy: { id: name, version, sha256: digest }, level, would_permit: permitted, changes } }
}

function planFields(plan: Plan, { decision, prompt }: Facts, { keys, mayName }: RecordParts): Fields {
  const attempts = plan.kind === 'attempts' ? plan.attempts : []
  const first = attempts[0]
  return {
    destination: first?.destination ?? null,
    rule: ruleOf(decision, first),
    flags: attempts.flatMap(({ destination, provider }) =>
      provider === null ? [] : [{ to: destination, provider: providerFlags(provider, keys.name) }],
    ),
    attempts: attempts.map(({ destination, node, model, api }) => ({
      to: destination,
      node,
      model: mayName(model) ? model : null,
      ...(api === prompt?.api ? {} : { translated_to: api }),
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
