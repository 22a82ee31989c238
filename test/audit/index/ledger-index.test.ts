import { cpSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, describe, expect, test } from '@jest/globals'
import { IndexWriter } from '../../../src/audit/index/index-writer.ts'
import { LedgerIndex } from '../../../src/audit/index/ledger-index.ts'
import { countBy } from '../../../src/audit/index/count-by.ts'
import { findRequest, pageOf } from '../../../src/audit/index/query.ts'
import { createIndexes, createTables } from '../../../src/audit/index/schema.ts'
import type { Filter, FilterName } from '../../../src/audit/index/filter.ts'
import { ALL_RECORDS } from '../../../src/terms/reading.ts'
import { faultyDisk, newDir, open, pathOf, segmentsOf } from '../a-ledger.ts'
import { aDecision, anOutcome, askedLedger, KEPT } from './a-ledger-to-ask.ts'
import type { Asked } from './a-ledger-to-ask.ts'

const opened: LedgerIndex[] = []
afterEach(() => opened.splice(0).forEach((index) => index.close()))

async function indexOf(dir: string, path?: string) {
  const index = LedgerIndex.open({ dir, path })
  opened.push(index)
  return { index, ...(await index.catchUp()) }
}

const all: Filter = { since: -Infinity, until: Infinity, named: {} }
const idsIn = (index: LedgerIndex, filter: Filter = all, limit = 100) =>
  pageOf(index.db, { filter, scope: ALL_RECORDS, limit }).requests.map(({ request }) => request)

const ASKED: readonly Asked[] = [
  { request: 'a', level: 'public', entities: ['PERSON'] },
  { request: 'b', level: 'restricted', entities: ['US_SSN', 'PERSON'], caller: 'ps1_b' },
  { request: 'c', to: 'openrouter', tenant: ['other'], team: ['hr', 'legal'] },
  { request: 'd', effect: 'deny', level: 'confidential' },
  { request: 'e', effect: 'refuse' },
  { request: 'f', result: null },
  { request: 'g', to: 'openrouter', result: 'unknown' },
  { request: 'h', to: 'lan', tried: [{ to: 'openrouter', result: 'reset', peer: '1.2.3.4:443' }, { to: 'lan', result: 'answered', peer: '10.0.0.1:80' }] }, // prettier-ignore
  { request: 'i', to: 'lan', tried: [{ to: 'openrouter', result: 'refused', peer: null }, { to: 'lan', result: 'answered', peer: '10.0.0.1:80' }] }, // prettier-ignore
  { request: 'j', policy: 'f'.repeat(64) },
]

describe('what is found', () => {
  const rows: readonly (readonly [FilterName, string, string])[] = [
    ['level', 'restricted', 'b'],
    ['level', 'public,confidential', 'da'],
    ['entity', 'US_SSN', 'b'],
    ['entity', 'PERSON', 'ba'],
    ['caller', 'ps1_b', 'b'],
    ['tenant', 'other', 'c'],
    ['team', 'legal', 'c'],
    ['destination', 'openrouter', 'gc'],
    ['provider', 'mistral', 'c'],
    ['rule', 'stays', 'ed'],
    ['effect', 'deny,refuse', 'ed'],
    ['outcome', 'open', 'f'],
    ['outcome', 'unknown', 'g'],
    ['to', 'cloud', 'hgc'],
    ['to', 'unknown', 'j'],
    ['model', 'none-of-this-name', ''],
  ]
  test.each(rows)('%s %s', async (name, values, expected) => {
    const { index } = await indexOf(await askedLedger(ASKED))
    const found = idsIn(index, { ...all, named: { [name]: values.split(',') } })
    expect(found.join('')).toBe(expected)
  })
})

test('a page says the same of a request as its records', async () => {
  const { index } = await indexOf(await askedLedger(ASKED))
  expect(findRequest(index.db, 'c', ALL_RECORDS)).toMatchObject({
    ...{ request: 'c', effect: 'permit', caller: 'ps1_a', level: 'internal', destination: 'openrouter', rule: 'staff' },
    ...{ tenant: ['other'], team: ['hr', 'legal'], considered: ['lan', 'openrouter'], reached: ['cloud'] },
    ...{ provider: 'mistral', outcome: 'answered', status: 200, tokens_in: 10, tokens_out: 5, cost: 0.25 },
  })
})

