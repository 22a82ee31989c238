import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import type { Says } from './model-answers.ts'
import { formAt } from './model-answers.ts'

/** What a fake node does with the next POST. */
export type Behaviour =
  /**
   * A whole answer in the API of the path, streamed or not as the request asks. It calls the first tool that the request offers,
   * unless the request ends with a result or a text is given; and says how it was made, when the request asks for that.
   */
  | {
      readonly kind: 'answer'
      readonly text?: string
      readonly model?: string
      readonly provider?: string
      /** Encrypted reasoning. */
      readonly sealed?: string
      /** `openrouter_metadata`; null for none. */
      readonly metadata?: object | null
      readonly headers?: Record<string, string>
    }
  | {
      readonly kind: 'status'
      readonly status: number
      readonly body?: string
      readonly headers?: Record<string, string>
    }
  | { readonly kind: 'redirect'; readonly to: string; readonly status?: number }
  /** Nothing at all; or nothing after the headers; or nothing after half of the answer. */
  | { readonly kind: 'hang'; readonly after?: 'headers' | 'half' }
  /** The connection is reset before the headers, after them, or in the middle of the body. */
  | { readonly kind: 'reset'; readonly after?: 'headers' | 'half' }
  /** These bytes instead of HTTP; then the connection is closed. */
  | { readonly kind: 'raw'; readonly bytes: string | Uint8Array }
  | {
      readonly kind: 'custom'
      readonly handle: (received: Received, res: ServerResponse, req: IncomingMessage) => void
    }

/** One request as it came in. */
export type Received = {
  readonly method: string
  readonly url: string
  readonly rawHeaders: readonly string[]
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly text: string
  readonly body: Record<string, unknown>
  /** The port of the socket it came on. */
  readonly port: number
}

export type FakeNode = {
  readonly url: URL
  readonly port: number
  /** All POST requests, in order. */
  readonly received: Received[]
  /** Every byte of every connection, in order: headers, bodies, anything. */
  readonly bytes: () => Buffer
  readonly connections: () => number
  /** Connections that are open now. */
  readonly open: () => number
  /** Connections whose other side has gone away while a request was being worked on. */
  readonly aborted: () => number
  /** From now on. Given several, one for each request, the last for all that follow. */
  readonly behave: (...next: readonly [Behaviour, ...Behaviour[]]) => void
  /** What GET on a path answers: JSON, or what a function makes of it; 404 where nothing is set. */
  readonly get: Record<string, unknown>
  readonly stop: () => Promise<void>
}

export type FakeNodeOptions = {
  readonly host?: string
  readonly port?: number
  readonly path?: string
  /** What it says that it has, at `/v1/models`. */
  readonly models?: readonly string[]
  readonly tls?: { key: string; cert: string }
}

/** A list of models as OpenAI's API has it. */
export const listOf = (ids: readonly string[]) => ({ object: 'list', data: ids.map((id) => ({ id, object: 'model' })) })

const WORDS = ['Hello', ' from', ' the', ' fake', ' node.']

