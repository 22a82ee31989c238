import type { Duplex } from 'node:stream'
import { PRIVATE_RANGES } from '../terms/destination.ts'
import { isGlobalUnicast, withinRanges } from './addresses.ts'
import { dial, DIALLING, endpointOf, unbracketed } from './dial.ts'
import type { Dialling } from './dial.ts'
import { EgressError } from './egress-error.ts'
import { fetchSmall } from './fetch-small.ts'
import type { Fetched } from './fetch-small.ts'
import { closeIdle, GuardedHttpsAgent } from './guarded-agent.ts'

export type DeliveryDoor = {
  /** A TLS connection to the receiver. */
  readonly connect: () => Promise<Duplex>
  /** To the receiver's URL. */
  readonly post: (body: string) => Promise<Fetched>
  readonly close: () => void
}

export type DeliveryDoorParts = {
  /** `https:`; for a bare TLS connection only its host and port count. */
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly timeoutMs: number
  /** The media type of what is posted; lines of JSON where nothing is said. */
  readonly type?: string
  readonly dialling?: Partial<Dialling>
}

/** What is read of an answer. */
const MOST = 64 * 1024

/**
 * The way on which records, and never prompts, go to one receiver: by TLS, to the configured host and port and to nowhere else, at private or
 * global addresses. No redirect is followed. Rejects when it cannot be reached.
 */
export function createDeliveryDoor({
  url,
  headers,
  timeoutMs,
  type = 'application/x-ndjson',
  dialling: own = {},
}: DeliveryDoorParts): DeliveryDoor {
  if (url.protocol !== 'https:') throw new EgressError('EGRESS_HOST', 'records are delivered by TLS only')
  const dialling = { ...DIALLING, ...own }
  const isPrivate = withinRanges(PRIVATE_RANGES)
  const accepts = (address: string) => isPrivate(address) || isGlobalUnicast(address)
  const reach = { endpoints: new Set([endpointOf(url)]), accepts }
  const agent = new GuardedHttpsAgent({ reach, dialling, admit: () => {} })
  const endpoint = { scheme: 'https:', host: unbracketed(url.hostname), port: Number(url.port || '443') } as const
  return {
    connect: () => dial(endpoint, reach, dialling),
    post: (json) => fetchSmall(url, { agent, headers, json, type, timeoutMs, maxBytes: MOST }),
    close: () => closeIdle(agent),
  }
}