test('pages follow each other without a gap or a repetition, also while records come in', async () => {
  const dir = await askedLedger(ASKED)
  const { index } = await indexOf(dir)
  const question = { filter: all, scope: ALL_RECORDS, limit: 3 }
  const seen: unknown[] = []
  let after: string | null | undefined
  while (after !== null) {
    const page = pageOf(index.db, { ...question, ...(after === undefined ? {} : { after }) })
    seen.push(...page.requests.map(({ request }) => request))
    after = page.next
    await askedLedger([{ request: `new${String(seen.length)}` }], {}, dir)
    await index.catchUp()
  }
  expect(seen.join('')).toBe('jihgfedcba')
})

test('what is counted adds up', async () => {
  const { index } = await indexOf(await askedLedger(ASKED))
  const { requests, groups } = countBy(index.db, { filter: all, scope: ALL_RECORDS, groups: ['level', 'effect'] })
  expect(requests).toBe(ASKED.length)
  expect(groups[0]).toEqual({ by: { level: 'internal', effect: 'permit' }, requests: 6, tokens_in: 40, tokens_out: 20, cost: 0.25 }) // prettier-ignore
  const byEntity = countBy(index.db, { filter: all, scope: ALL_RECORDS, groups: ['entity'] }).groups
  expect(byEntity.map(({ by, requests }) => [by['entity'], requests])).toEqual([[null, 8], ['PERSON', 2], ['US_SSN', 1]]) // prettier-ignore
})

test('what is frequent by itself, and rare together, is found', () => {
  const db = new DatabaseSync(':memory:')
  createTables(db)
  const writer = new IndexWriter(db, (_policy, name) => ({ zone: name === 'lan' ? 'lan' : 'cloud', region: null }))
  const many = 21_000
  db.exec('BEGIN')
  for (let seq = 0; seq < 3 * many; seq += 3) {
    const rows: readonly Asked[] = [
      { request: `a${String(seq)}`, level: 'internal', to: 'openrouter' },
      { request: `b${String(seq)}`, level: 'restricted' },
      { request: `c${String(seq)}`, level: 'confidential', to: seq === 27 ? 'openrouter' : 'lan' },
    ]
    for (const [at, asked] of rows.entries()) writer.add({ ...aDecision(asked), seq: seq + at, time: seq + at })
  }
  writer.flush()
  db.exec('COMMIT')
  createIndexes(db)
  const counts = ['restricted', 'confidential', 'internal'].map((level) => {
    const filter: Filter = { ...all, named: { level: [level], to: ['cloud'] } }
    const page = pageOf(db, { filter, scope: ALL_RECORDS, limit: 10 }).requests.length
    const count = (since: number) =>
      countBy(db, { filter: { ...filter, since }, scope: ALL_RECORDS, groups: [] }).requests
    return [page, count(-Infinity), count(28), count(30)]
  })
  expect(counts).toEqual([
    [0, 0, 0, 0],
    [1, 1, 1, 0],
    [10, many, many - 10, many - 10],
  ])
  db.close()
}, 60_000)

test('an index takes in only what is new', async () => {
  const dir = await askedLedger(ASKED.slice(0, 4))
  const path = join(newDir(), 'index.sqlite')
  const first = await indexOf(dir, path)
  await askedLedger(ASKED.slice(4), {}, dir)
  const second = await indexOf(dir, path)
  expect([first.rebuilt, second.rebuilt, second.records > first.records]).toEqual([true, false, true])
  expect(idsIn(second.index).join('')).toBe('jihgfedcba')
  expect(statSync(path).mode & 0o777).toBe(0o600)
})

test('an outcome that comes long after its decision finds it', async () => {
  const dir = newDir()
  const path = join(newDir(), 'index.sqlite')
  const ledger = await open(dir, { policy: KEPT })
  await ledger.append(aDecision({ request: 'a', to: 'openrouter' }))
  const { index } = await indexOf(dir, path)
  expect(findRequest(index.db, 'a', ALL_RECORDS)).toMatchObject({ outcome: 'open', reached: ['cloud'] })
  await ledger.append(anOutcome({ request: 'a', to: 'lan' }))
  await ledger.close()
  const later = await indexOf(dir, path)
  expect(findRequest(later.index.db, 'a', ALL_RECORDS)).toMatchObject({ outcome: 'answered', reached: ['lan'] })
})

