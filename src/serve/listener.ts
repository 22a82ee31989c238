import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { Problem } from '../terms/problem.ts'
import { toAnswer } from './answers.ts'

export type ListenAt = { readonly host: string; readonly port: number }

/** A started HTTP server: where it listens, and how to stop it. */
export type Listener = {
  readonly host: string
  readonly port: number
  /** Stops accepting, lets running requests end, and cuts what is left after `graceMs`. */
  readonly stop: (graceMs: number) => Promise<void>
}

export type ListenerParts = {
  readonly app: (req: IncomingMessage, res: ServerResponse) => void
  readonly at: ListenAt
  /** Records a request that is not HTTP. When that fails, the connection is closed without an answer. */
  readonly refused: (problem: Problem, ip: string | null) => Promise<void>
}

/** Bytes of request line and headers together: a token may have 8 KiB. */
const MAX_HEADER_BYTES = 16 * 1024

/**
 * Listens for HTTP/1.1. A malformed or smuggled request (RFC 9112 §6.3), or one with too large headers, gets a
 * short answer and a closed connection, and never reaches the app. Rejects with a plain sentence when the port is taken.
 */
export async function listen(parts: ListenerParts): Promise<Listener> {
  const server = createServer(
    { maxHeaderSize: MAX_HEADER_BYTES, requestTimeout: 60_000, headersTimeout: 15_000, keepAliveTimeout: 65_000 },
    parts.app,
  )
  const silent = new Set<Socket>()
  server.on('connection', (socket) => {
    silent.add(socket)
    socket.once('close', () => silent.delete(socket))
  })
  server.on('request', ({ socket }) => silent.delete(socket))
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => malformed(error, socket, parts))
  await started(server, parts.at)
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : parts.at.port
  return { host: parts.at.host, port, stop: (graceMs) => stop(server, silent, graceMs) }
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

function malformed(error: NodeJS.ErrnoException, socket: Socket, parts: ListenerParts): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy()
  const large = error.code === 'HPE_HEADER_OVERFLOW'
  const late = error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
  const says = late ? 'The request did not arrive in time.' : 'This is not a well-formed HTTP request.'
  const problem = large
    ? new Problem('headers_too_large', 'headers above the limit')
    : new Problem('invalid_request', 'malformed HTTP', { says, reason: late ? 'slow' : 'malformed_http' })
  parts.refused(problem, socket.remoteAddress ?? null).then(
    () => answer(socket, problem),
    () => socket.destroy(),
  )
}

function answer(socket: Socket, problem: Problem): void {
  const body = JSON.stringify(toAnswer(problem, null, '').body)
  const reason = problem.code === 'headers_too_large' ? 'Request Header Fields Too Large' : 'Bad Request'
  const head = `HTTP/1.1 ${String(problem.status)} ${reason}`
  const headers = `Content-Type: application/json\r\nContent-Length: ${String(Buffer.byteLength(body))}\r\nConnection: close`
  if (socket.writable) socket.end(`${head}\r\n${headers}\r\n\r\n${body}`)
}

/** `silent`: connections without a request so far, which node:http takes for busy. Clients open them ahead, and after an abort. */
function stop(server: Server, silent: ReadonlySet<Socket>, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), graceMs)
    const close = () => {
      server.closeIdleConnections()
      for (const socket of silent) if (socket.bytesRead === 0) socket.destroy()
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
