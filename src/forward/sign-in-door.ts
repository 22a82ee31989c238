import { PRIVATE_RANGES } from '../terms/destination.ts'
import { isGlobalUnicast, withinRanges } from './addresses.ts'
import type { Dialling } from './dial.ts'
import { DIALLING, endpointOf } from './dial.ts'
import { EgressError } from './egress-error.ts'
import type { Fetched } from './fetch-small.ts'
import { fetchSmall } from './fetch-small.ts'
import { closeIdle, GuardedHttpAgent, GuardedHttpsAgent } from './guarded-agent.ts'

export type SignInDoorParts = {
  readonly issuer: URL
  /** Beside the issuer's own: hosts, perhaps with a port, at which its endpoints may be. */
  readonly hosts: readonly string[]
  readonly dialling?: Partial<Dialling>
}

export type SignInDoor = {
  /** Asks the identity provider; `form` is posted. */
  readonly ask: (url: URL, headers: Readonly<Record<string, string>>, form: string | null) => Promise<Fetched>
  readonly close: () => void
}

/** What is read of an answer, and the time it may take. */
const LIMITS = { maxBytes: 256 * 1024, timeoutMs: 10_000 } as const
const FORM = 'application/x-www-form-urlencoded;charset=UTF-8'

/**
 * The way to the identity provider at which people sign in: to the issuer's host and those that are configured beside it, whatever its own
 * description of itself says. `https:` may dial global and private addresses, `http:` only private ones. No redirect is followed. Rejects when there is no whole answer.
 */
export function createSignInDoor({ issuer, hosts, dialling: own = {} }: SignInDoorParts): SignInDoor {
  const dialling = { ...DIALLING, connectTimeoutMs: LIMITS.timeoutMs, ...own }
  const endpoints = new Set([issuer, ...hosts.map((host) => new URL(`https://${host}`))].map(endpointOf))
  const isPrivate = withinRanges(PRIVATE_RANGES)
  const isEither = (address: string) => isPrivate(address) || isGlobalUnicast(address)
  const admit = () => {}
  const plain = new GuardedHttpAgent({ reach: { endpoints, accepts: isPrivate }, dialling, admit })
  const secure = new GuardedHttpsAgent({ reach: { endpoints, accepts: isEither }, dialling, admit })
  return {
    ask: async (url, headers, form) => {
      if (!['http:', 'https:'].includes(url.protocol) || !endpoints.has(endpointOf(url)))
        throw new EgressError('EGRESS_HOST', `${url.host} is not a host of the identity provider: see "console.oidc.hosts"`) // prettier-ignore
      const agent = url.protocol === 'https:' ? secure : plain
      return fetchSmall(url, { agent, headers, ...LIMITS, ...(form !== null && { json: form, type: FORM }) })
    },
    close: () => [plain, secure].forEach(closeIdle),
  }
}