test('a decision that came too late has sent nothing', async () => {
  const dir = newDir()
  const ledger = await open(dir, { policy: KEPT })
  await ledger.append(aDecision({ request: 'a', to: 'openrouter' }))
  await ledger.append({ type: 'audit.late', records: [{ type: 'decision', request: 'a' }] })
  await ledger.close()
  const { index } = await indexOf(dir)
  expect(findRequest(index.db, 'a', ALL_RECORDS)).toMatchObject({ outcome: 'late', destination: null, reached: [] })
})

test('another ledger in the same place is read anew', async () => {
  const [dir, other] = [await askedLedger(ASKED), await askedLedger([{ request: 'x' }])]
  const path = join(newDir(), 'index.sqlite')
  await indexOf(dir, path)
  for (const name of ['LOG', 'seg']) rmSync(join(dir, name), { recursive: true })
  for (const name of ['LOG', 'seg']) cpSync(join(other, name), join(dir, name), { recursive: true })
  writeFileSync(join(dir, 'LOG'), readFileSync(join(other, 'LOG')))
  const { index, rebuilt } = await indexOf(dir, path)
  expect([rebuilt, idsIn(index)]).toEqual([true, ['x']])
})

test('another history under the same LOG is read anew, and a shorter one too', async () => {
  const log = newDir()
  await askedLedger([{ request: 'a' }], {}, log)
  const [one, other] = [newDir(), newDir()]
  for (const dir of [one, other]) {
    mkdirSync(join(dir, 'seg'))
    cpSync(join(log, 'LOG'), join(dir, 'LOG'))
    cpSync(join(log, 'policies'), join(dir, 'policies'), { recursive: true })
  }
  await askedLedger([{ request: 'b' }, { request: 'c' }], {}, one)
  await askedLedger([{ request: 'x' }, { request: 'y' }, { request: 'z' }], {}, other)
  const path = join(newDir(), 'index.sqlite')
  await indexOf(one, path)
  rmSync(join(one, 'seg'), { recursive: true })
  cpSync(join(other, 'seg'), join(one, 'seg'), { recursive: true })
  const swapped = await indexOf(one, path)
  expect([swapped.rebuilt, idsIn(swapped.index)]).toEqual([true, ['z', 'y', 'x']])
  const segment = pathOf(one, segmentsOf(one)[0] ?? '')
  writeFileSync(segment, `${readFileSync(segment, 'utf8').split('\n').slice(0, 3).join('\n')}\n`)
  const cut = await indexOf(one, path)
  expect([cut.rebuilt, idsIn(cut.index)]).toEqual([true, ['x']])
})

test('a damaged record is said, and nothing beyond it is believed', async () => {
  const dir = await askedLedger(ASKED)
  const segment = pathOf(dir, segmentsOf(dir)[0] ?? '')
  const lines = readFileSync(segment, 'utf8').split('\n')
  writeFileSync(segment, lines.map((line, at) => (at === 5 ? line.replace('internal', 'restrict') : line)).join('\n'))
  await expect(indexOf(dir)).rejects.toThrow(/is damaged at record 6/)
})

test('lines that were written twice are taken in once', async () => {
  const dir = newDir()
  const fs = faultyDisk({ sync: (_file, nth) => (nth === 3 ? Promise.reject(new Error('EIO')) : undefined) })
  await askedLedger(ASKED, { fs }, dir)
  expect(segmentsOf(dir).length).toBeGreaterThan(1)
  const { index } = await indexOf(dir)
  expect(idsIn(index).join('')).toBe('jihgfedcba')
})

test.each([
  ['in the ledger', (dir: string) => join(dir, 'seg', 'index.sqlite'), 'may not lie in the ledger'],
  ['no database', (dir: string) => join(dir, '..', 'no-such-folder', 'index'), 'cannot be used as an index'],
])('an index that is %s is refused', async (_what, place, says) => {
  const dir = await askedLedger([])
  expect(() => LedgerIndex.open({ dir, path: place(dir) })).toThrow(says)
})

test('a folder that is no ledger is refused', async () => {
  await expect(indexOf(newDir())).rejects.toThrow('this is no ledger')
})
