import { refused } from '../openai-node.ts'
import type { Behaviour } from '../openai-node.ts'
import type { Server } from './server.ts'
import { load, model, models, status } from './server.ts'

/** It keeps the connection alive with blanks before a JSON answer. */
const blanks: Behaviour = {
  kind: 'custom',
  handle: ({ body }, res) => {
    res.writeHead(200, { 'content-type': 'application/json' }).write('   ')
    const choices = [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'Hi' } }]
    res.end(JSON.stringify({ id: 'c', object: 'chat.completion', created: 1, model: body['model'], choices }))
  },
}

export const omlx: Server = {
  kind: 'omlx',
  gets: {
    '/health': { status: 'healthy', engine_pool: {} },
    '/api/status': { status: 'ok', active_requests: 2, waiting_requests: 1, loaded_models: ['q'] },
    '/v1/models': models({ id: 'q' }, { id: 'r' }),
    '/v1/models/status': {
      models: [
        { id: 'q', loaded: true, max_context_window: 32768 },
        { id: 'r', loaded: false },
      ],
    },
  },
  finds: {
    models: [model('q', { context: 32768, warm: true }), model('r', { warm: false })],
    load: load({ running: 2, waiting: 1 }),
    proven: true,
  },
  leaks: [
    { name: 'it has MCP servers', gets: { '/v1/mcp/servers': { servers: [{ name: 'web' }] } }, check: 'mcp' },
    { name: 'it says something else of them', gets: { '/v1/mcp/servers': [] }, check: 'mcp' },
    { name: 'it fails to say', gets: { '/v1/mcp/servers': refused(500) }, check: 'mcp' },
  ],
  down: [{ name: 'it has no list of models', gets: { '/v1/models': null, '/v1/models/status': null } }],
  tooLong: status(400, { error: { message: 'Prompt exceeds the context window of 32768', type: 'invalid_request_error', code: 'context_length_exceeded' } }), // prettier-ignore
  failing: [
    { name: 'it loads the model', answers: status(409, { error: { message: 'Model is loading' } }) },
    { name: 'it is busy', answers: status(503, { error: { message: 'busy' } }) },
    { name: 'it lacks memory', answers: status(507, { error: { message: 'insufficient memory' } }) },
  ],
  answers: blanks,
}
