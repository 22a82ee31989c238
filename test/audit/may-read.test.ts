import { expect, test } from '@jest/globals'
import { createIndexDesk } from '../../src/audit/index/index-desk.ts'
import { mayRead } from '../../src/audit/may-read.ts'
import { readRecords } from '../../src/audit/read-records.ts'
import type { JsonObject } from '../../src/terms/json.ts'
import type { ReadScope } from '../../src/terms/reading.ts'
import { askedLedger } from './index/a-ledger-to-ask.ts'

/* The same question is asked of a record, and of the index that was made of it. */

const SETS = [[], ['acme'], ['rival'], ['acme', 'rival'], ['Acme']]
const SCOPES: readonly ReadScope[] = [
  [],
  [{}],
  [{ tenant: ['acme'] }],
  [{ tenant: ['acme', 'rival'] }],
  [{ tenant: [] }],
  [{ team: ['acme'], level: ['internal'] }],
  [{ level: ['restricted'] }, { tenant: ['rival'], team: ['rival'] }],
]

test('whoever may read a record is who finds it in the index', async () => {
  const all = SETS.flatMap((tenant, at) =>
    SETS.flatMap((team, to) =>
      ['internal', 'restricted'].map((level) => ({
        request: `req_${String(at)}_${String(to)}_${level}`,
        tenant,
        team,
        level,
      })),
    ),
  )
  const dir = await askedLedger(all)
  const records: JsonObject[] = []
  await readRecords(dir, { types: ['decision'] }, (record) => records.push(record))
  const index = createIndexDesk({ dir, path: null })
  const counts: number[] = []
  for (const scope of SCOPES) {
    const filter = { since: -Infinity, until: Infinity, named: {} }
    const { body } = await index.ask({ what: 'records', scope, filter, limit: 500 })
    const found = (body?.['requests'] as readonly { readonly request: string }[]).map(({ request }) => request)
    const readable = records.filter((record) => mayRead(scope, record)).map(({ request }) => String(request))
    expect(readable.toSorted()).toEqual(found.toSorted())
    counts.push(readable.length)
  }
  await index.close()
  expect(counts).toEqual([0, 50, 10, 30, 0, 5, 26])
})

test('a limit that is not understood lets nobody read', () => {
  expect(() => mayRead([{ colour: ['red'] } as never], {})).toThrow('cannot be translated')
})
