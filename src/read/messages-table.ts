import { isJsonObject } from '../terms/json.ts'
import type { JsonObject, JsonValue } from '../terms/json.ts'
import type { Turn } from '../terms/prompt.ts'
import type { ApiTable } from './api-table.ts'
import { listOf, objectOf, textIn, textOf } from './look.ts'
import { countTokensRequest, messagesRequest } from './messages-fields.ts'
import { checkChosenTool, toolsOffered } from './messages-tools.ts'
import { sessionsOfUser } from './sessions.ts'

const CONVERSATION: Pick<ApiTable, 'dialogue' | 'check' | 'offersTools' | 'wantsUsage' | 'turnsOf'> = {
  dialogue: 'messages',
  check: checkChosenTool,
  offersTools: (body) => toolsOffered(body).length > 0,
  wantsUsage: () => true, // every answer of this API has it
  turnsOf,
}

/** Anthropic's `POST /v1/messages`, with the fields of its betas, of OpenRouter and of the local servers. */
export const MESSAGES: ApiTable = {
  ...CONVERSATION,
  api: 'messages',
  request: messagesRequest,
  userOf: (body) => userIdOf(body) || textOf(body['user']) || null,
  sessionsOf: (body) => [...sessionNamed(body), ...sessionsOfUser(userIdOf(body))],
}

/** Anthropic's `POST /v1/messages/count_tokens`: the same texts, under the same policy. */
export const COUNT_TOKENS: ApiTable = {
  ...CONVERSATION,
  api: 'count_tokens',
  request: countTokensRequest,
  userOf: () => null,
  sessionsOf: sessionNamed,
}

const userIdOf = (body: JsonObject): string => textOf(objectOf(body['metadata'])?.['user_id'])

function sessionNamed({ session_id: session }: JsonObject): readonly string[] {
  return textOf(session) === '' ? [] : [textOf(session)]
}

function turnsOf({ system, messages }: JsonObject): readonly Turn[] {
  const first = textIn(system, 'text')
  const turns = listOf(messages).filter(isJsonObject).map(turnOf)
  return first === '' ? turns : [{ role: 'system', text: first, calls: [] }, ...turns]
}

function turnOf({ role, content }: JsonObject): Turn {
  if (typeof content === 'string') return { role: textOf(role), text: content, calls: [] }
  const blocks = listOf(content).filter(isJsonObject)
  return { role: textOf(role), text: blocks.map(saidIn).join(''), calls: blocks.flatMap(callsIn) }
}

/** What a block says, as a turn of the conversation: its text, or that of the result of a tool. */
function saidIn({ type, text, content }: JsonObject): string {
  if (type === 'text') return textOf(text)
  return type === 'tool_result' ? textIn(content, 'text') : ''
}

const isCall = (type: JsonValue | undefined): boolean => textOf(type).endsWith('tool_use')

function callsIn({ type, id, tool_use_id: answered }: JsonObject): readonly string[] {
  return [isCall(type) ? textOf(id) : '', textOf(answered)].filter((name) => name !== '')
}
