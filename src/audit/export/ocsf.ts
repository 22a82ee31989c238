import type { JsonObject, JsonValue } from '../../terms/json.ts'
import type { Product } from './cef.ts'
import type { Row } from './columns.ts'
import { known, number, object, objects, text, texts } from './fields.ts'
import { peerParts } from './ip-text.ts'
import { kindOf } from './ocsf-class.ts'
import { severityOf } from './severity.ts'

export const OCSF_VERSION = '1.8.0'

/** What an event says besides what every event says; and which of the record's fields it has taken in. */
type Part = { readonly fields: JsonObject; readonly taken: readonly string[] }

/** What stands for somebody who is not known: a required field may not be missing. */
const NOBODY = { name: 'unknown', type_id: 0 }
const NOWHERE = { name: 'unknown' }

const ALWAYS_TAKEN = ['v', 'type', 'seq', 'time', 'request']

/**
 * One record as an OCSF 1.8.0 event (API Activity 6003 with `ai_operation`; Authentication 3002; Entity Management 3004; Application
 * Lifecycle 6002; Application Error 6008). A translation, which cannot be hashed again: it names the ledger's record and leaf, and what has
 * no sure place in OCSF stands in `unmapped.cordon` as the ledger has it.
 */
export function toOcsf({ record, leaf }: Row, product: Product): JsonObject {
  const kind = kindOf(record)
  const part = partOf(kind.classUid, record, product)
  const taken = new Set([...ALWAYS_TAKEN, ...part.taken])
  const rest = Object.fromEntries(Object.entries(record).filter(([name]) => !taken.has(name)))
  return {
    metadata: metadataOf(record, product, kind.profiles),
    category_uid: Math.floor(kind.classUid / 1000),
    class_uid: kind.classUid,
    activity_id: kind.activityId,
    activity_name: kind.activity,
    type_uid: kind.classUid * 100 + kind.activityId,
    time: number(record['time']) ?? 0,
    severity_id: severityOf(record),
    ...part.fields,
    unmapped: { cordon: { type: text(record['type']), leaf, ...rest } },
  }
}

function metadataOf(record: JsonObject, { name, version, origin }: Product, profiles: readonly string[]): JsonObject {
  const tenants = texts(object(record['caller'])['tenant'])
  return known({
    version: OCSF_VERSION,
    product: { name, vendor_name: name, version },
    uid: `${origin}#${String(number(record['seq']) ?? 0)}`,
    correlation_uid: text(record['request']),
    sequence: number(record['seq']),
    log_name: origin,
    log_version: String(number(record['v']) ?? 1),
    profiles: [...profiles],
    tenant_uid: tenants[0] ?? null,
    ...classified(record),
  })
}

/** How sensitive the prompt was. `confidentiality_id` 99: a level of the policy's own, which `confidentiality` names. */
function classified(record: JsonObject): JsonObject {
  const level = text(record['level'])
  if (level === null) return {}
  const found = objects(record['findings']).map(({ type, count }) => ({ type: text(type) ?? '', count: number(count) ?? 0 })) // prettier-ignore
  const details = found.length === 0 ? {} : { discovery_details: found }
  return { data_classifications: [{ confidentiality_id: 99, confidentiality: level, ...details }] }
}

function partOf(classUid: number, record: JsonObject, product: Product): Part {
  if (classUid === 3002) return authentication(record, product)
  if (classUid === 3004) return entity(record)
  if (classUid === 6002) return { fields: { app: { name: product.name, vendor_name: product.name } }, taken: [] }
  if (classUid === 6008) return { fields: { message: text(record['type']) ?? '' }, taken: [] }
  return record['type'] === 'outcome' ? outcome(record) : request(record)
}

