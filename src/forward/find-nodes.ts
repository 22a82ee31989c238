import { Resolver } from 'node:dns/promises'
import { isIP } from 'node:net'
import type { Destination, Whereabouts } from '../terms/destination.ts'
import { withinRanges } from './addresses.ts'
import type { Lookup } from './dial.ts'
import { lookupAll } from './dial.ts'

/** Where a server may be dialled. */
export type Place = { readonly address: string; readonly port: number }

/** Service name → its targets and their ports (RFC 2782). Rejects when it has none. */
export type LookupServices = (service: string) => Promise<readonly { readonly name: string; readonly port: number }[]>

export type Found = {
  /** In range, each once, in an order that does not change with the order of the answer. */
  readonly places: readonly Place[]
  /** Addresses of the answer that are never used: out of range, no addresses, or more than are taken. */
  readonly refused: readonly string[]
}

/** Asks for all servers behind a name. Rejects when it cannot be resolved, and when that takes too long. */
export type Finder = (by: Whereabouts, destination: Destination) => Promise<Found>

export type FinderParts = {
  readonly lookup?: Lookup
  readonly services?: LookupServices
  /** Milliseconds for all questions of one name together. */
  readonly timeoutMs?: number
}

/** Places that are taken from one answer. */
const MOST = 256

/**
 * Finds nodes by DNS. An address outside of its destination's ranges is named among those that are refused, and never among the places.
 * That an address was in range here is no reason to dial it: that is checked again for each connection.
 */
export function createFinder({
  lookup = lookupAll,
  services = lookupServices,
  timeoutMs = 5_000,
}: FinderParts): Finder {
  return async (by, { name, zone, allowedCidrs }) => {
    if (zone !== 'lan' || allowedCidrs.length === 0) throw new Error(`${name} is not a LAN destination with ranges`)
    const accepts = withinRanges(allowedCidrs)
    const all = await inTime(by.kind === 'dns' ? hostAt(by.host, by.port, lookup) : serviceAt(by.service, lookup, services), timeoutMs) // prettier-ignore
    const isGood = ({ address }: Place) => isIP(address) !== 0 && !address.includes('%') && accepts(address)
    const good = distinct(all.filter(isGood))
    const beyond = [...all.filter((place) => !isGood(place)), ...good.slice(MOST)]
    return { places: good.slice(0, MOST), refused: [...new Set(beyond.map(({ address }) => address))].toSorted() }
  }
}

async function hostAt(host: string, port: number, lookup: Lookup): Promise<readonly Place[]> {
  const addresses = await lookup(host)
  if (addresses.length === 0) throw Object.assign(new Error(`${host} has no address`), { code: 'ENOTFOUND' })
  return addresses.map((address) => ({ address, port }))
}

/** A target that cannot be resolved is left out, so that it takes no others with it. */
async function serviceAt(service: string, lookup: Lookup, services: LookupServices): Promise<readonly Place[]> {
  const targets = (await services(service)).filter(({ name }) => name !== '' && name !== '.') // `.`: there is no such service
  const looks = await Promise.allSettled(targets.slice(0, MOST).map(({ name, port }) => hostAt(name, port, lookup)))
  const places = looks.flatMap((look) => (look.status === 'fulfilled' ? look.value : []))
  if (places.length === 0) throw Object.assign(new Error(`${service} has no target with an address`), { code: 'ENOTFOUND' }) // prettier-ignore
  return places.filter(({ port }) => port > 0)
}

const lookupServices: LookupServices = (service) => new Resolver({ timeout: 2_000, tries: 2 }).resolveSrv(service)

function distinct(places: readonly Place[]): readonly Place[] {
  const byKey = new Map(places.map((place) => [`${place.address} ${String(place.port)}`, place]))
  return [...byKey.entries()].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, place]) => place)
}

function inTime<T>(work: Promise<T>, ms: number): Promise<T> {
  return new Promise((done, fail) => {
    const late = () => fail(Object.assign(new Error('the name was not resolved in time'), { code: 'ETIMEOUT' }))
    const timer = setTimeout(late, ms)
    work.then(done, fail).finally(() => clearTimeout(timer))
  })
}
