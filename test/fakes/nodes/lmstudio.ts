import type { Server } from './server.ts'
import { load, model, status } from './server.ts'

const config = { context_length: 8192, parallel: 4 }

/** Its proof needs its operator's word: see the suite. */
export const lmstudio: Server = {
  kind: 'lmstudio',
  gets: {
    '/api/v1/models': {
      models: [
        {
          type: 'llm',
          key: 'qwen/qwen3-4b',
          max_context_length: 262144,
          loaded_instances: [{ id: 'qwen/qwen3-4b', config }],
          capabilities: { vision: false, trained_for_tool_use: true },
        },
        { type: 'embedding', key: 'nomic', max_context_length: 2048, loaded_instances: [] },
      ],
    },
  },
  finds: {
    models: [
      model('qwen/qwen3-4b', { context: 8192, capabilities: ['chat', 'completion', 'tools'], warm: true }),
      model('nomic', { context: 2048, capabilities: ['embedding'], warm: false }),
    ],
    load: load({ slots: 4 }),
    proven: false,
  },
  leaks: [{ name: 'nobody says that it has no way out', gets: {}, check: 'lm_link' }],
  down: [{ name: 'it has no list of models', gets: { '/api/v1/models': null } }],
  tooLong: status(400, { error: { message: 'Trying to keep the first 9000 tokens when context length is 8192.', type: 'invalid_request_error' } }), // prettier-ignore
  failing: [{ name: 'a model cannot be loaded', answers: status(500, { error: { message: 'Failed to load model' } }) }],
}
