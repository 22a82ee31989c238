/** What is asked of the records. */
import type { IndexDesk } from '../audit/index/index-desk.ts'
import type { Answered, Ask } from '../audit/index/answer.ts'
import { BadQuestion, FILTER_NAMES, toGroups, toTime, toValues } from '../audit/index/filter.ts'
import type { Filter } from '../audit/index/filter.ts'
import type { RECORDS } from '../contract/records.ts'
import type { Asked } from '../serve/admin-operations.ts'
import type { JsonObject } from '../terms/json.ts'
import type { ReadScope } from '../terms/reading.ts'
import { json } from './front-desk.ts'
import type { Work } from './front-desk.ts'

export type RecordsParts = {
  readonly index: IndexDesk
  /** A text that came from outside, as a record may hold it. */
  readonly digest: (text: string) => string
}

type RecordsName = keyof typeof RECORDS

/** The questions about records: pages, one record, counts. */
export function recordWorks({ index, digest }: RecordsParts): Readonly<Record<RecordsName, Work>> {
  const work =
    (what: RecordsName): Work =>
    async (asked, { grants }) => {
      const answered = await index.ask(toAsk(what, asked, grants.records))
      const { body, rows } = answered
      return { answer: body === null ? null : json(body), rows, asked: askedOf(asked, answered, digest) }
    }
  return { records: work('records'), record: work('record'), aggregates: work('aggregates') }
}

function toAsk(what: RecordsName, { params, query }: Asked, scope: ReadScope): Ask {
  if (what === 'record') {
    refuseOthers(query, [])
    return { what, request: params['request'] ?? '', scope }
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

export function toFilter(query: ReadonlyMap<string, string>): Filter {
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
export function refuseOthers(query: ReadonlyMap<string, string>, known: readonly string[]): void {
  if ([...query.keys()].every((name) => known.includes(name))) return
  throw new BadQuestion('query', known.length === 0 ? 'there are no parameters here' : `the parameters are ${known.join(', ')}`) // prettier-ignore
}

/** Values that the ledger does not have anyway are digests in the record. */
function askedOf({ params, query }: Asked, { known }: Answered, digest: RecordsParts['digest']): JsonObject {
  const named = (value: string) => (known.includes(value) ? value : digest(value))
  const isPlain = (name: string) => ['since', 'until', 'limit', 'count-by'].includes(name)
  const parts = [...query]
    .filter(([name]) => [...FILTERS, 'limit', 'count-by'].includes(name))
    .map(([name, value]) => [name, isPlain(name) ? value : value.split(',', 50).map((one) => named(one.trim()))] as const) // prettier-ignore
  const { request } = params
  return { ...Object.fromEntries(parts), ...(request === undefined ? {} : { request: named(request) }) }
}
