import { createServer as createHttps } from 'node:https'
import type { AddressInfo } from 'node:net'
import { createServer as createTls } from 'node:tls'
import type { TLSSocket } from 'node:tls'
import { selfSigned } from '../../fakes/certificate.ts'

export const CERTIFICATE = selfSigned('127.0.0.1')

export type Receiver = {
  readonly port: number
  /** Every message that came, in order, through all of its lives. */
  readonly got: string[]
  readonly stop: () => Promise<void>
}

/** A syslog receiver by RFC 5425, which reads frames by their length. `deaf`: it takes connections and reads nothing. */
export async function syslogReceiver(got: string[], port = 0, deaf = false): Promise<Receiver> {
  const sockets = new Set<TLSSocket>()
  const server = createTls({ ...CERTIFICATE }, (socket) => {
    sockets.add(socket)
    if (deaf) return void socket.on('error', () => {}).pause()
    let rest = Buffer.alloc(0)
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
    socket.on('data', (chunk: Buffer) => {
      rest = Buffer.concat([rest, chunk])
      for (;;) {
        const space = rest.indexOf(0x20)
        const length = Number(rest.toString('latin1', 0, Math.max(space, 0)))
        if (space <= 0 || rest.length < space + 1 + length) return
        got.push(rest.toString('utf8', space + 1, space + 1 + length))
        rest = rest.subarray(space + 1 + length)
      }
    })
  })
  server.on('tlsClientError', () => {})
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', done))
  const stop = async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise((done) => server.close(done))
  }
  return { port: (server.address() as AddressInfo).port, got, stop }
}

export type Answer = (nth: number) => number

/** An HTTPS receiver. A batch that it does not accept is not among what it got. */
export async function httpsReceiver(got: string[], answer: Answer = () => 200, port = 0) {
  const headers: (string | undefined)[] = []
  let nth = 0
  const server = createHttps({ ...CERTIFICATE }, (req, res) => {
    const chunks: Buffer[] = []
    req.on('data', (chunk: Buffer) => chunks.push(chunk))
    req.on('end', () => {
      headers.push(req.headers.authorization, req.headers['content-type'])
      const status = answer(nth++)
      if (status < 300) got.push(...Buffer.concat(chunks).toString().trimEnd().split('\n'))
      res.writeHead(status).end()
    })
  })
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', done))
  const stop = async () => {
    server.closeAllConnections()
    await new Promise((done) => server.close(done))
  }
  return { port: (server.address() as AddressInfo).port, got, headers, stop }
}
