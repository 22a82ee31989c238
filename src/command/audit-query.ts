import { toGroups } from '../audit/index/filter.ts'
import { LedgerIndex } from '../audit/index/ledger-index.ts'
import { countBy } from '../audit/index/count-by.ts'
import { pageOf } from '../audit/index/query.ts'
import type { Counted } from '../audit/index/count-by.ts'
import type { JsonObject, JsonValue } from '../terms/json.ts'
import { ALL_RECORDS } from '../terms/reading.ts'
import { asUsage, FILTER_OPTIONS, filterOf } from './audit-question.ts'
import { readArgs, styles, UsageError } from './io.ts'
import type { ExitCode, Io } from './io.ts'
import { table } from './table.ts'

/**
 * `cordon audit query [DIR]`: which requests there were, newest first; or, with `--count-by`, how many. It reads the ledger into an index, in
 * memory or in the file `--index`, and believes what it reads.
 */
export async function auditQuery(args: readonly string[], io: Io): Promise<ExitCode> {
  const { values, positionals } = readArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      ...FILTER_OPTIONS,
      json: { type: 'boolean', default: false },
      limit: { type: 'string', default: '50' },
      after: { type: 'string' },
      'count-by': { type: 'string' },
      index: { type: 'string' },
    },
  })
  const [dir = 'data/audit', ...more] = positionals
  if (more.length > 0) throw new UsageError('audit query takes one folder')
  const limit = toLimit(values.limit)
  const by = values['count-by']
  const groups = by === undefined ? null : asUsage(() => toGroups(by))
  if (groups !== null && values.after !== undefined)
    throw new UsageError('--after is for pages, and --count-by has none')
  const filter = await filterOf(values, io.now())
  const index = await openIndex(dir, values.index, io)
  try {
    const question = { filter, scope: ALL_RECORDS }
    if (groups === null) {
      const page = asUsage(() => pageOf(index.db, { ...question, limit, after: values.after }))
      if (values.json) for (const found of page.requests) io.out(`${JSON.stringify(found)}\n`)
      else io.out(pageText(page.requests, io))
      if (page.next !== null) io.err(`more: --after ${page.next}\n`)
    } else {
      const counted = asUsage(() => countBy(index.db, { ...question, groups }))
      io.out(values.json ? `${JSON.stringify(counted, null, 2)}\n` : countText(counted, groups, limit, io))
    }
  } finally {
    index.close()
  }
  return 0
}

/** An index of the ledger that has all that is there. The caller closes it. */
export async function openIndex(dir: string, path: string | undefined, io: Io): Promise<LedgerIndex> {
  const onProgress = (records: number) => io.err(`\r  ${records.toLocaleString('en')} records read`)
  const index = LedgerIndex.open({ dir, path, ...(io.colour ? { onProgress } : {}) })
  try {
    await index.catchUp()
    if (io.colour) io.err('\r\u001b[K')
    return index
  } catch (cause) {
    index.close()
    throw cause
  }
}

const MOST = 1000

function toLimit(written: string): number {
  const limit = /^\d{1,4}$/.test(written) ? Number(written) : 0
  if (limit >= 1 && limit <= MOST) return limit
  throw new UsageError(`--limit takes a number from 1 to ${String(MOST)}`)
}

const COLUMNS = ['time', 'request', 'effect', 'level', 'destination', 'provider', 'rule', 'entity', 'caller', 'team', 'outcome'] // prettier-ignore

function pageText(requests: readonly JsonObject[], io: Io): string {
  if (requests.length === 0) return 'No request is like that.\n'
  return table(COLUMNS, requests.map((found) => COLUMNS.map((name) => inCell(found[name]))), io.colour) // prettier-ignore
}

function countText({ requests, groups }: Counted, by: readonly string[], limit: number, io: Io): string {
  const rows = groups
    .slice(0, limit)
    .map((group) => [...by.map((name) => group.by[name] ?? '–'), String(group.requests), String(group.tokens_in), String(group.tokens_out), group.cost.toFixed(4)]) // prettier-ignore
  const rest = groups.length > limit ? `, ${String(groups.length - limit)} more groups (--limit)` : ''
  const { dim } = styles(io.colour)
  return `${table([...by, 'requests', 'tokens in', 'tokens out', 'cost $'], rows, io.colour)}${dim(`${String(requests)} requests${rest}`)}\n`
}

function inCell(value: JsonValue | undefined): string {
  if (Array.isArray(value)) return value.length === 0 ? '–' : value.join(' ')
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '–'
}
