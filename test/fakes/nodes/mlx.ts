import type { Behaviour } from '../openai-node.ts'
import type { Server } from './server.ts'
import { model, models, status } from './server.ts'

/** As it does, it takes no body whose length is not known beforehand. */
const strict: Behaviour = {
  kind: 'custom',
  handle: (received, res) => {
    const { headers, body } = received
    if (headers['content-length'] === undefined) return void res.writeHead(411).end('{"error":"length required"}')
    const choices = [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'Hi' } }]
    const answer = { id: 'c', object: 'chat.completion', created: 1, model: body['model'], choices }
    res.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
  },
}

export const mlx: Server = {
  kind: 'mlx',
  gets: { '/health': { status: 'ok' }, '/v1/models': models({ id: 'mlx-community/qwen3-4b' }, { id: 'b' }) },
  finds: { models: [model('mlx-community/qwen3-4b'), model('b')], load: null, proven: true },
  leaks: [{ name: 'it would have to download a model', gets: {}, check: 'downloads', configured: ['b', 'not-there'] }],
  down: [{ name: 'it has no list of models', gets: { '/v1/models': null } }],
  tooLong: null,
  failing: [
    { name: 'a generation failed, which it calls not found', answers: status(404, { error: 'out of memory' }) },
  ],
  answers: strict,
}
