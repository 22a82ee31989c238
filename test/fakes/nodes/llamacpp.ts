import { plain, refused } from '../openai-node.ts'
import type { Server } from './server.ts'
import { load, model, models, status } from './server.ts'

const METRICS = `# HELP llamacpp:requests_processing Number of requests processing.
llamacpp:requests_processing 1
llamacpp:requests_deferred 2
llamacpp:prompt_tokens_seconds 812.5
`
const loading = { error: { code: 503, message: 'Loading model', type: 'unavailable_error' } }
const slot = (id: number, is_processing: boolean) => ({ id, n_ctx: 4096, is_processing, prompt: 'never to be read' })

export const llamacpp: Server = {
  kind: 'llamacpp',
  gets: {
    '/health': { status: 'ok' },
    '/v1/models': models({ id: 'gemma-3', object: 'model', meta: { n_ctx_train: 131072, n_params: 1 } }),
    '/props': { total_slots: 4, default_generation_settings: { n_ctx: 4096 }, modalities: { vision: true, audio: false } }, // prettier-ignore
    '/slots': [slot(0, true), slot(1, false), slot(2, false), slot(3, false)],
    '/metrics': plain(METRICS),
  },
  finds: {
    models: [model('gemma-3', { context: 4096, capabilities: ['chat', 'completion', 'vision'], warm: true })],
    load: load({ running: 1, waiting: 2, slots: 4 }),
    proven: true,
  },
  leaks: [
    { name: 'it has tools', gets: { '/tools': [{ tool: 'exec_shell_command', type: 'builtin' }] }, check: 'tools' },
    { name: 'it has tools in another shape', gets: { '/tools': { tools: [] } }, check: 'tools' },
    { name: 'it does not let its tools be seen', gets: { '/tools': refused(401) }, check: 'tools' },
    { name: 'it fails to say', gets: { '/tools': refused(500) }, check: 'tools' },
  ],
  down: [
    { name: 'it loads its model', gets: { '/health': refused(503, loading), '/v1/models': refused(503, loading) } },
    { name: 'it has no health', gets: { '/health': null } },
  ],
  tooLong: status(400, { error: { code: 400, message: 'the request exceeds the available context size', type: 'exceed_context_size_error', n_ctx: 4096 } }), // prettier-ignore
  failing: [{ name: 'it loads its model', answers: status(503, loading) }],
}

/** The same binary as a router: it says of every model whether it is loaded. */
export const router: Server = {
  ...llamacpp,
  gets: {
    '/health': { status: 'ok' },
    '/v1/models': models(
      { id: 'a', status: { value: 'loaded' }, meta: { n_ctx: 8192 } },
      { id: 'b', status: { value: 'unloaded' } },
    ),
    '/metrics': refused(400, { error: { message: 'model name is missing from the request' } }),
    '/props': { role: 'router' },
  },
  finds: { models: [model('a', { context: 8192, warm: true }), model('b', { warm: false })], load: null, proven: true },
}
