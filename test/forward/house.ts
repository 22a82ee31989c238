import { createServer, request as httpRequest } from 'node:http'
import type { IncomingHttpHeaders, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Forwarded, Forwarder, ForwarderParts, Job } from '../../src/forward/forwarder.ts'
import { createForwarder } from '../../src/forward/forwarder.ts'
import type { Attempt } from '../../src/terms/attempt.ts'
import type { Decision, Permit } from '../../src/terms/decision.ts'
import type { CloudHost, Destination, Node } from '../../src/terms/destination.ts'
import type { Prompt } from '../../src/terms/prompt.ts'

export const LEVELS = ['public', 'internal', 'restricted'] as const

export const LAN: Destination = {
  name: 'lan',
  zone: 'lan',
  maxLevel: 'restricted',
  allowedCidrs: ['127.0.0.0/8', '::1/128'],
  hosts: [],
  region: null,
  provider: null,
  onBreach: 'withhold',
}

export const CLOUD: Destination = {
  name: 'openrouter',
  zone: 'cloud',
  maxLevel: 'internal',
  allowedCidrs: ['127.0.0.0/8'],
  hosts: ['127.0.0.1', 'localhost', 'cloud.test'],
  region: null,
  provider: null,
  onBreach: 'withhold',
}

export function nodeAt(url: URL, more: Partial<Node> = {}): Node {
  return {
    name: 'n1',
    destination: 'lan',
    url,
    kind: 'vllm',
    models: [],
    parallel: 1,
    apiKey: null,
    standIn: false,
    ...more,
  }
}

export function hostAt(url: URL): CloudHost {
  return { destination: 'openrouter', url, apiKey: null, standIn: false }
}

export function toLan(url: URL, more: Partial<Attempt> = {}): Attempt {
  const base = { destination: 'lan', zone: 'lan', node: 'n1', model: 'local-1', timeoutMs: 5_000 } as const
  return { ...base, url, api: 'chat_completions', provider: null, apiKey: null, standIn: false, ...more }
}

export function toCloud(url: URL, more: Partial<Attempt> = {}): Attempt {
  const base = { destination: 'openrouter', zone: 'cloud', node: null, model: 'acme/big', timeoutMs: 5_000 } as const
  return {
    ...base,
    url,
    api: 'chat_completions',
    provider: { zdr: true },
    apiKey: 'cloud-key',
    standIn: false,
    ...more,
  }
}

export function permit(destination: Destination): Permit {
  const { name, zone, maxLevel } = destination
  return { destination: name, zone, maxLevel, rule: 'r', provider: null }
}

export function decided(level: string, to: readonly Destination[], pinned = false): Decision {
  return {
    kind: to.length === 0 ? 'deny' : 'permit',
    level,
    reasons: [],
    tallied: [],
    pinned,
    considered: [],
    permitted: to.map(permit),
    shadow: [],
    broken: [],
    obligations: [],
    retain: null,
    policy: { name: 'p', version: '1', digest: 'd' },
  }
}

export function prompt(more: Partial<Prompt> = {}): Prompt {
  const body = { messages: [{ role: 'user', content: 'hello' }], temperature: 0.5 }
  return {
    api: 'chat_completions',
    model: 'asked',
    stream: false,
    wantsUsage: false,
    tools: false,
    bytes: 10,
    segments: [],
    unread: [],
    body: { lan: body, cloud: body },
    provider: null,
    user: null,
    stripped: [],
    betas: [],
    conversation: { sessions: [], turns: [] },
    ...more,
  }
}

export type Logged = { readonly level: string; readonly message: string; readonly fields: unknown }

export function forwarderFor(parts: Partial<ForwarderParts>, logged: Logged[] = []): Forwarder {
  const write = (level: string) => (message: string, fields?: unknown) => void logged.push({ level, message, fields })
  const log = { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') }
  return createForwarder({
    destinations: [LAN, CLOUD],
    levels: LEVELS,
    nodes: [],
    cloudHosts: [],
    log,
    now: () => Date.now(),
    pseudonymOf: (user) => `ps_${String(user.length)}`,
    translations: () => null,
    ...parts,
  })
}

/** What a caller of the edge below got. */
export type Got = {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
  /** The body in the pieces in which it arrived. */
  readonly pieces: readonly string[]
  /** True when the answer broke off. */
  readonly broken: boolean
}

/** Every node is proven, unless said otherwise. */
type Asked = Omit<Job, 'res' | 'requestId' | 'headers' | 'isProven'> & Partial<Pick<Job, 'isProven'>>

export type Edge = {
  /** Makes one request through the forwarder, and waits for both ends of it. */
  readonly ask: (job: Asked) => Promise<Forwarded & { readonly got: Got }>
  /** Makes one request and leaves the client side to the test. */
  readonly open: (job: Asked) => {
    readonly client: ReturnType<typeof httpRequest>
    readonly forwarded: Promise<Forwarded>
  }
  readonly stop: () => Promise<void>
}

/** A real HTTP edge that hands every request to the forwarder, and answers a problem with its code. */
export async function edgeFor(forwarder: Forwarder): Promise<Edge> {
  const waiting = new Map<string, (res: ServerResponse) => void>()
  const server = createServer((req, res) => {
    req.resume()
    req.on('end', () => waiting.get(String(req.headers['x-job']))?.(res))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  let last = 0
  const open: Edge['open'] = (job) => {
    last += 1
    const id = String(last)
    const forwarded = new Promise<Forwarded>((resolve, reject) => {
      waiting.set(id, (res) => {
        const headers = { 'x-cordon-level': job.decision.level }
        forwarder
          .forward({ isProven: () => Promise.resolve(true), ...job, res, requestId: `req_${id}`, headers })
          .then((done) => {
            if (done.problem !== null) res.writeHead(done.problem.status).end(done.problem.code)
            resolve(done)
          }, reject)
      })
    })
    const secret = {
      cookie: 'session=caller-secret',
      authorization: 'Bearer caller-token',
      'x-caller': 'caller-header',
    }
    const client = httpRequest({ port, path: '/v1/chat/completions?caller=query', method: 'POST', agent: false })
    for (const [name, value] of Object.entries({ ...secret, 'x-job': id })) client.setHeader(name, value)
    client.on('error', () => {}) // a test that breaks the connection off expects nothing more of it
    client.end('caller-bytes')
    return { client, forwarded }
  }
  const ask: Edge['ask'] = async (job) => {
    const { client, forwarded } = open(job)
    const got = await new Promise<Got>((resolve, reject) => {
      client.on('error', reject)
      client.on('response', (response) => {
        const pieces: string[] = []
        response.on('data', (chunk: Buffer) => pieces.push(chunk.toString('utf8')))
        response.on('error', () => {}) // told by `broken`
        response.on('close', () => {
          const { statusCode: status = 0, headers, complete } = response
          resolve({ status, headers, text: pieces.join(''), pieces, broken: !complete })
        })
      })
    })
    return { ...(await forwarded), got }
  }
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  return { ask, open, stop }
}
