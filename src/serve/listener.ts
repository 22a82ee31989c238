import { createServer, STATUS_CODES } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { Server as TlsServer } from 'node:https'
import type { Socket } from 'node:net'
import { Problem } from '../terms/problem.ts'
import { toAnswer } from './answers.ts'
import { breakBody } from './body.ts'
import type { Certificate } from './certificate.ts'
import { valuesOf } from './raw-headers.ts'

export type ListenAt = { readonly host: string; readonly port: number }

/** A started HTTP server: where it listens, and how to stop it. */
export type Listener = {
  readonly host: string
  readonly port: number
  readonly scheme: 'http' | 'https'
  /** Connections from now on are shown this certificate; those that are open go on. Without TLS, nothing happens. */
  readonly renew: (certificate: Certificate) => void
  /** Stops accepting, lets running requests end, and cuts what is left after `graceMs`. */
  readonly stop: (graceMs: number) => Promise<void>
}

export type ListenerParts = {
  readonly app: (req: IncomingMessage, res: ServerResponse) => void
  readonly at: ListenAt
  /** With it TLS is spoken, 1.2 or later, and nothing else; none: plain HTTP. */
  readonly certificate?: Certificate | null
  /** Records a request that is not HTTP. When that fails, the connection is closed without an answer. */
  readonly refused: (problem: Problem, ip: string | null) => Promise<void>
}

// Node would refuse a request without a host by itself, and nobody would hear of it.
const LIMITS = { requestTimeout: 60_000, headersTimeout: 15_000, keepAliveTimeout: 65_000, requireHostHeader: false }
/** Milliseconds that a client may take to agree on TLS. */
const HANDSHAKE = 10_000
/** Bytes of request line and headers together: a token may have 8 KiB. */
const MAX_HEADER_BYTES = 16 * 1024

/**
 * Listens for HTTP/1.1. A malformed or smuggled request (RFC 9112 §6.3), or one with too large headers, gets a
 * short answer and a closed connection, and never reaches the app. One that goes wrong in its body has reached it: the
 * body's reader hears of it. Rejects with a plain sentence when the port is taken.
 */
export async function listen(parts: ListenerParts): Promise<Listener> {
  const { certificate = null } = parts
  const app = (req: IncomingMessage, res: ServerResponse) => (namesHost(req) ? parts.app(req, res) : hostless(req, res, parts)) // prettier-ignore
  const limits = { ...LIMITS, maxHeaderSize: MAX_HEADER_BYTES }
  const secured = certificate && createTlsServer({ ...limits, ...certificate.options, handshakeTimeout: HANDSHAKE }, app) // prettier-ignore
  const server = secured ?? createServer(limits, app)
  const silent = silentOnes(server, secured !== null)
  const last = new WeakMap<Socket, Begun>()
  server.on('request', (req: IncomingMessage, res: ServerResponse) => last.set(req.socket, { req, res }))
  // Whatever else is expected is served as if it were not (RFC 9110 §10.1.1), and so with a record.
  server.on('checkExpectation', (req, res) => server.emit('request', req, res))
  server.on('connect', ({ socket }: IncomingMessage) => {
    socket.on('error', () => socket.destroy()) // node has let go of it
    refuse(NO_TUNNEL, socket, parts)
  })
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) =>
    malformed(error, socket, { ...parts, begun: last.get(socket) ?? null }),
  )
  await started(server, parts.at)
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : parts.at.port
  return {
    ...{ host: parts.at.host, port, scheme: secured === null ? 'http' : 'https' },
    renew: ({ options }) => secured?.setSecureContext(options),
    stop: (graceMs) => stop(server, silent, graceMs),
  }
}

/** Connections that node:http does not close by itself when it is asked to: it takes them for busy, or does not know of them. */
type Silent = {
  /** Without a request so far: clients open them ahead, and after an abort. */
  readonly waiting: ReadonlySet<Socket>
  /** Not yet speaking TLS, by their other end. */
  readonly handshakes: ReadonlyMap<string, Socket>
}

function silentOnes(server: Server | TlsServer, isSecured: boolean): Silent {
  const waiting = new Set<Socket>()
  const handshakes = new Map<string, Socket>()
  const add = (socket: Socket) => {
    waiting.add(socket)
    socket.once('close', () => waiting.delete(socket))
  }
  const begin = (socket: Socket) => {
    const peer = peerOf(socket)
    handshakes.set(peer, socket)
    socket.once('close', () => handshakes.delete(peer))
  }
  server.on('connection', isSecured ? begin : add)
  server.on('secureConnection', (socket: Socket) => {
    handshakes.delete(peerOf(socket))
    add(socket)
  })
  server.on('request', ({ socket }: IncomingMessage) => waiting.delete(socket))
  return { waiting, handshakes }
}

