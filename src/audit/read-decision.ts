import { CALLER_ATTRIBUTES } from '../terms/caller.ts'
import type { CallerAttribute } from '../terms/caller.ts'
import type { Decision, Ground } from '../terms/decision.ts'
import type { Sighting, Tallied } from '../terms/finding.ts'
import { isJsonObject } from '../terms/json.ts'
import type { JsonObject, JsonValue } from '../terms/json.ts'
import type { Api, Unread } from '../terms/prompt.ts'
import type { Lack, Recorded, RecordedVerdict } from '../terms/recorded.ts'
import { MAX_CLAIM, MAX_CLAIMS } from './feature-fields.ts'

/** More parts than any body holds: what a damaged record may ask for. */
const MOST_UNREAD = 100_000

/** What was decided, and of what, from a decision record. Null for a record of anything else, and when no policy was asked. */
export function readDecision(record: JsonObject): Recorded | null {
  const policy = toPolicy(record['policy'])
  if (record['type'] !== 'decision' || policy === null || !Array.isArray(record['considered'])) return null
  const prompt = object(record['prompt'])
  const considered = objects(record['considered']).map(toVerdict)
  const why = objects(record['why'])
  return {
    request: text(record['request']) ?? '',
    received: number(record['received']),
    attributes: attributesOf(object(record['caller'])),
    prompt: {
      api: (text(record['api']) ?? text(prompt['operation']) ?? '') as Api,
      model: text(prompt['model']),
      stream: prompt['stream'] === true,
      tools: prompt['tools'] === true,
      reason: prompt['reason'] === true,
      provider: isJsonObject(prompt['provider']) ? prompt['provider'] : null,
    },
    unread: objects(record['unread']).flatMap(toUnread),
    tallied: objects(record['findings']).flatMap(toTallied),
    failed: objects(record['failed']).map(({ detector }) => text(detector) ?? ''),
    raised: why.flatMap(({ kind, level }) =>
      kind === 'caller_header' || kind === 'token_claim' ? [{ by: kind, level: text(level) ?? '' }] : [],
    ),
    remembered: text(why.find(({ kind }) => kind === 'conversation')?.['level']),
    decided: {
      level: text(record['level']) ?? '',
      policy,
      considered,
      permitted: considered.flatMap(({ to, permitted }) => (permitted ? [to] : [])),
      shadow: objects(record['shadow']).map(({ rule, would_permit: would }) => ({
        rule: text(rule) ?? '',
        wouldPermit: texts(would) ?? [],
      })),
      candidate: toCandidate(record['candidate']),
    },
    lacks: lacksOf(record),
  }
}

function toPolicy(value: JsonValue | undefined): Decision['policy'] | null {
  const { id, version, sha256 } = object(value)
  if (typeof id !== 'string' || typeof version !== 'string' || typeof sha256 !== 'string') return null
  return { name: id, version, digest: sha256 }
}

function toCandidate(value: JsonValue | undefined): Recorded['decided']['candidate'] {
  const { policy, level, would_permit: would } = object(value)
  const named = toPolicy(policy)
  return named === null ? null : { policy: named, level: text(level) ?? '', permitted: texts(would) ?? [] }
}

const toVerdict = ({ to, permitted, ground, rule }: JsonObject): RecordedVerdict => ({
  to: text(to) ?? '',
  permitted: permitted === true,
  ground: (text(ground) ?? 'no_rule') as Ground,
  rule: text(rule),
})

/** Where a record has an attribute of a caller, by its name in a policy. */
const FIELDS: Readonly<Record<CallerAttribute, readonly string[]>> = {
  role: ['roles'],
  department: ['department'],
  tenant: ['tenant'],
  team: ['team'],
  purpose: ['purpose'],
  assurance: ['assurance'],
  client: ['client_claims', 'client'],
  issuer: ['issuer_claims', 'issuer'],
  subject: [],
}

function attributesOf(caller: JsonObject): Recorded['attributes'] {
  const known = CALLER_ATTRIBUTES.flatMap((name) => {
    const field = FIELDS[name].find((field) => caller[field] !== undefined && caller[field] !== null)
    const value = field === undefined ? undefined : caller[field]
    const values = typeof value === 'string' ? [value] : texts(value)
    return values === null ? [] : [[name, values] as const]
  })
  return Object.fromEntries(known)
}

function toUnread({ kind, count, from }: JsonObject): Recorded['unread'] {
  const part = {
    kind: (text(kind) ?? 'unknown_part') as Unread['kind'],
    ...(typeof from === 'string' ? { from } : {}),
  }
  return Array.from({ length: Math.min(Math.max(number(count), 1), MOST_UNREAD) }, () => part)
}

function toTallied({ type, values }: JsonObject): readonly Tallied[] {
  return objects(values).map((value) => ({
    type: text(type) ?? '',
    count: number(value['count']),
    seen: [toSighting(value), ...objects(value['or']).map(toSighting)],
  }))
}

/** What is not there counts as certain, and as named by no exception. */
const toSighting = ({ score, excepted }: JsonObject): Sighting => ({
  score: typeof score === 'number' ? score : 1,
  excepted: texts(excepted) ?? [],
})

function lacksOf(record: JsonObject): readonly Lack[] {
  const attributes = Object.values(attributesOf(object(record['caller'])))
  const long = attributes.some((values) => values.length >= MAX_CLAIMS || values.some((it) => it.length >= MAX_CLAIM))
  const provider = object(object(record['prompt'])['provider'])
  const asked = ['only', 'ignore'].flatMap((key) => texts(provider[key]) ?? [])
  const isOld = objects(record['findings']).some(({ values }) => !Array.isArray(values))
  return [
    ...(record['truncated'] === true ? (['cut'] as const) : []),
    ...(isOld ? (['values'] as const) : []),
    ...(long ? (['claims'] as const) : []),
    ...(asked.length >= MAX_CLAIMS || asked.some((slug) => slug.startsWith('hm1_')) ? (['providers'] as const) : []),
  ]
}

const text = (value: JsonValue | undefined): string | null => (typeof value === 'string' ? value : null)

const number = (value: JsonValue | undefined): number => (typeof value === 'number' ? value : 0)

const object = (value: JsonValue | undefined): JsonObject => (isJsonObject(value) ? value : {})

const objects = (value: JsonValue | undefined): readonly JsonObject[] =>
  Array.isArray(value) ? value.filter((item: JsonValue) => isJsonObject(item)) : []

const texts = (value: JsonValue | undefined): readonly string[] | null =>
  Array.isArray(value) ? value.filter((item: JsonValue) => typeof item === 'string') : null
