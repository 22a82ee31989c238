import { lookup as systemLookup } from 'node:dns/promises'
import { connect as connectTcp, isIP } from 'node:net'
import type { Socket } from 'node:net'
import { connect as connectTls, createSecureContext, rootCertificates } from 'node:tls'
import type { SecureContext } from 'node:tls'
import type { AddressRule } from './addresses.ts'
import { EgressError } from './egress-error.ts'
import { hasPin } from './pin.ts'
import type { Trust } from './pin.ts'

/** Host name → every address it has. Rejects when it has none. */
export type Lookup = (host: string) => Promise<readonly string[]>

/** The operating system's resolver. */
export const lookupAll: Lookup = async (host) => {
  const found = await systemLookup(host, { all: true, verbatim: true })
  return found.map(({ address }) => address)
}

export type Dialling = {
  readonly lookup: Lookup
  /** Milliseconds for lookup, connection and handshake together. */
  readonly connectTimeoutMs: number
  /** Certificates (PEM) to trust instead of the public ones that node brings. */
  readonly ca?: string
  /** What to trust for single endpoints, by their name; nothing else counts for them. */
  readonly trust?: ReadonlyMap<string, Trust>
}

export const DIALLING: Dialling = { lookup: lookupAll, connectTimeoutMs: 10_000 }

/** What one agent may dial. */
export type Reach = {
  /** `scheme//host:port` of each configured URL, from `endpointOf`. */
  readonly endpoints: ReadonlySet<string>
  readonly accepts: AddressRule
}

export type Endpoint = { readonly scheme: 'http:' | 'https:'; readonly host: string; readonly port: number }

/** The exact endpoint of a URL, to be compared as text. A trailing dot in a host name makes another endpoint. */
export function endpointOf(url: URL): string {
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port
  return `${url.protocol}//${unbracketed(url.hostname)}:${port}`
}

/** A URL's host without the brackets of an IPv6 literal. */
export function unbracketed(hostname: string): string {
  return hostname.startsWith('[') && hostname.endsWith(']') ? hostname.slice(1, -1) : hostname
}

/**
 * Connects to a configured endpoint, or rejects. The host must be one of `reach`; if it is a literal it is checked, if it
 * is a name every address it has is checked, and then the connected peer. Refusals are EgressErrors; anything else
 * is the network's own error. The name is resolved once: what was checked is what is dialled.
 */
export async function dial(endpoint: Endpoint, reach: Reach, dialling: Dialling): Promise<Socket> {
  const { scheme, host, port } = endpoint
  const name = `${scheme}//${host}:${String(port)}`
  if (!reach.endpoints.has(name)) throw new EgressError('EGRESS_HOST', `${name} is not configured`)
  const timeout = AbortSignal.timeout(dialling.connectTimeoutMs)
  const addresses = await orTimeout(resolve(host, reach.accepts, dialling.lookup), timeout)
  const socket = await connectAny(addresses, port, dialling.connectTimeoutMs / addresses.length)
  const peer = socket.remoteAddress
  if (peer === undefined || !reach.accepts(peer)) {
    socket.destroy()
    throw new EgressError('EGRESS_IP', `${name} connected to ${String(peer)}, which is out of range`)
  }
  if (scheme === 'http:') return socket
  const trust = dialling.trust?.get(name) ?? { context: trusting(dialling.ca), pin: null, name: null }
  return handshake(socket, host, timeout, trust)
}

async function resolve(host: string, accepts: AddressRule, lookup: Lookup): Promise<readonly string[]> {
  const addresses = isIP(host) === 0 ? await lookup(host) : [host]
  const outside = addresses.find((address) => !accepts(address))
  if (outside !== undefined) throw new EgressError('EGRESS_IP', `${host} is ${outside}, which is out of range`)
  if (addresses.length === 0) throw Object.assign(new Error(`${host} has no address`), { code: 'ENOTFOUND' })
  return addresses
}

/** All addresses were found to be in range, so that any of them will do; the first that answers is taken. */
async function connectAny(addresses: readonly string[], port: number, timeoutMs: number): Promise<Socket> {
  let failure: unknown
  for (const address of addresses) {
    try {
      return await connect(address, port, timeoutMs)
    } catch (cause) {
      failure = cause
    }
  }
  throw failure
}

function connect(address: string, port: number, timeoutMs: number): Promise<Socket> {
  return new Promise((done, fail) => {
    const socket = connectTcp({ host: address, port, noDelay: true, autoSelectFamily: false })
    const timer = setTimeout(() => socket.destroy(timedOut()), timeoutMs)
    const failed = (cause: Error) => {
      clearTimeout(timer)
      fail(cause)
    }
    socket.once('error', failed)
    socket.once('connect', () => {
      clearTimeout(timer)
      socket.removeListener('error', failed)
      done(socket)
    })
  })
}

let publicRoots: SecureContext | null = null

/** Named here so that NODE_EXTRA_CA_CERTS adds nobody: whoever sets the environment does not choose whom TLS trusts. */
function trusting(ca: string | undefined): SecureContext {
  if (ca !== undefined) return createSecureContext({ ca })
  publicRoots ??= createSecureContext({ ca: [...rootCertificates] })
  return publicRoots
}

/** TLS with the name that was configured, and with a certificate that proves it. */
function handshake(socket: Socket, dialled: string, timeout: AbortSignal, trust: Trust): Promise<Socket> {
  const host = trust.name ?? dialled
  return new Promise((done, fail) => {
    const secure = connectTls({
      socket,
      host,
      servername: isIP(host) === 0 ? host : '',
      rejectUnauthorized: true,
      minVersion: 'TLSv1.2',
      ALPNProtocols: ['http/1.1'],
      secureContext: trust.context,
    })
    const late = () => secure.destroy(timedOut())
    const failed = (cause: Error) => {
      timeout.removeEventListener('abort', late)
      socket.destroy()
      fail(cause)
    }
    if (timeout.aborted) late()
    timeout.addEventListener('abort', late, { once: true })
    secure.once('error', failed)
    secure.once('secureConnect', () => {
      timeout.removeEventListener('abort', late)
      secure.removeListener('error', failed)
      if (trust.pin === null || hasPin(secure, trust.pin)) return done(secure)
      secure.destroy()
      fail(new EgressError('EGRESS_PIN', `${host} does not have the key that is pinned for it`))
    })
  })
}

function orTimeout<T>(work: Promise<T>, timeout: AbortSignal): Promise<T> {
  return new Promise((done, fail) => {
    const late = () => fail(timedOut())
    timeout.addEventListener('abort', late, { once: true })
    work.then(done, fail).finally(() => timeout.removeEventListener('abort', late))
  })
}

function timedOut(): Error {
  return Object.assign(new Error('the connection was not made in time'), { code: 'ETIMEDOUT' })
}
