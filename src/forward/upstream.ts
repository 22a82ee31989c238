import { EventEmitter } from 'node:events'
import type { Agent, ClientRequest, IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { createProxyMiddleware, proxyEventsPlugin } from 'http-proxy-middleware'
import { unbracketed } from './dial.ts'

/** One request to an upstream, and what to do as it goes on. `failed` may come at any time, and more than once. */
export type Call = {
  /** Scheme, host and port; the path is `path`. */
  readonly url: URL
  readonly path: string
  /** All headers there will be, `host` and `content-length` included. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
  readonly connected: (request: ClientRequest) => void
  readonly answered: (response: IncomingMessage) => void
  readonly failed: (cause: unknown) => void
}

/** A call under way. Exactly one of the two ends it: `done` keeps the socket for the next call, `abort` destroys it. */
export type Underway = { readonly done: () => void; readonly abort: () => void }

export type Upstream = (call: Call) => Underway

/** What the proxy takes for the caller's request: made from nothing, so that nothing of the caller's can be in it. */
class Outgoing extends Readable {
  readonly method = 'POST'
  readonly httpVersion = '1.1'
  readonly httpVersionMajor = 1
  /** Without a writable socket the proxy would take a reset upstream for a caller that went away. */
  readonly socket = { writable: true }
  readonly url: string
  readonly headers: Record<string, string>
  readonly call: Call

  constructor(call: Call) {
    super()
    this.call = call
    this.url = call.path
    this.headers = { ...call.headers }
  }

  /** All of the body at once: it is in memory anyway, and so goes out with the headers. */
  override pipe<T extends NodeJS.WritableStream>(upstream: T): T {
    upstream.end(this.call.body)
    return upstream
  }

  override _read(): void {
    this.push(null) // for whoever drains what was not sent
  }
}

/**
 * What the proxy takes for the answer to the caller. It holds no bytes: the proxy listens to it to learn whether the
 * caller is still there, and would destroy the real one when an upstream breaks off, which a second attempt must survive.
 */
class Listening extends EventEmitter {
  readonly headersSent = false
  readonly finished = false
  writableFinished = false
  destroyed = false

  close(finished: boolean): void {
    if (this.destroyed) return
    this.destroyed = true
    this.writableFinished = finished
    this.emit('close')
  }

  /** Called by the proxy when an upstream breaks off; the call hears of it through `failed`. */
  destroy(): void {
    this.close(false)
  }
}

/**
 * http-proxy-middleware around one guarded agent. It follows no redirect, adds no header, answers nobody, and tells the
 * call of every failure, the synchronous refusal of its agent included.
 */
export function createUpstream(agent: Agent): Upstream {
  const proxy = createProxyMiddleware({
    agent,
    secure: true,
    followRedirects: false,
    selfHandleResponse: true,
    router: (request) => targetOf(callOf(request).url),
    // The default plugins log URLs and, for want of a handler, answer with the host's name; ejecting removes `on` as well.
    ejectPlugins: true,
    plugins: [proxyEventsPlugin],
    on: {
      proxyReq: (upstream, request) => callOf(request).connected(upstream),
      proxyRes: (response, request) => callOf(request).answered(response),
      error: (cause, request) => callOf(request).failed(cause),
      econnreset: (cause, request) => callOf(request).failed(cause),
    },
  })
  return (call) => {
    const listening = new Listening()
    const next = (cause?: unknown) => {
      if (cause !== undefined) call.failed(cause)
    }
    proxy(asRequest(new Outgoing(call)), asResponse(listening), next).catch(call.failed)
    return { done: () => listening.close(true), abort: () => listening.close(false) }
  }
}

/** An object and not a URL: the proxy would turn `[::]` into loopback. */
function targetOf(url: URL) {
  return { protocol: url.protocol, hostname: unbracketed(url.hostname), port: url.port }
}

// The proxy uses of a request and a response no more than the classes above have. Only these three lines say so.
const asRequest = (outgoing: Outgoing) => outgoing as unknown as IncomingMessage
const asResponse = (listening: Listening) => listening as unknown as ServerResponse
const callOf = (request: IncomingMessage) => (request as unknown as Outgoing).call
