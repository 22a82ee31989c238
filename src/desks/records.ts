/** What is asked of the records. */
import type { IndexDesk } from '../audit/index/index-desk.ts'
import type { Answered, Ask } from '../audit/index/answer.ts'
import { BadQuestion, FILTER_NAMES, toGroups, toTime, toValues } from '../audit/index/filter.ts'
import type { Filter, FilterName } from '../audit/index/filter.ts'
import type { RECORDS } from '../contract/records.ts'
import type { Asked } from '../serve/admin-operations.ts'
import type { JsonObject } from '../terms/json.ts'
import type { ReadScope } from '../terms/reading.ts'
import type { ExportSize } from '../audit/index/export-rows.ts'
import { exportFile, toFormat } from './export.ts'
import { json } from './front-desk.ts'
import { tails } from './tail.ts'
import type { Work } from './front-desk.ts'

export type RecordsParts = {
  readonly index: IndexDesk
  /** A text that came from outside, as a record may hold it. */
  readonly digest: (text: string) => string
  /** Milliseconds since 1970. */
  readonly now: () => number
}

type RecordsName = keyof typeof RECORDS
/** What is answered with one question to the index. */
type AskName = Exclude<RecordsName, 'tail' | 'export'>

/** The questions about records: pages, one record, counts. */
export function recordWorks({ index, digest, now }: RecordsParts): Readonly<Record<RecordsName, Work>> {
  const work =
    (what: AskName): Work =>
    async (asked, { grants }) => {
      const answered = await index.ask(toAsk(what, asked, grants.records))
      const { body, rows } = answered
      return { answer: body === null ? null : json(body), rows, asked: askedOf(asked, answered, digest) }
    }
  const follow = tails({ index, now })
  const tail: Work = async (asked, visitor) => {
    refuseOthers(asked.query, FILTER_NAMES)
    const filter = toFilter(asked.query)
    const answered = await index.ask({ what: 'newer', scope: visitor.grants.records, filter, after: null, limit: 1 })
    const question = { filter, asked: askedOf(asked, answered, digest) }
    return { answer: { kind: 'events', events: follow(visitor, question, asked) }, rows: 0, asked: question.asked }
  }
  const download: Work = async (asked, { grants }) => {
    refuseOthers(asked.query, [...FILTERS, 'format'])
    const format = toFormat(asked.query.get('format'))
    const question = { scope: grants.records, filter: toFilter(asked.query) }
    const answered = await index.ask({ what: 'export-size', ...question })
    const size = answered.body as unknown as ExportSize
    const answer = exportFile(index, question, size, format, asked.receivedAt)
    return { answer, rows: size.rows, asked: askedOf(asked, answered, digest) }
  }
  const names = ['records', 'newer', 'overview', 'suggestions', 'record', 'aggregates'] as const
  const asks = Object.fromEntries(names.map((name) => [name, work(name)])) as Record<AskName, Work>
  return { ...asks, tail, export: download }
}

const DAY = 86_400_000

function toAsk(what: AskName, { params, query, receivedAt }: Asked, scope: ReadScope): Ask {
  switch (what) {
    case 'record':
      refuseOthers(query, [])
      return { what, request: params['request'] ?? '', scope }
    case 'records': {
      refuseOthers(query, [...FILTERS, 'limit', 'after', 'total'])
      const limit = toLimit(query.get('limit') ?? '50', 500)
      return { what, scope, filter: toFilter(query), limit, after: query.get('after'), total: toYes('total', query) }
    }
    case 'newer':
      refuseOthers(query, [...FILTERS, 'limit', 'after'])
      return { what, scope, filter: toFilter(query), limit: toLimit(query.get('limit') ?? '200', 200), after: toSeq(query.get('after')) } // prettier-ignore
    case 'overview': {
      refuseOthers(query, FILTERS)
      const { since, until, named } = toFilter(query)
      const end = Number.isFinite(until) ? until : receivedAt + 1
      return { what, scope, filter: { named, since: Number.isFinite(since) ? since : end - DAY, until: end } }
    }
    case 'suggestions':
      refuseOthers(query, ['name', 'text'])
      return { what, scope, name: toName(query.get('name')), text: toText(query.get('text')) }
    case 'aggregates': {
      refuseOthers(query, [...FILTERS, 'count-by'])
      const by = query.get('count-by')
      return { what, scope, filter: toFilter(query), groups: by === undefined ? [] : toGroups(by) }
    }
  }
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

function toLimit(written: string, most: number): number {
  const limit = /^\d{1,3}$/.test(written) ? Number(written) : 0
  if (limit >= 1 && limit <= most) return limit
  throw new BadQuestion('limit', `limit takes a number from 1 to ${String(most)}`)
}

function toSeq(written: string | undefined): number | null {
  if (written === undefined) return null
  if (/^(?:-1|\d{1,15})$/.test(written)) return Number(written)
  throw new BadQuestion('after', 'after takes the number of a record')
}

function toYes(name: string, query: ReadonlyMap<string, string>): boolean {
  const written = query.get(name)
  if (written === undefined || written === 'yes') return written === 'yes'
  throw new BadQuestion(name, `${name} takes yes`)
}

function toName(written = ''): FilterName {
  const found = FILTER_NAMES.find((name) => name === written)
  if (found === undefined) throw new BadQuestion('name', `name is one of ${FILTER_NAMES.join(', ')}`)
  return found
}

function toText(written = ''): string {
  if (written.length <= 256) return written
  throw new BadQuestion('text', 'text has at most 256 letters')
}

/** A name that is not understood would make a question wider than it was meant. */
export function refuseOthers(query: ReadonlyMap<string, string>, known: readonly string[]): void {
  if ([...query.keys()].every((name) => known.includes(name))) return
  throw new BadQuestion('query', known.length === 0 ? 'there are no parameters here' : `the parameters are ${known.join(', ')}`) // prettier-ignore
}

/** What can hold nothing but what it is checked for. */
const PLAIN = ['since', 'until', 'limit', 'count-by', 'total', 'name', 'format']

/** Values that the ledger does not have anyway are digests in the record. */
function askedOf({ params, query }: Asked, { known }: Answered, digest: RecordsParts['digest']): JsonObject {
  const named = (value: string) => (known.includes(value) ? value : digest(value))
  const isPlain = (name: string) => PLAIN.includes(name)
  const parts = [...query]
    .filter(([name]) => [...FILTERS, ...PLAIN, 'text'].includes(name))
    .map(([name, value]) => [name, isPlain(name) ? value : value.split(',', 50).map((one) => named(one.trim()))] as const) // prettier-ignore
  const { request } = params
  return { ...Object.fromEntries(parts), ...(request === undefined ? {} : { request: named(request) }) }
}
