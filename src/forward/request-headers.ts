import type { Attempt } from '../terms/attempt.ts'
import type { Api } from '../terms/prompt.ts'

/** The path of each API that can be forwarded, below the `/v1` that a base URL may already end in. */
const PATHS: Partial<Record<Api, string>> = { chat_completions: '/chat/completions' }

/** The path to ask, without a query. Throws for an API that is not forwarded. */
export function requestPath(base: URL, api: Api): string {
  const path = PATHS[api]
  if (path === undefined) throw new Error(`${api} is not forwarded`)
  return `${versioned(base)}${path}`
}

/** The base URL's path with `/v1` at its end, whether it was written there or not. */
export function versioned(base: URL): string {
  const path = base.pathname.replace(/\/+$/, '')
  return path.endsWith('/v1') ? path : `${path}/v1`
}

export type HeaderParts = { readonly bytes: number; readonly stream: boolean; readonly requestId: string }

/** Every header of the request, by name. None of them is the caller's. */
export function requestHeaders(attempt: Attempt, parts: HeaderParts): Record<string, string> {
  return {
    host: attempt.url.host,
    'content-type': 'application/json',
    'content-length': String(parts.bytes),
    accept: parts.stream ? 'text/event-stream' : 'application/json',
    'accept-encoding': 'identity', // a compressed answer could be neither metered nor checked
    'user-agent': 'cordon',
    'x-request-id': parts.requestId,
    ...(attempt.apiKey === null ? {} : { authorization: `Bearer ${attempt.apiKey}` }),
    ...(attempt.zone === 'cloud' ? { 'x-openrouter-cache': 'false' } : {}), // also beats a preset's and an account's setting
  }
}
