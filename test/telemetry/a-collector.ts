import { createServer } from 'node:http'
import type { IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A span as a collector gets it, with its attributes as one object. */
export type Exported = {
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId?: string
  readonly name: string
  readonly kind: number
  readonly status: { readonly code: number; readonly message?: string }
  readonly events: readonly unknown[]
  readonly links: readonly unknown[]
  readonly from: number
  readonly to: number
  readonly attributes: Readonly<Record<string, string | number | boolean>>
}

export type ACollector = {
  readonly url: string
  readonly posts: { readonly path: string; readonly headers: IncomingHttpHeaders; readonly text: string }[]
  readonly spans: () => readonly Exported[]
  readonly connections: () => number
  /** The status of every answer from now on; 0: none at all. */
  readonly answer: (status: number) => void
  readonly stop: () => Promise<void>
}

/** An OTLP collector on this machine, which keeps what it is sent. */
export async function aCollector(): Promise<ACollector> {
  const posts: ACollector['posts'] = []
  let [status, connections] = [200, 0]
  const server = createServer((req, res) => {
    let text = ''
    req.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
    req.on('end', () => {
      posts.push({ path: req.url ?? '', headers: req.headers, text })
      if (status !== 0) res.writeHead(status, { 'content-type': 'application/json' }).end('{}')
    })
  })
  server.on('connection', () => (connections += 1))
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/v1/traces`,
    posts,
    spans: () => posts.flatMap(({ text }) => spansIn(text)),
    connections: () => connections,
    answer: (next) => (status = next),
    stop: () => {
      server.closeAllConnections()
      return new Promise((done) => server.close(() => done()))
    },
  }
}

type Attribute = { readonly key: string; readonly value: Readonly<Record<string, string | number | boolean>> }
type Otlp = { readonly resourceSpans: readonly { readonly scopeSpans: readonly { readonly spans: readonly (Omit<Exported, 'attributes'> & { readonly startTimeUnixNano: string; readonly endTimeUnixNano: string; readonly attributes: readonly Attribute[] })[] }[] }[] } // prettier-ignore

function spansIn(text: string): readonly Exported[] {
  const { resourceSpans } = JSON.parse(text) as Otlp
  const spans = resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans: some }) => some))
  return spans.map((span) => ({
    ...span,
    ...{ from: Number(span.startTimeUnixNano) / 1e6, to: Number(span.endTimeUnixNano) / 1e6 },
    attributes: Object.fromEntries(span.attributes.map(({ key, value }) => [key, Object.values(value)[0] ?? ''])),
  }))
}
