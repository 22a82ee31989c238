import { isJsonObject } from '../terms/json.ts'
import type { JsonObject, JsonValue } from '../terms/json.ts'
import type { Turn } from '../terms/prompt.ts'
import type { ApiTable } from './api-table.ts'
import { chatRequest } from './chat-fields.ts'
import { checkChosenTools } from './chat-tools.ts'
import { isFilled, listOf, objectOf, textIn, textOf } from './look.ts'
import { uuidOf } from './sessions.ts'

/** OpenAI's `POST /v1/chat/completions`, with OpenRouter's and the local servers' fields. */
export const CHAT: ApiTable = {
  api: 'chat_completions',
  request: chatRequest,
  dialogue: 'messages',
  check: checkChosenTools,
  offersTools: ({ tools, functions }) => isFilled(tools) || isFilled(functions),
  wantsUsage: (body) => objectOf(body['stream_options'])?.['include_usage'] === true,
  userOf: (body) => textOf(body['user']) || null,
  turnsOf: (body) => listOf(body['messages']).filter(isJsonObject).map(turnOf),
  sessionsOf: (body) => [textOf(body['session_id']), uuidOf(body['prompt_cache_key'])].filter((name) => name !== ''),
}

function turnOf(message: JsonObject): Turn {
  const { role, content, tool_calls: calls, tool_call_id: answered } = message
  return { role: textOf(role), text: textIn(content, 'text'), calls: calls || answered ? idsIn(calls, answered) : NONE }
}

const NONE: readonly string[] = []
const idsIn = (calls: JsonValue | undefined, answered: JsonValue | undefined): readonly string[] =>
  [...listOf(calls).map(idOf), textOf(answered)].filter((id) => id !== '')

const idOf = (call: JsonValue): string => textOf(objectOf(call)?.['id'])
