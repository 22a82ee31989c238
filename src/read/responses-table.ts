import { isJsonObject } from '../terms/json.ts'
import type { JsonObject } from '../terms/json.ts'
import type { Turn } from '../terms/prompt.ts'
import type { ApiTable } from './api-table.ts'
import { listOf, textIn, textOf } from './look.ts'
import { responsesRequest } from './responses-fields.ts'
import { checkChosenTool, toolsOffered } from './responses-tools.ts'
import { uuidOf } from './sessions.ts'

/** OpenAI's `POST /v1/responses`, with OpenRouter's, Codex's and the local servers' fields. */
export const RESPONSES: ApiTable = {
  api: 'responses',
  request: responsesRequest,
  dialogue: 'input',
  check: checkChosenTool,
  offersTools: (body) => toolsOffered(body).length > 0,
  wantsUsage: () => true, // every answer of this API has it
  userOf: (body) => textOf(body['user']) || null,
  turnsOf,
  sessionsOf: (body) => [textOf(body['session_id']), uuidOf(body['prompt_cache_key'])].filter((name) => name !== ''),
}

function turnsOf({ instructions, input }: JsonObject): readonly Turn[] {
  const first = textOf(instructions) === '' ? [] : [{ role: 'system', text: textOf(instructions), calls: [] }]
  if (typeof input === 'string') return [...first, { role: 'user', text: input, calls: [] }]
  return [...first, ...answersTogether(listOf(input).filter(isJsonObject).map(turnOf))]
}

/** An answer is several items here, with its calls beside its text: they are one turn, as they were one answer. */
function answersTogether(turns: readonly Turn[]): readonly Turn[] {
  const joined: Turn[] = []
  for (const turn of turns) {
    const before = joined.at(-1)
    if (before?.role !== 'assistant' || turn.role !== 'assistant') joined.push(turn)
    else joined[joined.length - 1] = { ...turn, text: before.text + turn.text, calls: [...before.calls, ...turn.calls] }
  }
  return joined
}

function turnOf(item: JsonObject): Turn {
  const { role, type, content, call_id: call, output } = item
  const calls = textOf(call) === '' ? [] : [textOf(call)]
  if (typeof role === 'string') return { role, text: textIn(content, 'text'), calls }
  if (textOf(type).endsWith('_output')) return { role: 'tool', text: textIn(output, 'text'), calls }
  return { role: 'assistant', text: '', calls }
}
