import type { Attempt } from '../terms/attempt.ts'
import type { Api } from '../terms/prompt.ts'
import { formOf } from './answers/forms.ts'

/** The path to ask, without a query. Throws for an API that is not forwarded. */
export function requestPath(base: URL, api: Api): string {
  return `${versioned(base)}${formOf(api).path}`
}

/** The base URL's path with `/v1` at its end, whether it was written there or not. */
export function versioned(base: URL): string {
  const path = base.pathname.replace(/\/+$/, '')
  return path.endsWith('/v1') ? path : `${path}/v1`
}

export type HeaderParts = {
  readonly bytes: number
  readonly stream: boolean
  readonly requestId: string
  /** Anthropic betas, each known here. */
  readonly betas: readonly string[]
}

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
    ...(attempt.zone === 'cloud' ? CLOUD : {}),
    ...(ANTHROPIC.includes(attempt.api) ? anthropic(attempt, parts.betas) : {}),
  }
}

const CLOUD = {
  'x-openrouter-cache': 'false', // also beats a preset's and an account's setting
  'x-openrouter-metadata': 'enabled', // how an answer was made, to be compared with what was asked for
}

const ANTHROPIC: readonly Api[] = ['messages', 'count_tokens']

/** The API's version is the one that every server knows, whichever the caller's SDK names. OpenRouter's betas have their own name. */
function anthropic({ zone }: Attempt, betas: readonly string[]): Record<string, string> {
  const name = zone === 'cloud' ? 'x-anthropic-beta' : 'anthropic-beta'
  return { 'anthropic-version': '2023-06-01', ...(betas.length === 0 ? {} : { [name]: betas.join(',') }) }
}