/** A server that speaks every API on a free port of loopback, does what it is told, and keeps all that it hears. */
export async function fakeNode(
  first: Behaviour = { kind: 'answer' },
  options: FakeNodeOptions = {},
): Promise<FakeNode> {
  const { host = '127.0.0.1', port: at = 0, path = '', models, tls } = options
  let script: readonly Behaviour[] = [first]
  let connections = 0
  let open = 0
  let aborted = 0
  const received: Received[] = []
  const heard: Buffer[] = []
  const get: Record<string, unknown> = models === undefined ? {} : { '/v1/models': listOf(models) }
  const onRequest = (req: IncomingMessage, res: ServerResponse) => {
    const chunks: Buffer[] = []
    req.on('data', (chunk: Buffer) => chunks.push(chunk))
    req.on('error', () => {})
    res.on('close', () => {
      if (!res.writableFinished) aborted += 1
    })
    req.on('end', () => {
      if (req.method === 'GET') return answerGet(get, req, res)
      const one = toReceived(req, Buffer.concat(chunks))
      received.push(one)
      const [now, ...later] = script
      if (later.length > 0) script = later
      perform(now ?? { kind: 'answer' }, one, res, req)
    })
  }
  const server: Server = tls === undefined ? createServer(onRequest) : createTlsServer(tls, onRequest)
  server.keepAliveTimeout = 30_000
  server.on(tls === undefined ? 'connection' : 'secureConnection', (socket: Socket) => {
    connections += 1
    open += 1
    socket.once('close', () => (open -= 1))
    socket.on('data', (chunk: Buffer) => heard.push(chunk))
    socket.on('error', () => {})
  })
  await new Promise<void>((resolve) => server.listen(at, host, resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: new URL(
      `${tls === undefined ? 'http' : 'https'}://${host.includes(':') ? `[${host}]` : host}:${String(port)}${path}`,
    ),
    port,
    received,
    bytes: () => Buffer.concat(heard),
    connections: () => connections,
    open: () => open,
    aborted: () => aborted,
    behave: (...next) => {
      script = next
    },
    get,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function toReceived(req: IncomingMessage, bytes: Buffer): Received {
  const text = bytes.toString('utf8')
  const { method = '', url = '', rawHeaders, headers, socket } = req
  const body = text === '' ? {} : (JSON.parse(text) as Record<string, unknown>)
  return { method, url, rawHeaders, headers, text, body, port: socket.remotePort ?? 0 }
}

/** Answers one GET in another way than with JSON and 200. */
export type Get = (res: ServerResponse) => void

export const plain =
  (text: string): Get =>
  (res) =>
    res.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' }).end(text)

export const refused =
  (status: number, body: unknown = {}): Get =>
  (res) =>
    res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))

function answerGet(get: Record<string, unknown>, req: IncomingMessage, res: ServerResponse): void {
  const found = get[req.url ?? '']
  if (typeof found === 'function') return void (found as Get)(res)
  res.writeHead(found === undefined ? 404 : 200, { 'content-type': 'application/json' })
  res.end(JSON.stringify(found ?? { error: 'not found' }))
}

function perform(behaviour: Behaviour, one: Received, res: ServerResponse, req: IncomingMessage): void {
  const streamed = one.body['stream'] === true
  const type = streamed ? 'text/event-stream' : 'application/json'
  const form = formAt(new URL(one.url, 'http://node').pathname)
  const written = (how: Answer) => {
    if (form === null) throw new Error(`the fake node has no answers at ${one.url}`)
    const says = saysOf(one, how)
    return streamed ? form.events(says).join('') : JSON.stringify(form.whole(says, one.body))
  }
  const half = () => written({ kind: 'answer' }).slice(0, written({ kind: 'answer' }).length / 2)
  switch (behaviour.kind) {
    case 'answer':
      if (form === null) return void res.writeHead(404).end()
      res.writeHead(200, { 'content-type': type, 'set-cookie': 'a=b', server: 'fake/1.0', ...behaviour.headers })
      return void res.end(written(behaviour))
    case 'status':
      res.writeHead(behaviour.status, { 'content-type': 'application/json', ...behaviour.headers })
      return void res.end(behaviour.body ?? '{"error":{"message":"no"}}')
    case 'redirect':
      res.writeHead(behaviour.status ?? 307, { location: behaviour.to })
      return void res.end()
    case 'hang':
      if (behaviour.after === undefined) return
      res.writeHead(200, { 'content-type': type })
      return void (behaviour.after === 'half' ? res.write(half()) : res.flushHeaders())
    case 'reset':
      if (behaviour.after === undefined) return void req.socket.resetAndDestroy()
      res.writeHead(200, { 'content-type': type })
      if (behaviour.after === 'headers') res.flushHeaders()
      else res.write(half())
      return void setTimeout(() => req.socket.resetAndDestroy(), 20)
    case 'raw':
      return void req.socket.end(behaviour.bytes)
    case 'custom':
      return behaviour.handle(one, res, req)
  }
}

type Answer = Extract<Behaviour, { kind: 'answer' }>

function saysOf({ body, headers }: Received, { text, model, provider, sealed, metadata }: Answer): Says {
  const [tool] = text === undefined && !endsWithResult(body) ? toolNames(body) : []
  const words = tool === undefined ? (text === undefined ? WORDS : [text]) : []
  const named = model ?? String(body['model'])
  const asked = headers['x-openrouter-metadata'] === 'enabled'
  return {
    model: named,
    words,
    calls: tool === undefined ? [] : [{ id: 'call_1', name: tool, arguments: '{"city":"Paris"}' }],
    sealed: sealed ?? null,
    provider: provider ?? null,
    metadata: asked && metadata === undefined ? madeBy(named, provider ?? onlyOf(body)) : (metadata ?? null),
    usage: (body['stream_options'] as { include_usage?: boolean } | undefined)?.include_usage === true,
  }
}

/** What OpenRouter says of an answer that was made as it was asked for. */
export function madeBy(model: string, provider: string, more: object = {}): object {
  return {
    ...{ requested: model, strategy: 'direct', region: 'iad', attempt: 1, is_byok: false },
    summary: `available=1, selected=${provider}`,
    endpoints: { total: 1, available: [{ provider, model, selected: true }] },
    ...more,
  }
}

function onlyOf(body: Received['body']): string {
  const only = (body['provider'] as { only?: readonly string[] } | undefined)?.only
  return only?.[0] ?? 'Fake Provider'
}

function toolNames(body: Received['body']): readonly string[] {
  const tools = Array.isArray(body['tools']) ? (body['tools'] as readonly Record<string, unknown>[]) : []
  return tools.map((tool) => String((tool['function'] as { name?: unknown } | undefined)?.name ?? tool['name']))
}

/** True when the last thing in a conversation is what a tool came to. */
function endsWithResult(body: Received['body']): boolean {
  const turns = [body['messages'], body['input']].find(Array.isArray) as readonly Record<string, unknown>[] | undefined
  const last = turns?.at(-1)
  if (last === undefined) return false
  const parts = Array.isArray(last['content']) ? (last['content'] as readonly Record<string, unknown>[]) : []
  return (
    last['role'] === 'tool' ||
    String(last['type']).endsWith('_call_output') ||
    parts.some((part) => part['type'] === 'tool_result')
  )
}
