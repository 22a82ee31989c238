import { plain, refused } from '../openai-node.ts'
import type { Server } from './server.ts'
import { load, model, models, status } from './server.ts'

const METRICS = `sglang:num_running_reqs{model_name="q"} 8.0
sglang:num_queue_reqs{model_name="q"} 4.0
sglang:token_usage{model_name="q"} 0.5
sglang:cache_hit_rate{model_name="q"} 0.3
`

export const sglang: Server = {
  kind: 'sglang',
  gets: {
    '/health': {},
    '/v1/models': models({ id: 'q', owned_by: 'sglang', root: 'q', max_model_len: 16384 }),
    '/get_server_info': { model_path: 'q', max_running_requests: 64, tool_server: null, version: '0.6' },
    '/metrics': plain(METRICS),
  },
  finds: {
    models: [model('q', { context: 16384, warm: true })],
    load: load({ running: 8, waiting: 4, slots: 64, kv: 0.5 }),
    proven: true,
  },
  leaks: [
    { name: 'it has a tool server', gets: { '/get_server_info': { tool_server: 'demo' } }, check: 'tool_server' },
    {
      name: 'it has one, and its information is at its new place',
      gets: { '/get_server_info': null, '/server_info': { tool_server: 'localhost:8888' } },
      check: 'tool_server',
    },
    { name: 'it fails to say', gets: { '/get_server_info': refused(500) }, check: 'tool_server' },
    { name: 'it says nothing that can be read', gets: { '/get_server_info': plain('<html>') }, check: 'tool_server' },
  ],
  down: [{ name: 'it is still starting', gets: { '/v1/models': refused(503) } }],
  tooLong: status(400, { object: 'error', message: "Requested token count exceeds the model's maximum context length of 16384 tokens.", type: 'BadRequestError', param: null, code: 400 }), // prettier-ignore
  failing: [{ name: 'its queue is full', answers: status(503, { error: { message: 'The request queue is full.', code: 503 } }) }], // prettier-ignore
}
