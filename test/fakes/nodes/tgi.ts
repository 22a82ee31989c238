import { request } from 'node:http'
import type { Behaviour, FakeNode } from '../openai-node.ts'
import { fakeNode, plain } from '../openai-node.ts'
import type { Server } from './server.ts'
import { load, model, models, status } from './server.ts'

/** What TGI takes for an image in the text that its template makes of all messages. */
const MARKUP = /!\[[^\]]{0,64}\]\((http:[^)]{1,200})\)/g

/** A server that, like TGI with a multimodal model, fetches every image that the text of a prompt names, and then answers. */
export async function fakeTgi(host = '127.0.0.1'): Promise<FakeNode> {
  const fetching: Behaviour = {
    kind: 'custom',
    handle: ({ body }, res) => {
      const messages = (body['messages'] ?? []) as readonly { readonly content: unknown }[]
      const text = messages.map(({ content }) => textOf(content)).join('')
      void Promise.all([...text.matchAll(MARKUP)].map(([, named = '']) => fetched(named))).then(() => {
        const choices = [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'seen' } }]
        const answer = { id: 'c', object: 'chat.completion', created: 1, model: body['model'], choices }
        res.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
      })
    },
  }
  return fakeNode(fetching, { host })
}

const textOf = (content: unknown): string =>
  Array.isArray(content) ? content.map((part: { text?: string }) => part.text ?? '').join('') : String(content)

const fetched = (url: string): Promise<void> =>
  new Promise((done) => {
    const asked = request(url, (response) => response.resume().on('end', done))
    asked.on('error', () => done()).end()
  })

const METRICS = 'tgi_batch_current_size 3\ntgi_queue_size 5\ntgi_request_count 90\n'
const error = (code: number, error_type: string, text: string) => status(code, { error: text, error_type })

/** TGI as its documentation describes it. Its errors are not OpenAI's. */
export const tgi: Server = {
  kind: 'tgi',
  gets: {
    '/health': {},
    '/info': { model_id: 'acme/seven', max_concurrent_requests: 128, max_input_tokens: 4095, max_total_tokens: 4096 },
    '/v1/models': models({ id: 'acme/seven', object: 'model', owned_by: 'acme/seven' }),
    '/metrics': plain(METRICS),
  },
  finds: {
    models: [model('acme/seven', { context: 4096, warm: true })],
    load: load({ running: 3, waiting: 5, slots: 128 }),
    proven: true,
  },
  leaks: [],
  down: [{ name: 'it says nothing of its model', gets: { '/v1/models': null, '/info': null } }],
  tooLong: error(422, 'validation', '`inputs` tokens + `max_new_tokens` must be <= 4096. Given: 5000 `inputs` tokens and 100 `max_new_tokens`'), // prettier-ignore
  failing: [
    { name: 'a generation failed', answers: error(424, 'generation', 'Request failed during generation') },
    { name: 'it is overloaded', answers: error(429, 'overloaded', 'Model is overloaded') },
    { name: 'a generation is incomplete', answers: error(500, 'incomplete_generation', 'Incomplete generation') },
  ],
}
