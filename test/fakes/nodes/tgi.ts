import { request } from 'node:http'
import type { FakeNode } from '../openai-node.ts'
import { fakeNode } from '../openai-node.ts'

/** What TGI takes for an image in the text that its template makes of all messages. */
const MARKUP = /!\[[^\]]{0,64}\]\((http:[^)]{1,200})\)/g

/** A server that, like TGI with a multimodal model, fetches every image that the text of a prompt names, and then answers. */
export async function fakeTgi(): Promise<FakeNode> {
  return fakeNode({
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
  })
}

const textOf = (content: unknown): string =>
  Array.isArray(content) ? content.map((part: { text?: string }) => part.text ?? '').join('') : String(content)

const fetched = (url: string): Promise<void> =>
  new Promise((done) => {
    const asked = request(url, (response) => response.resume().on('end', done))
    asked.on('error', () => done()).end()
  })
