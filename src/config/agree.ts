import type { Destination } from '../terms/destination.ts'
import type { Policy } from '../terms/policy.ts'
import type { Config, ConfiguredHost, ConfiguredNode } from './config.ts'
import { mayBeGlobal, mayBeWithin } from './literal.ts'
import { instead } from '../terms/suggest.ts'
import { doubtClaims } from './unsaid.ts'

/** Where a configuration and a policy do not fit together; each as `file:line:col: message`. */
export type Agreement = {
  /** Cordon must not start with any of these. */
  readonly problems: readonly string[]
  /** Allowed, but to be said at start and recorded. */
  readonly warnings: readonly string[]
}

type Found = { readonly problem?: string; readonly warning?: string }

/**
 * Holds a configuration against a policy: it may name only what the policy's destinations allow. Every place needs a
 * destination of the same zone; a cloud URL needs `https:` and one of the destination's hosts; a literal address must be in range. Names
 * are looked up only when dialling, and checked there.
 */
export function agree(config: Config, policy: Policy): Agreement {
  const found = [
    ...config.destinations.flatMap((place) => checkPlace(place, policy)),
    ...rangeProblems(config.nodes, policy.destinations).map((problem) => ({ problem })),
    ...config.cloudHosts.flatMap((host) => checkHost(host, named(policy, host.destination))),
    ...policy.destinations.flatMap((destination) => doubtPlace(destination, config)),
    ...checkSeal(config, policy),
    ...doubtClaims(config, policy).map((warning) => ({ warning })),
  ]
  return {
    problems: found.flatMap(({ problem }: Found) => problem ?? []),
    warnings: found.flatMap(({ warning }: Found) => warning ?? []),
  }
}

function named({ destinations }: Policy, name: string): Destination | undefined {
  return destinations.find((destination) => destination.name === name)
}

function checkPlace({ name, zone, at }: Config['destinations'][number], policy: Policy): Found[] {
  const destination = named(policy, name)
  if (destination === undefined) {
    const names = policy.destinations.map((it) => it.name)
    return [{ problem: `${at}: the policy "${policy.name}" has no destination "${name}"${instead(name, names)}` }]
  }
  if (destination.zone === zone) return []
  const says = zone === 'lan' ? 'it has nodes here, which makes it "lan"' : 'it has a url here, which makes it "cloud"'
  return [{ problem: `${at}: the policy says that "${name}" is "${destination.zone}", and ${says}` }]
}

/**
 * Which nodes are at an address that the policy does not allow. What an unknown destination, or one of another zone, comes to is
 * said by `agree`.
 */
export function rangeProblems(nodes: readonly ConfiguredNode[], all: readonly Destination[]): readonly string[] {
  return nodes.flatMap(({ name, url, at, destination: where }) => {
    const destination = all.find((it) => it.name === where)
    if (destination?.zone !== 'lan' || mayBeWithin(url.hostname, destination.allowedCidrs)) return []
    const ranges = destination.allowedCidrs.join(', ')
    return [`${at}: the node "${name}" is outside of what the policy allows for "${destination.name}": ${ranges}`]
  })
}

function checkHost({ destination: name, url, at }: ConfiguredHost, destination: Destination | undefined): Found[] {
  if (destination?.zone !== 'cloud') return []
  const { hosts, allowedCidrs } = destination
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  const own = allowedCidrs.length > 0
  const inRange = own ? mayBeWithin(url.hostname, allowedCidrs) : mayBeGlobal(url.hostname)
  return [
    ...(hosts.includes(host)
      ? []
      : [
          {
            problem: `${at}: the policy lets "${name}" be only at ${hosts.join(', ')}, not at ${host}`,
          },
        ]),
    ...(inRange ? [] : [{ problem: `${at}: ${host} is an address that the policy does not allow for "${name}"` }]),
    ...(url.protocol === 'https:'
      ? []
      : [
          own
            ? { warning: `${at}: prompts to "${name}" travel unencrypted (http:)` }
            : { problem: `${at}: a cloud destination needs https:` },
        ]),
    ...(own
      ? [
          {
            warning: `${at}: "${name}" dials ${allowedCidrs.join(', ')} and nothing else, as its policy says: not the internet at large`,
          },
        ]
      : []),
  ]
}

function doubtPlace({ name, zone }: Destination, config: Config): Found[] {
  if (config.destinations.some((place) => place.name === name)) return []
  const missing = zone === 'lan' ? '"nodes"' : 'a "url"'
  return [
    {
      warning: `${config.file}:1:1: the policy's destination "${name}" has no place here: it needs ${missing} to be used`,
    },
  ]
}

/** What must be sealed is refused where nothing can be: better to know at the start. */
function checkSeal({ audit, file }: Config, { obligations = [] }: Policy): Found[] {
  if (audit.seal !== null) return []
  return obligations.flatMap(({ id, seal }) =>
    seal === undefined
      ? []
      : [{ problem: `${file}:1:1: the policy's obligation "${id}" seals, and there is no "audit.seal" here` }],
  )
}