const peerOf = ({ remoteAddress, remotePort }: Socket) => `${remoteAddress ?? ''} ${String(remotePort)}`

/** Throws when TLS cannot be spoken with it. Nothing listens. */
export function tryCertificate(options: Certificate['options']): void {
  createTlsServer(options)
}

function started(server: Server, { host, port }: ListenAt): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE'
      reject(taken ? new Error(`port ${String(port)} on ${host} is taken by another program`, { cause: error }) : error)
    })
    server.listen(port, host, resolve)
  })
}

/** The last request that has begun on a connection, and its answer. */
type Begun = { readonly req: IncomingMessage; readonly res: ServerResponse }

function malformed(
  error: NodeJS.ErrnoException,
  socket: Socket,
  parts: ListenerParts & { readonly begun: Begun | null },
): void {
  // Whoever does not agree on TLS has asked for nothing yet.
  if (/^(?:ECONNRESET$|EPROTO$|ERR_(?:SSL|TLS)_)/.test(error.code ?? '') || !socket.writable)
    return void socket.destroy()
  const { begun } = parts
  const problem = problemOf(error)
  if (begun?.req.complete === false) return breakOff(begun, problem)
  if (begun === null || begun.res.writableFinished) return refuse(problem, socket, parts)
  begun.res.once('finish', () => refuse(problem, socket, parts)) // or it would stand where the answer before it belongs
}

function problemOf({ code }: NodeJS.ErrnoException): Problem {
  if (code === 'HPE_HEADER_OVERFLOW') return new Problem('headers_too_large', 'headers above the limit')
  const late = code === 'ERR_HTTP_REQUEST_TIMEOUT'
  const says = late ? 'The request did not arrive in time.' : 'This is not a well-formed HTTP request.'
  return new Problem('invalid_request', 'malformed HTTP', { says, reason: late ? 'slow' : 'malformed_http' })
}

/** Whoever reads the body, or would, records it and answers. */
function breakOff({ req, res }: Begun, problem: Problem): void {
  if (res.writableFinished) return void req.socket.destroy()
  res.shouldKeepAlive = false
  res.once('finish', () => req.socket.destroySoon())
  breakBody(req, problem)
}

/** Milliseconds for the other end to read an answer and to hang up. A connection that was cut at once might lose it. */
const LINGER = 1_000
const NO_TUNNEL = new Problem('method_not_allowed', 'a tunnel was asked for')

/** Exactly one, as RFC 9112 §3.2 demands; HTTP/1.0 knows requests without. */
function namesHost({ rawHeaders, httpVersion }: IncomingMessage): boolean {
  const hosts = valuesOf(rawHeaders, 'host').length
  return hosts === 1 || (hosts === 0 && httpVersion === '1.0')
}

function hostless({ socket }: IncomingMessage, res: ServerResponse, { refused }: ListenerParts): void {
  const says = 'A request must name its host, once.'
  const problem = new Problem('invalid_request', 'not one host', { says, reason: 'malformed_http' })
  const { head, body } = written(problem)
  refused(problem, socket.remoteAddress ?? null).then(
    () => void res.writeHead(problem.status, head).end(body),
    () => void res.destroy(),
  )
}

function refuse(problem: Problem, socket: Socket, { refused }: ListenerParts): void {
  refused(problem, socket.remoteAddress ?? null).then(
    () => answer(socket, problem),
    () => socket.destroy(),
  )
}

function answer(socket: Socket, problem: Problem): void {
  const { head, body } = written(problem)
  const lines = Object.entries(head).map(([name, value]) => `${name}: ${value}\r\n`)
  const first = `HTTP/1.1 ${String(problem.status)} ${STATUS_CODES[problem.status] ?? ''}`
  if (!socket.writable) return void socket.destroy()
  socket.end(`${first}\r\n${lines.join('')}\r\n${body}`)
  setTimeout(() => socket.destroy(), LINGER).unref()
}

function written(problem: Problem) {
  const body = JSON.stringify(toAnswer(problem, null, '').body)
  const head = {
    'Content-Type': 'application/json',
    'Content-Length': String(Buffer.byteLength(body)),
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    Connection: 'close',
  }
  return { head, body }
}

function stop(server: Server, { waiting, handshakes }: Silent, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), graceMs)
    const close = () => {
      server.closeIdleConnections()
      for (const socket of handshakes.values()) socket.destroy()
      for (const socket of waiting) if (socket.bytesRead === 0) socket.destroy()
    }
    // A connection that was busy a moment ago would be kept for its next request, which we no longer take.
    const sweep = setInterval(close, 50)
    server.close(() => {
      clearTimeout(cut)
      clearInterval(sweep)
      resolve()
    })
    close()
  })
}
