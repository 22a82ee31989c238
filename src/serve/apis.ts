import type { Api } from '../terms/prompt.ts'

/** Every path that belongs to an API we know, so that even a refusal has the right shape. */
const APIS: Readonly<Record<string, Api>> = {
  '/v1/chat/completions': 'chat_completions',
  '/v1/completions': 'completions',
  '/v1/embeddings': 'embeddings',
  '/v1/responses': 'responses',
  '/v1/messages': 'messages',
  '/v1/messages/count_tokens': 'count_tokens',
  '/v1/models': 'models',
}

/** The API a path belongs to, by exact equality; null for any other. */
export function apiOfPath(path: string): Api | null {
  return APIS[path] ?? (path.startsWith('/v1/models/') ? 'models' : null)
}
