/** Reading records over the admin API: who asks, what they may read, the record of it, the answer. */
import type { IndexDesk } from './audit/index/index-desk.ts'
import type { Answered, Ask } from './audit/index/answer.ts'
import { BadQuestion, FILTER_NAMES, toGroups, toTime, toValues } from './audit/index/filter.ts'
import type { Filter } from './audit/index/filter.ts'
import type { ReadFacts } from './audit/read-record.ts'
import type { House } from './house.ts'
import type { ReadAsked } from './serve/admin-records.ts'
import type { Caller } from './terms/caller.ts'
import type { JsonObject } from './terms/json.ts'
import type { Log } from './terms/logger.ts'
import { Problem, toProblem } from './terms/problem.ts'
import type { ReadScope } from './terms/reading.ts'

export type RecordsDeskParts = {
  /** The rooms that are in force now. */
  readonly house: () => Pick<House, 'rooms' | 'scopeOf' | 'readRecord' | 'digest'>
  readonly index: IndexDesk
  readonly append: (record: JsonObject) => Promise<unknown>
  readonly log: Log
}

/** What is known of a reading so far, and is what its record is made of. */
type Seen = { caller?: Caller; scope?: ReadScope; problem?: Problem; answered?: Answered }

/**
 * Answers one reading, or throws the Problem to answer with. Either way there is one `audit.read` record on disk before; if it cannot be
 * written, that is the Problem. Whoever may read nothing is refused; what somebody may not read is, to them, not there.
 */
export function createRecordsDesk({ house, index, append, log }: RecordsDeskParts) {
  return async (asked: ReadAsked): Promise<JsonObject> => {
    const { rooms, scopeOf, readRecord, digest } = house()
    const seen: Seen = {}
    try {
      seen.caller = await rooms.authenticate(asked.rawHeaders)
      seen.scope = scopeOf(seen.caller)
      if (seen.scope.length === 0) throw new Problem('policy_denied', 'no reader', { says: NO_READER, reason: 'no_reader' }) // prettier-ignore
      seen.answered = await index.ask(toAsk(asked, seen.scope))
      if (seen.answered.body === null) throw new Problem('not_found', 'no such record', { says: NO_RECORD })
    } catch (thrown) {
      seen.problem = toReadProblem(thrown, log)
    }
    await append(readRecord(factsOf(asked, seen, digest)))
    const body = seen.answered?.body ?? null
    if (seen.problem !== undefined || body === null) throw seen.problem ?? new Problem('internal_error', 'no answer')
    return body
  }
}

const NO_READER = 'You may not read records here.'
const NO_RECORD = 'There is no such record that you may read.'

function toReadProblem(thrown: unknown, log: Log): Problem {
  if (thrown instanceof Problem) return thrown
  if (thrown instanceof BadQuestion)
    return new Problem('invalid_request', 'a bad question', { says: `${thrown.message}.`, param: thrown.field })
  log.error('records could not be read', { cause: thrown })
  return toProblem(thrown)
}

function toAsk({ what, request, query }: ReadAsked, scope: ReadScope): Ask {
  if (what === 'record') {
    refuseOthers(query, [])
    return { what, request: request ?? '', scope }
  }
  if (what === 'records') {
    refuseOthers(query, [...FILTERS, 'limit', 'after'])
    return { what, scope, filter: toFilter(query), limit: toLimit(query.get('limit')), after: query.get('after') }
  }
  refuseOthers(query, [...FILTERS, 'count-by'])
  const by = query.get('count-by')
  return { what, scope, filter: toFilter(query), groups: by === undefined ? [] : toGroups(by) }
}

const FILTERS: readonly string[] = [...FILTER_NAMES, 'since', 'until']

function toFilter(query: ReadonlyMap<string, string>): Filter {
  const [since, until] = [query.get('since'), query.get('until')]
  const named = FILTER_NAMES.flatMap((name) => {
    const written = query.get(name)
    return written === undefined ? [] : [[name, toValues(name, written)] as const]
  })
  return {
    since: since === undefined ? -Infinity : toTime('since', since).from,
    until: until === undefined ? Infinity : toTime('until', until).to,
    named: Object.fromEntries(named),
  }
}

function toLimit(written = '50'): number {
  const limit = /^\d{1,3}$/.test(written) ? Number(written) : 0
  if (limit >= 1 && limit <= 500) return limit
  throw new BadQuestion('limit', 'limit takes a number from 1 to 500')
}

/** A name that is not understood would make a question wider than it was meant. */
function refuseOthers(query: ReadonlyMap<string, string>, known: readonly string[]): void {
  if ([...query.keys()].every((name) => known.includes(name))) return
  throw new BadQuestion('query', known.length === 0 ? 'there are no parameters here' : `the parameters are ${known.join(', ')}`) // prettier-ignore
}

/** Values that the ledger does not have anyway are digests in the record. */
function factsOf(
  asked: ReadAsked,
  { caller, scope, problem, answered }: Seen,
  digest: (text: string) => string,
): ReadFacts {
  // prettier-ignore
  const { id: request, receivedAt, ip, what } = asked
  const known = new Set(answered?.known ?? [])
  const named = (value: string) => (known.has(value) ? value : digest(value))
  const isPlain = (name: string) => ['since', 'until', 'limit', 'count-by'].includes(name)
  const parts = [...asked.query]
    .filter(([name]) => [...FILTERS, 'limit', 'count-by'].includes(name))
    .slice(0, 20)
    .map(([name, value]) => [name, isPlain(name) && answered !== undefined ? value : value.split(',', 50).map((one) => named(one.trim()))] as const) // prettier-ignore
  return {
    ...{ request, receivedAt, ip, what, api: null },
    asked: { ...Object.fromEntries(parts), ...(asked.request === null ? {} : { request: named(asked.request) }) },
    scope: scope ?? null,
    rows: answered?.rows ?? null,
    ...(caller && { caller }),
    ...(problem && { problem }),
  }
}
