import type { NodeKind } from '../terms/destination.ts'
import type { Api } from '../terms/prompt.ts'

/**
 * What each kind of server speaks of itself, by its documentation of 2026. A generic OpenAI-compatible server is taken to
 * speak what all of them do.
 */
const NATIVE: Readonly<Record<NodeKind, readonly Api[]>> = {
  ollama: ['chat_completions', 'completions', 'embeddings', 'responses', 'messages'],
  vllm: ['chat_completions', 'completions', 'embeddings', 'responses', 'messages', 'count_tokens'],
  llamacpp: ['chat_completions', 'completions', 'embeddings', 'responses', 'messages', 'count_tokens'],
  tgi: ['chat_completions', 'completions'],
  lmstudio: ['chat_completions', 'completions', 'embeddings', 'responses', 'messages'],
  mlx: ['chat_completions', 'completions'],
  omlx: ['chat_completions', 'completions', 'embeddings', 'responses', 'messages'],
  sglang: ['chat_completions', 'completions', 'embeddings', 'responses', 'messages'],
  openai: ['chat_completions', 'completions', 'embeddings'],
}

/** OpenRouter documents no way to count tokens. */
const CLOUD: readonly Api[] = ['chat_completions', 'completions', 'embeddings', 'responses', 'messages']

/** What can be served by a server that only speaks chat completions. */
const TRANSLATED: readonly Api[] = ['responses', 'messages', 'count_tokens']

/** The API in which a node of this kind is asked for what came in another, or null if it cannot serve that. */
export function apiOnNode(kind: NodeKind, api: Api): Api | null {
  if (NATIVE[kind].includes(api)) return api
  return TRANSLATED.includes(api) ? 'chat_completions' : null
}

export const apiInCloud = (api: Api): Api | null => (CLOUD.includes(api) ? api : null)
