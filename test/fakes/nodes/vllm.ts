import { plain, refused } from '../openai-node.ts'
import type { Server } from './server.ts'
import { load, model, models, status } from './server.ts'

const METRICS = `# HELP vllm:num_requests_running Number of requests in model execution batches.
# TYPE vllm:num_requests_running gauge
vllm:num_requests_running{engine="0",model_name="qwen3.5-27b"} 3.0
vllm:num_requests_running{engine="1",model_name="qwen3.5-27b"} 2.0
vllm:num_requests_running_total{engine="0",model_name="qwen3.5-27b"} 900.0
vllm:num_requests_waiting{engine="0",model_name="a} odd"} 4.0
vllm:kv_cache_usage_perc{engine="0",model_name="qwen3.5-27b"} 0.25
vllm:kv_cache_usage_perc{engine="1",model_name="qwen3.5-27b"} 0.75
vllm:prefix_cache_hits_total{engine="0"} 1.2e+06
`
const error = (type: string, message: string, code: number) => status(code, { error: { message, type, param: null, code } }) // prettier-ignore

export const vllm: Server = {
  kind: 'vllm',
  gets: {
    '/health': {},
    '/v1/models': models({ id: 'qwen3.5-27b', max_model_len: 32768, root: '/models/q', parent: null }, { id: 'lora-hr', max_model_len: 32768, parent: 'qwen3.5-27b' }), // prettier-ignore
    '/metrics': plain(METRICS),
  },
  finds: {
    models: [model('qwen3.5-27b', { context: 32768, warm: true }), model('lora-hr', { context: 32768, warm: true })],
    load: load({ running: 5, waiting: 4, kv: 0.75 }),
    proven: true,
  },
  leaks: [],
  down: [
    { name: 'its engine is dead', gets: { '/health': refused(503) } },
    { name: 'its list has another shape', gets: { '/v1/models': { models: [] } } },
  ],
  tooLong: error('BadRequestError', "This model's maximum context length is 32768 tokens. However, you requested 40000 tokens", 400), // prettier-ignore
  failing: [{ name: 'its engine is dead', answers: error('InternalServerError', 'EngineDeadError', 500) }],
}
