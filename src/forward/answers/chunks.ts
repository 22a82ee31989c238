import type { JsonObject } from '../../terms/json.ts'
import type { ProblemCode } from '../../terms/problem.ts'
import { PROBLEMS } from '../../terms/problem.ts'
import type { Said } from './form.ts'
import { FAULT, asObject, isGiven, objectsIn } from './form.ts'

/** Reads a chunk of OpenAI's two older APIs, chat completions and completions. */
export function readChunk(chunk: JsonObject, name: string | null): Said {
  if (name === 'error' || isFailure(chunk)) return FAULT
  const usage = asObject(chunk['usage'])
  const choices = chunk['choices']
  const alone = usage !== null && Array.isArray(choices) && choices.length === 0
  return { kind: alone ? 'usage_only' : 'part', about: chunk, usage }
}

/** Reads a whole answer of the same two. */
export function readChoices(answer: JsonObject): Said {
  if (isFailure(answer) || !Array.isArray(answer['choices'])) return FAULT
  return { kind: 'end', about: answer, usage: asObject(answer['usage']) }
}

/**
 * A failure after the headers: `error` beside the choices or in one of them, and `finish_reason: "error"` (OpenRouter); `error` as
 * a text (TGI, mlx_lm); a flat error object (older vLLM).
 */
function isFailure(answer: JsonObject): boolean {
  if (isGiven(answer['error']) || answer['object'] === 'error') return true
  return objectsIn(answer['choices']).some((choice) => isGiven(choice['error']) || choice['finish_reason'] === 'error')
}

/** Without `[DONE]` after it; OpenAI's clients throw at `error`. */
export function brokenOff(code: ProblemCode): string {
  const error = { message: PROBLEMS[code].says, type: 'server_error', param: null, code }
  return `data: ${JSON.stringify({ error })}\n\n`
}