function request(record: JsonObject): Part {
  const prompt = object(record['prompt'])
  const model = text(prompt['model'])
  const to = text(record['destination'])
  const fields = known({
    actor: actorOf(record),
    src_endpoint: sourceOf(record),
    dst_endpoint: to === null ? null : { name: to },
    api: { operation: text(record['api']) ?? 'unknown', request: { uid: text(record['request']) ?? '' } },
    ...aboutModel(model, to, {}),
    ...controls(record),
    status_id: record['effect'] === 'permit' || record['type'] === 'listing' ? 1 : 2,
    status_detail: text(record['problem']) ?? text(record['reason']),
  })
  // `caller` and `prompt` hold more than these fields take, so that they stay in `unmapped` as well.
  return { fields, taken: ['api', 'destination', 'rule', 'level'] }
}

function outcome(record: JsonObject): Part {
  const served = object(record['served'])
  const to = text(served['to'])
  const peer = peerParts(text(served['peer']))
  const tokens = object(record['tokens'])
  const status = number(record['status'])
  const result = text(record['result'])
  const fields = known({
    actor: { user: NOBODY },
    src_endpoint: NOWHERE,
    dst_endpoint: to === null ? null : { name: to, ...(peer ?? {}) },
    api: known({
      operation: 'unknown',
      request: { uid: text(record['request']) ?? '' },
      response: status === null ? null : { code: status },
    }),
    ...aboutModel(text(served['model']) ?? text(record['asked']), to, {
      prompt_tokens: number(tokens['prompt']),
      completion_tokens: number(tokens['completion']),
    }),
    status_id: result === 'unknown' ? 0 : status !== null && status < 400 ? 1 : 2,
    status_detail: result,
  })
  return { fields, taken: ['status', 'tokens', 'asked'] }
}

function aboutModel(model: string | null, to: string | null, counts: Readonly<Record<string, number | null>>) {
  return {
    ai_model: model === null ? null : { name: model, ai_provider: to ?? 'unknown' },
    message_context: to === null ? null : known({ service: { name: to }, ...counts }),
  }
}

function authentication(record: JsonObject, { name }: Product): Part {
  const fields = known({
    user: NOBODY,
    service: { name },
    src_endpoint: sourceOf(record),
    ...controls(record),
    status_id: 2,
    status_detail: text(record['reason']) ?? text(record['problem']),
  })
  return { fields, taken: [] }
}

function entity(record: JsonObject): Part {
  if (record['type'] === 'key.rotate') return { fields: { entity: { type: 'key', name: 'audit key' } }, taken: [] }
  const policy = object(record['policy'])
  const named = text(record['policy']) ?? text(policy['id']) ?? 'policy'
  const managed = known({ type: 'policy', name: named, uid: text(policy['sha256']), version: text(policy['version']) })
  return { fields: { entity: managed, status_id: record['event'] === 'reload_refused' ? 2 : 1 }, taken: [] }
}

function actorOf(record: JsonObject): JsonObject {
  const caller = object(record['caller'])
  const id = text(caller['id'])
  if (id === null) return { user: NOBODY }
  const groups = texts(caller['roles']).map((name) => ({ name }))
  const session = text(caller['session'])
  return known({
    user: known({ uid: id, type_id: 0, groups }),
    app_uid: text(caller['client']),
    session: session === null ? null : known({ uid: session, issuer: text(caller['issuer']) }),
  })
}

function sourceOf(record: JsonObject): JsonObject {
  const ip = text(object(record['caller'])['ip'])
  return ip === null ? NOWHERE : { ip }
}

/** Profile `security_control`: what was done (1 allowed, 2 denied), and what that amounts to. */
function controls(record: JsonObject): Readonly<Record<string, JsonValue | undefined>> {
  const effect = text(record['effect'])
  if (effect === null) return {}
  const policy = object(record['policy'])
  const id = text(policy['id'])
  const rule = text(record['rule'])
  return {
    action_id: effect === 'permit' ? 1 : 2,
    disposition_id: effect === 'permit' ? 1 : effect === 'deny' ? 2 : record['problem'] === 'invalid_token' ? 26 : 27,
    policy: id === null ? undefined : known({ uid: id, name: id, version: text(policy['version']), is_applied: true }),
    authorizations:
      rule === null
        ? undefined
        : [{ decision: effect === 'permit' ? 'allow' : 'deny', policy: { uid: rule, name: rule } }],
  }
}
