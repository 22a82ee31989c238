import { Problem } from '../terms/problem.ts'
import type { Api, Prompt } from '../terms/prompt.ts'
import { readJson } from './json.ts'
import { DEFAULT_LIMITS } from './limits.ts'
import type { Limits } from './limits.ts'
import { readOpenAiChat } from './openai-chat.ts'

/**
 * What the caller is saying: every text in the body, what could not be read, and what of it may be sent to each zone.
 * Throws `not_found` for an API that is not read here, `payload_too_large` above the limit, and `invalid_request` for
 * whatever is not understood to the last field. Pure; time and memory are linear in the bytes.
 */
export function readRequest(api: Api, bytes: Uint8Array, limits: Limits = DEFAULT_LIMITS): Prompt {
  if (api !== 'chat_completions') throw new Problem('not_found', `${api} is not read`)
  return readOpenAiChat(readJson(bytes, limits), bytes.length, limits)
}
