import type { Api } from '../terms/prompt.ts'

/** The APIs that are served by POST, with their paths. */
export const PATHS = {
  chat_completions: '/v1/chat/completions',
  completions: '/v1/completions',
  embeddings: '/v1/embeddings',
  responses: '/v1/responses',
  messages: '/v1/messages',
  count_tokens: '/v1/messages/count_tokens',
} as const satisfies Partial<Record<Api, string>>

export type PostApi = keyof typeof PATHS

export const POST_APIS = Object.keys(PATHS) as readonly PostApi[]

const BY_PATH: ReadonlyMap<string, Api> = new Map([
  ...POST_APIS.map((api) => [PATHS[api], api] as const),
  ['/v1/models', 'models'],
])

/** Paths below these belong to an API, though nothing is served there: an error still has its shape. */
const PREFIXES: readonly (readonly [string, Api])[] = [
  ['/v1/models/', 'models'],
  ['/v1/messages/', 'messages'],
  ['/v1/responses/', 'responses'],
]

/** The API a path belongs to: by exact equality, or as something below it; null for any other. */
export function apiOfPath(path: string): Api | null {
  return BY_PATH.get(path) ?? PREFIXES.find(([prefix]) => path.startsWith(prefix))?.[1] ?? null
}

/** The one method that a path answers to; null when there is no such path. */
export function methodOf(path: string): 'GET' | 'POST' | null {
  const api = BY_PATH.get(path)
  if (path.startsWith('/v1/models/') || api === 'models') return 'GET'
  return api === undefined ? null : 'POST'
}
