import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { exportChunk, exportSize } from '../../../src/audit/index/export-rows.ts'
import type { Chunk, RowFormat } from '../../../src/audit/index/export-rows.ts'
import { pageOf } from '../../../src/audit/index/query.ts'
import { ALL_RECORDS } from '../../../src/terms/reading.ts'
import { fewNamed, indexWith, someRequests, someScope } from './some-requests.ts'
import type { Some } from './some-requests.ts'

const ever = { since: -Infinity, until: Infinity, named: {} }

function exported(
  db: ReturnType<typeof indexWith>,
  question: Omit<Parameters<typeof exportSize>[1], never>,
  format: RowFormat,
  limit: number,
) {
  // prettier-ignore
  const { rows, head } = exportSize(db, question)
  const texts: string[] = []
  let count = 0
  let after: Chunk['last'] = null
  do {
    const chunk: Chunk = exportChunk(db, { ...question, format, head, after, limit })
    texts.push(chunk.text)
    count += chunk.rows
    after = chunk.last
  } while (after !== null)
  expect(count).toBe(rows)
  return texts.join('')
}

test('an export is what the pages show, piece by piece, and as many as was said before', () => {
  fc.assert(
    fc.property(someRequests, someScope, fewNamed, fc.integer({ min: 1, max: 30 }), (all, scope, named, limit) => {
      const question = { filter: { ...ever, named }, scope }
      const db = indexWith(all, 13)
      const lines = exported(db, question, 'jsonl', limit).split('\n').slice(0, -1)
      expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(pageOf(db, { ...question, limit: 100 }).requests)
      const csv = exported(db, question, 'csv', limit).split('\r\n')
      expect(csv.length).toBe(lines.length + 2)
      db.close()
    }),
    { numRuns: 100 },
  )
}, 120_000)

const one: Some = {
  ...{ time: 1_790_000_000_000, tenant: ['acme', 'b'], team: [], level: 'public', caller: 'ps1_a', to: 'lan' },
  ...{ entities: ['US_SSN'], end: 'answered', isPinned: false, missed: null, ms: 1.5 },
}

test.each([
  ['=cmd()', "'=cmd()"],
  ['+1', "'+1"],
  ['-1', "'-1"],
  ['@a', "'@a"],
  ['\t=1', "'\t=1"],
  ['a,"b"\r\n=c', '"a,""b""\r\n=c"'],
  ['<script>alert(1)</script>', '<script>alert(1)</script>'],
])('a name as hostile as %j does nothing in a spreadsheet', (name, cell) => {
  const db = indexWith([{ ...one, caller: name }], 1)
  expect(exported(db, { filter: ever, scope: ALL_RECORDS }, 'csv', 10)).toContain(`,US_SSN×1,${cell},,acme;b,`)
  db.close()
})

test('an export that is cut says so', () => {
  const db = indexWith([one, one, one], 1)
  const question = { filter: ever, scope: ALL_RECORDS }
  expect([exportSize(db, question, 2), exportSize(db, question, 3)]).toMatchObject([
    { rows: 2, isCut: true },
    { rows: 3, isCut: false },
  ])
  db.close()
})
