import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isJsonObject } from '../../terms/json.ts'
import type { JsonObject, JsonValue } from '../../terms/json.ts'
import { POLICIES } from '../kept-policies.ts'

/** A destination as a kept policy has it. */
export type KeptDestination = { readonly zone: string; readonly region: string | null }

/**
 * Says what a destination was under a policy that is kept beside the ledger. Null for a policy that is not there or not what its name
 * says, and for a destination that it does not name: nobody may take that for the LAN.
 */
export function keptDestinations(dir: string): (policy: string | null, name: string) => KeptDestination | null {
  const known = new Map<string, ReadonlyMap<string, KeptDestination>>()
  return (policy, name) => {
    if (policy === null) return null
    const destinations = known.get(policy) ?? destinationsOf(dir, policy)
    known.set(policy, destinations)
    return destinations.get(name) ?? null
  }
}

function destinationsOf(dir: string, digest: string): ReadonlyMap<string, KeptDestination> {
  const policy = readPolicy(dir, digest)
  const list = policy?.['destinations']
  const all = Array.isArray(list) ? list.filter((one: JsonValue) => isJsonObject(one)) : []
  return new Map(
    all.flatMap(({ name, zone, region }) =>
      typeof name === 'string' && typeof zone === 'string'
        ? [[name, { zone, region: typeof region === 'string' ? region : null }] as const]
        : [],
    ),
  )
}

/** A policy that is kept beside the ledger; null when it is not there, or not what its name says. */
export function readPolicy(dir: string, digest: string): JsonObject | null {
  if (!/^[0-9a-f]{64}$/.test(digest)) return null
  try {
    const text = readFileSync(join(dir, POLICIES, `${digest}.json`), 'utf8')
    if (createHash('sha256').update(text).digest('hex') !== digest) return null
    const policy = JSON.parse(text) as JsonValue
    return isJsonObject(policy) ? policy : null
  } catch {
    return null // what it would say is not known then, and nothing is taken for granted
  }
}
