import type { IncomingMessage } from 'node:http'
import type { Failure } from './failure.ts'
import { failure } from './failure.ts'

export type AnswerKind = 'json' | 'events'

/** What an upstream's status and headers promise: an answer of the kind that was asked for, or a failure. */
export function judge(response: IncomingMessage, wanted: AnswerKind): Failure | null {
  const status = response.statusCode ?? 0
  const retryAfter = secondsOf(response.headers['retry-after'])
  if (status >= 300 && status < 400) return failure('redirected', `status_${String(status)}`, { status })
  if (status !== 200) return failure('error', `status_${String(status)}`, { status, retryAfter })
  const encoding = response.headers['content-encoding'] ?? 'identity'
  if (encoding.trim().toLowerCase() !== 'identity') return failure('error', 'content_encoding', { status })
  return kindOf(response) === wanted ? null : failure('error', 'content_type', { status })
}

function kindOf({ headers }: IncomingMessage): AnswerKind | null {
  const type = headers['content-type']?.split(';')[0]?.trim().toLowerCase()
  return type === 'application/json' ? 'json' : type === 'text/event-stream' ? 'events' : null
}

/** Whole seconds up to a minute: SDKs ignore longer waits. A date is not understood. */
function secondsOf(value: string | undefined): number | null {
  return value !== undefined && /^\d{1,6}$/.test(value) ? Math.min(60, Number(value)) : null
}

/** A body without a length ends when the connection does, which says nothing about whether it is whole (RFC 9112 §6.3). */
export function hasEnd({ headers }: IncomingMessage): boolean {
  return (
    headers['content-length'] !== undefined || headers['transfer-encoding']?.toLowerCase().endsWith('chunked') === true
  )
}

/** How OpenAI, Anthropic, OpenRouter, vLLM, llama.cpp, SGLang and TGI say that a prompt does not fit. Only this is read of an error's text. */
const SAYS_TOO_LONG =
  /context_length_exceeded|exceed_context_size|maximum context length|context (?:window|length|size)|inputs`? tokens|prompt is too long/i

export function saysTooLong(text: string): boolean {
  return SAYS_TOO_LONG.test(text)
}
