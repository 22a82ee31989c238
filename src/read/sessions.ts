import type { JsonValue } from '../terms/json.ts'

/** Headers in which clients name their conversation: Claude Code, Open WebUI, OpenRouter's SDKs, Codex. None is sent on. */
const HEADERS = [
  ...['x-claude-code-session-id', 'x-openwebui-chat-id', 'x-session-id'],
  ...['session-id', 'thread-id', 'session_id', 'conversation_id'],
]

const NAME = /^[\w.:-]{8,256}$/
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/**
 * The names that a client's headers give to its conversation. They can only raise a prompt's level, so it is safe to
 * believe them; a name of less than eight characters is no name of one conversation.
 */
export function sessionsIn(rawHeaders: readonly string[]): readonly string[] {
  const names: string[] = []
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const value = rawHeaders[at + 1] ?? ''
    if (HEADERS.includes(rawHeaders[at]?.toLowerCase() ?? '') && NAME.test(value)) names.push(value)
  }
  return names
}

/** A value that is one conversation's key and not a whole application's, as far as can be told: a UUID (RFC 9562). Else ''. */
export const uuidOf = (value: JsonValue | undefined): string =>
  typeof value === 'string' && UUID.test(value) ? value : ''

/**
 * The session that Claude Code writes into `metadata.user_id`: as the `session_id` of a JSON object, in older versions behind
 * `_session_`. One at most.
 */
export function sessionsOfUser(userId: string): readonly string[] {
  const session = userId.startsWith('{') ? sessionInJson(userId) : /_session_([\w-]{8,256})$/.exec(userId)?.[1]
  return session === undefined || !NAME.test(session) ? [] : [session]
}

/** Bounded, because a user id is short. What is no JSON names no session. */
function sessionInJson(userId: string): string | undefined {
  return userId.length > 4096 ? undefined : /"session_id"\s*:\s*"([\w.:-]{8,256})"/.exec(userId)?.[1]
}
