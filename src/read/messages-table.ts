import { isJsonObject } from '../terms/json.ts'
import type { JsonObject } from '../terms/json.ts'
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
  const calls: string[] = []
  let text = ''
  for (const block of listOf(content)) {
    if (!isJsonObject(block)) continue
    text += saidIn(block)
    const call = callIn(block)
    if (call !== '') calls.push(call)
  }
  return { role: textOf(role), text, calls }
}

/** What a block says, as a turn of the conversation: its text, or that of the result of a tool. */
function saidIn({ type, text, content }: JsonObject): string {
  if (type === 'text') return textOf(text)
  return type === 'tool_result' ? textIn(content, 'text') : ''
}

/** The call that a block makes (`tool_use`, `server_tool_use`, `mcp_tool_use`) or answers; else ''. */
function callIn({ type, id, tool_use_id: answered }: JsonObject): string {
  return textOf(type).endsWith('tool_use') ? textOf(id) : textOf(answered)
}
