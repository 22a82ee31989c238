import { PRIVATE_RANGES } from '../terms/destination.ts'
import { isGlobalUnicast, withinRanges } from './addresses.ts'
import type { Dialling } from './dial.ts'
import { DIALLING, endpointOf } from './dial.ts'
import { EgressError } from './egress-error.ts'
import type { Fetched } from './fetch-small.ts'
import { fetchSmall } from './fetch-small.ts'
import { GuardedHttpAgent, GuardedHttpsAgent } from './guarded-agent.ts'

export type KeyFetchParts = {
  /** The issuers' key-set URLs, as configured. Nothing else is fetched. */
  readonly urls: readonly URL[]
  readonly dialling?: Partial<Dialling>
}

export type FetchKeys = (url: URL) => Promise<Fetched>

/** The largest key set that is read, and the time it may take. */
const LIMITS = { maxBytes: 256 * 1024, timeoutMs: 5_000 } as const

/**
 * Fetches key sets from exactly the configured URLs. `https:` may dial global and private addresses; `http:`, which proves
 * nothing about who answers, only loopback and private ones. No redirect is followed. Rejects when there is no whole answer.
 */
export function createKeyFetch({ urls, dialling: own = {} }: KeyFetchParts): FetchKeys {
  const dialling = { ...DIALLING, connectTimeoutMs: LIMITS.timeoutMs, ...own }
  const known = new Set(urls.map(({ href }) => href))
  const endpoints = new Set(urls.map(endpointOf))
  const isPrivate = withinRanges(PRIVATE_RANGES)
  const isEither = (address: string) => isPrivate(address) || isGlobalUnicast(address)
  const admit = () => {}
  const plain = new GuardedHttpAgent({ reach: { endpoints, accepts: isPrivate }, dialling, admit })
  const secure = new GuardedHttpsAgent({ reach: { endpoints, accepts: isEither }, dialling, admit })
  return async (url) => {
    if (!known.has(url.href)) throw new EgressError('EGRESS_HOST', `${url.href} is not a configured key set`)
    const agent = url.protocol === 'https:' ? secure : plain
    return fetchSmall(url, { agent, headers: { accept: 'application/json' }, ...LIMITS })
  }
}
