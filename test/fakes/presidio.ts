import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What a fake analyzer was asked. */
export type Analysed = {
  readonly text: readonly string[]
  readonly language: string
  readonly entities: readonly string[]
  readonly score_threshold: number
}

/** What it does with the next request, in place of an answer. */
export type Trouble = (res: ServerResponse, req: IncomingMessage) => void

export type FakePresidio = {
  readonly url: URL
  readonly asked: Analysed[]
  trouble: Trouble | null
  readonly stop: () => Promise<void>
}

/** An analyzer that finds given words in texts, and counts in code points as Python does. */
export async function fakePresidio(words: Readonly<Record<string, string>>): Promise<FakePresidio> {
  const asked: Analysed[] = []
  const server = createServer(async (req, res) => {
    const chunks: Buffer[] = []
    for await (const chunk of req) chunks.push(chunk as Buffer)
    const body = JSON.parse(Buffer.concat(chunks).toString()) as Analysed
    asked.push(body)
    if (fake.trouble !== null) return fake.trouble(res, req)
    if (req.method !== 'POST' || req.url !== '/analyze') return void res.writeHead(404).end('{}')
    res.writeHead(200, { 'content-type': 'application/json' })
    res.end(JSON.stringify(body.text.map((text) => analyse(text, words, body.entities))))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  const fake: FakePresidio = {
    url: new URL(`http://127.0.0.1:${String(port)}`),
    asked,
    trouble: null,
    stop: async () => {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
  return fake
}

function analyse(text: string, words: Readonly<Record<string, string>>, entities: readonly string[]) {
  const points = [...text]
  return Object.entries(words).flatMap(([word, entity_type]) => {
    const letters = [...word]
    if (!entities.includes(entity_type)) return []
    return points.flatMap((_, start) =>
      letters.every((letter, i) => points[start + i] === letter)
        ? [{ analysis_explanation: null, end: start + letters.length, entity_type, score: 0.85, start }]
        : [],
    )
  })
}
