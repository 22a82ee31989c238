import { isJsonObject } from '../terms/json.ts'
import type { JsonObject } from '../terms/json.ts'
import type { Log } from '../terms/logger.ts'

export type FloodParts = {
  readonly append: (record: JsonObject) => Promise<unknown>
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly log: Log
}

export type Floods = {
  /** As the ledger's own, but that refusals of strangers may be counted in place of being recorded one by one. */
  readonly append: (record: JsonObject) => Promise<unknown>
  /** Writes what has been counted so far, whatever the minute. Rejects when it could not be recorded; then it is still counted. */
  readonly flush: () => Promise<void>
  /** Refusals without a record of their own, since the start. */
  readonly counted: () => number
  readonly stop: () => void
}

type Count = { own: number; count: number; first: number; last: number; readonly since: number }

const MINUTE = 60_000
/** Refusals of one source and kind that leave records of their own in a minute. */
const OWN = 10
/** Sources and kinds that are told apart at a time; whatever comes from more is counted together. */
const MOST = 10_000
/** How often it looks for minutes that are over. */
const LOOK = 5000

/**
 * Keeps strangers from flooding the ledger (FC-9). The first refusals of a source in a minute leave records of their own, each on disk before it is
 * answered; those that follow are counted, and leave one `flood` record with `count`, `first` and `last` when the minute is over.
 * Known callers, and whatever a policy permits or denies, are never counted together. A process that is killed loses the counts of its
 * last minute; that there were refusals is on disk.
 */
export function createFloods({ append, now, log }: FloodParts): Floods {
  const counts = new Map<string, Count>()
  let inAll = 0

  const placeOf = (key: string, at: number): Count => {
    const known = counts.get(key)
    if (known !== undefined) return known
    const place = { own: 0, count: 0, first: at, last: at, since: at }
    counts.set(key, place)
    return place
  }

  const add = (key: string, at: number) => {
    const place = placeOf(key, at)
    if (place.count === 0) place.first = at
    place.last = at
    place.count += 1
    inAll += 1
  }

  const write = async (key: string, { count, first, last, since }: Count): Promise<void> => {
    counts.delete(key)
    if (count === 0) return
    const [source, problem] = JSON.parse(key) as [string, string]
    try {
      await append({ type: 'flood', source, problem, count, first, last })
    } catch (cause) {
      const later = counts.get(key)
      const sum = { own: OWN, count: count + (later?.count ?? 0), first, last: later?.last ?? last, since }
      counts.set(key, sum)
      throw cause
    }
  }

  const writeWhere = async (isDue: (count: Count) => boolean): Promise<void> => {
    const due = [...counts].filter(([, count]) => isDue(count))
    const written = await Promise.allSettled(due.map(([key, count]) => write(key, count)))
    const failed = written.find((result) => result.status === 'rejected')
    if (failed !== undefined) throw failed.reason
  }

  const isOver = ({ since }: Count) => now() - since >= MINUTE || now() < since
  const timer = setInterval(() => {
    writeWhere(isOver).catch((cause: unknown) => log.warn('counted refusals could not be recorded yet', { cause }))
  }, LOOK).unref()

  return {
    append: async (record) => {
      const stranger = strangerIn(record)
      if (stranger === null) return append(record)
      const known = counts.get(stranger.key)
      if (known !== undefined && isOver(known)) await write(stranger.key, known)
      if (!counts.has(stranger.key) && counts.size >= MOST) return add(stranger.ofMany, now())
      const place = placeOf(stranger.key, now())
      if (place.own >= OWN) return add(stranger.key, now())
      place.own += 1
      return append(record)
    },
    flush: () => writeWhere(() => true),
    counted: () => inAll,
    stop: () => clearInterval(timer),
  }
}

/** What the refusal of somebody who is not known is counted under; null for every other record. */
function strangerIn(record: JsonObject): { readonly key: string; readonly ofMany: string } | null {
  const { type, effect, caller, problem = null } = record
  const isRefusal = (type === 'decision' && effect === 'refuse') || (type === 'audit.read' && problem !== null)
  if (!isRefusal || !isJsonObject(caller) || caller['id'] !== undefined) return null
  const source = typeof caller['ip'] === 'string' ? caller['ip'] : 'unknown'
  return { key: JSON.stringify([source, problem]), ofMany: JSON.stringify(['others', problem]) }
}
