import type { Duplex } from 'node:stream'
import { PRIVATE_RANGES } from '../terms/destination.ts'
import { isGlobalUnicast, withinRanges } from './addresses.ts'
import { dial, DIALLING, endpointOf, unbracketed } from './dial.ts'
import type { Dialling } from './dial.ts'
import { EgressError } from './egress-error.ts'
import { fetchSmall } from './fetch-small.ts'
import type { Fetched } from './fetch-small.ts'
import { closeIdle, GuardedHttpAgent, GuardedHttpsAgent } from './guarded-agent.ts'

export type DeliveryDoor = {
  /** A TLS connection to the receiver. */
  readonly connect: () => Promise<Duplex>
  /** To the receiver's URL. */
  readonly post: (body: string) => Promise<Fetched>
  readonly close: () => void
}

export type DeliveryDoorParts = {
  /** `https:`, unless `isBeside`; for a bare TLS connection only its host and port count. */
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly timeoutMs: number
  /** The media type of what is posted; lines of JSON where nothing is said. */
  readonly type?: string
  /** Allows `http:` too, to this machine and to nowhere else. */
  readonly isBeside?: boolean
  readonly dialling?: Partial<Dialling>
}

const LOOPBACK = ['127.0.0.0/8', '::1/128']
/** What is read of an answer. */
const MOST = 64 * 1024

/**
 * The way on which records and traces, and never prompts, go to one receiver: by TLS, to the configured host and port and to nowhere else, at
 * private or global addresses. No redirect is followed. Rejects when it cannot be reached.
 */
export function createDeliveryDoor({
  url,
  headers,
  timeoutMs,
  type = 'application/x-ndjson',
  isBeside = false,
  dialling: own = {},
}: DeliveryDoorParts): DeliveryDoor {
  const isPlain = isBeside && url.protocol === 'http:'
  if (url.protocol !== 'https:' && !isPlain) throw new EgressError('EGRESS_HOST', 'records are delivered by TLS only')
  const dialling = { ...DIALLING, ...own }
  const isPrivate = withinRanges(isPlain ? LOOPBACK : PRIVATE_RANGES)
  const accepts = (address: string) => isPrivate(address) || (!isPlain && isGlobalUnicast(address))
  const reach = { endpoints: new Set([endpointOf(url)]), accepts }
  const agent = new (isPlain ? GuardedHttpAgent : GuardedHttpsAgent)({ reach, dialling, admit: () => {} })
  const scheme = isPlain ? 'http:' : 'https:'
  const endpoint = {
    scheme,
    host: unbracketed(url.hostname),
    port: Number(url.port || (isPlain ? '80' : '443')),
  } as const
  return {
    connect: () => dial(endpoint, reach, dialling),
    post: (json) => fetchSmall(url, { agent, headers, json, type, timeoutMs, maxBytes: MOST }),
    close: () => closeIdle(agent),
  }
}
