import type { JsonObject } from '../../terms/json.ts'

/** Which OCSF class a record belongs to, and which activity of it. */
export type OcsfKind = {
  readonly classUid: number
  readonly activityId: number
  readonly activity: string
  readonly profiles: readonly string[]
}

const OTHER = 99
const kind = (classUid: number, activityId: number, activity: string, profiles: readonly string[] = []): OcsfKind => ({
  classUid,
  activityId,
  activity,
  profiles,
})

const INVOKE = kind(6003, OTHER, 'Invoke', ['ai_operation', 'security_control'])
const ENDED = kind(6003, OTHER, 'Invoke ended', ['ai_operation'])
const LIST = kind(6003, 2, 'Read', ['ai_operation'])
const LOGON = kind(3002, 1, 'Logon', ['security_control'])

const LIFECYCLE: Readonly<Record<string, OcsfKind>> = {
  start: kind(6002, 3, 'Start'),
  stop: kind(6002, 4, 'Stop'),
  reload: kind(3004, 10, 'Activate'),
  reload_refused: kind(3004, 10, 'Activate'),
}

const BY_TYPE: Readonly<Record<string, OcsfKind>> = {
  outcome: ENDED,
  listing: LIST,
  'key.rotate': kind(3004, 10, 'Activate'),
  'sink.poisoned': kind(6008, 1, 'General Error'),
  'audit.late': kind(6008, 1, 'General Error'),
  'audit.gap_accepted': kind(6008, 1, 'General Error'),
  'audit.mirror': kind(6008, 1, 'General Error'),
}

/** A record of a type that is not known here is something that happened to the application. */
export function kindOf(record: JsonObject): OcsfKind {
  const { type, event, problem } = record
  if (type === 'decision') return problem === 'invalid_token' ? LOGON : INVOKE
  const own = typeof type === 'string' ? type : 'unknown'
  const known = own === 'lifecycle' && typeof event === 'string' ? LIFECYCLE[event] : BY_TYPE[own]
  return known ?? kind(6002, OTHER, own)
}
