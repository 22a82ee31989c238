import { gauge } from './gauges.ts'
import type { Kind } from './kind.ts'
import { NO_LOAD, contextIn, listed, named, unseen } from './kind.ts'

/** vLLM says how it is by `/health`, which is 503 when its engine is dead, and how busy it is by its metrics. */
export const vllm: Kind = {
  models: async (look) => {
    const [{ status }, models] = await Promise.all([
      look.ask('/health'),
      listed(look, (entry, id) => named(id, { context: contextIn(entry['max_model_len']), warm: true })),
    ])
    return status === 200 || status === 404 ? models : null // a proxy before it may hide everything but `/v1`
  },
  load: async ({ ask }) => {
    const { status, text } = await ask('/metrics')
    if (status !== 200) return null
    return {
      ...NO_LOAD,
      running: gauge(text, ['vllm:num_requests_running'], 'sum'),
      waiting: gauge(text, ['vllm:num_requests_waiting'], 'sum'),
      kv: gauge(text, ['vllm:kv_cache_usage_perc', 'vllm:gpu_cache_usage_perc'], 'most'),
    }
  },
  checks: () =>
    Promise.resolve([
      unseen(
        'tool_server',
        'it cannot be asked whether it has a tool server, or fetches media',
        'start it without --tool-server, with --allowed-media-domains, and close its way out with a firewall',
      ),
    ]),
}
