import type { KeyObject } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { readPinnedKeys } from '../../../src/audit/note-keys.ts'
import { checkStatement } from '../../../src/audit/prove/check-statement.ts'
import { makeStatement } from '../../../src/audit/prove/make-statement.ts'
import { signStatement } from '../../../src/audit/prove/statement.ts'
import type { Question, Statement } from '../../../src/audit/prove/statement.ts'
import { saysOf } from '../../../src/audit/prove/words.ts'
import { newDir, open, pathOf, segmentsOf } from '../a-ledger.ts'
import { copyOf, newKey, notesOf, publicPem, putLines, putNotes, rawLines, rechain, resign, sizeOf } from '../a-signed-ledger.ts' // prettier-ignore
import { aDecision, askedLedger } from '../index/a-ledger-to-ask.ts'
import type { Asked } from '../index/a-ledger-to-ask.ts'

const key = newKey()
const pinned = readPinnedKeys(publicPem(key))
const NOW = Date.parse('2026-11-21T12:00:00Z')
const ALL: Question = { levels: ['restricted'], to: ['cloud'], since: null, until: null }

const ledgerOf = (asked: readonly Asked[], dir = newDir(), at = NOW) =>
  askedLedger(asked, { signers: [key], limits: { checkpointRecords: 4 }, now: () => at }, dir)

async function prove(dir: string, question: Partial<Question> = {}, signer: KeyObject = key) {
  const made = await makeStatement({ ...{ dir, key: signer, pinned, by: 'test', now: NOW }, question: { ...ALL, ...question } }) // prettier-ignore
  if (made.kind !== 'made') throw new Error(made.report.verdict)
  return made
}

const exceptionsIn = ({ exceptions }: Statement) =>
  exceptions.listed.map(({ request, because }) => `${request} ${because.join('+')}`)

const failed = { to: 'openrouter', result: 'reset', peer: '1.2.3.4:443' }
const unreached = { to: 'openrouter', result: 'refused', peer: null }
const served = { to: 'lan', result: 'answered', peer: '10.0.0.1:80' }
const SECRET = { request: 'r', level: 'restricted' }

describe('what is an exception', () => {
  const rows: readonly (readonly [string, Asked, string])[] = [
    ['served on the LAN', SECRET, ''],
    ['served in the cloud', { ...SECRET, to: 'openrouter' }, 'r reached'],
    ['of a lower level', { request: 'r', level: 'confidential', to: 'openrouter' }, ''],
    ['denied', { ...SECRET, to: 'openrouter', effect: 'deny' }, ''],
    ['refused', { ...SECRET, to: 'openrouter', effect: 'refuse' }, ''],
    ['tried in the cloud first', { ...SECRET, tried: [failed, served] }, 'r reached'],
    ['never connected to the cloud', { ...SECRET, tried: [unreached, served] }, ''],
    ['without an outcome, to the cloud', { ...SECRET, to: 'openrouter', result: null }, 'r outcome_not_known'],
    ['without an outcome, to the LAN', { ...SECRET, result: null }, ''],
    ['interrupted', { ...SECRET, to: 'openrouter', result: 'unknown' }, 'r outcome_not_known'],
    ['to a place that no policy knows', { ...SECRET, to: 'elsewhere' }, 'r zone_not_known'],
    ['under a policy that is not kept', { ...SECRET, policy: 'f'.repeat(64) }, 'r zone_not_known'],
    ['of a level that its policy does not know', { request: 'r', level: 'odd', to: 'openrouter' }, 'r level_not_known'],
    ['of no level under a policy that is not kept', { request: 'r', level: 'public', policy: 'f'.repeat(64) }, 'r zone_not_known+level_not_known'], // prettier-ignore
  ]
  test.each(rows)('%s', async (_what, asked, expected) => {
    const dir = await ledgerOf([{ request: 'before' }, asked, { request: 'after', level: 'public', to: 'openrouter' }])
    const { statement, text } = await prove(dir)
    expect(exceptionsIn(statement).join()).toBe(expected)
    expect(statement.answer).toBe(expected === '' ? 'none' : 'exceptions')
    expect(statement.counts.decisions).toBe(3)
    expect(await checkStatement(text, pinned, null)).toMatchObject({ holds: true, recounted: false })
    expect(await checkStatement(text, pinned, dir)).toMatchObject({ holds: true, recounted: true })
  })
})

test('a level takes in those above it, and a decision that came too late is no exception', async () => {
  const dir = await ledgerOf([{ ...SECRET, to: 'openrouter' }])
  const ledger = await open(dir, { signers: [key], now: () => NOW })
  await ledger.append(aDecision({ request: 'late', level: 'restricted', to: 'openrouter' }))
  await ledger.append({ type: 'audit.late', records: [{ type: 'decision', request: 'late' }] })
  await ledger.close()
  const { statement } = await prove(dir, { levels: ['internal'] })
  expect(exceptionsIn(statement)).toEqual(['r reached'])
})

test('a permission that does not say to what is an exception', async () => {
  const dir = await ledgerOf([])
  const ledger = await open(dir, { signers: [key] })
  await ledger.append({ type: 'decision', effect: 'permit', request: 'r' })
  await ledger.close()
  expect(exceptionsIn((await prove(dir)).statement)).toEqual(['r zone_not_known+level_not_known+outcome_not_known'])
})

test('the period bounds what is counted, and what it does not cover is said', async () => {
  const dir = await ledgerOf([{ ...SECRET, to: 'openrouter' }], newDir(), Date.parse('2026-09-30T23:59:59Z'))
  await ledgerOf([{ ...SECRET, request: 's', to: 'openrouter' }], dir, Date.parse('2026-10-01T00:00:00Z'))
  const third = { since: '2026-09-30T00:00:00.000Z', until: '2026-10-01T00:00:00.000Z' }
  const [before, after] = [await prove(dir, third), await prove(dir, { since: third.until })]
  expect(exceptionsIn(before.statement)).toEqual(['r reached'])
  expect(exceptionsIn(after.statement)).toEqual(['s reached'])
  expect(before.statement.covers.whole).toBe(false) // the ledger begins later
  expect(after.statement.covers.whole).toBe(true)
  expect(before.statement.says.at(-1)).toMatch(/nothing is said of the rest/)
  const { before: earlier } = after.statement
  expect(earlier?.checkpoint.split('\n')[1]).toBe(String(sizeOf(notesOf(dir).findLast((note) => sizeOf(note) <= (after.statement.covers.first ?? 0)) ?? ''))) // prettier-ignore
  expect(await checkStatement(after.text, pinned, dir)).toMatchObject({ holds: true })
})

test('what no checkpoint covers is left out, and counted as left out', async () => {
  const dir = await askedLedger([SECRET], { signers: [key], now: () => NOW })
  await askedLedger([{ ...SECRET, request: 's', to: 'openrouter' }], { signers: [key], now: () => NOW }, dir)
  const end = rawLines(dir).findLastIndex((line) => line.includes('"type":"checkpoint.pre"'))
  putLines(dir, rawLines(dir).slice(0, end))
  const kept = notesOf(dir).filter((note) => sizeOf(note) <= end)
  putNotes(dir, kept)
  const { statement } = await prove(dir)
  expect(statement.covers.records).toBe(sizeOf(kept.at(-1) ?? ''))
  expect(statement.answer).toBe('none')
  expect(statement.left_out).toEqual({ records: end - statement.covers.records, decisions_in_period: 1 })
})

test('a run that did not stop, and steps of the clock, are named', async () => {
  const dir = await ledgerOf([SECRET])
  const lines = rawLines(dir)
  const stop = lines.findIndex((line) => line.includes('"event":"stop"'))
  putLines(dir, lines.slice(0, stop))
  putNotes(
    dir,
    notesOf(dir).filter((note) => sizeOf(note) <= stop),
  )
  const ledger = await open(dir, { signers: [key] })
  await ledger.append({ type: 'clock.step', ms: 5000 })
  await ledger.close()
  const { covers } = (await prove(dir)).statement
  expect(covers.incidents.listed.map(({ what }) => what)).toEqual(['start_without_stop', 'clock.step'])
})

test('nothing is signed of a ledger that is tampered with, has no checkpoint, or that another key has signed', async () => {
  const good = await ledgerOf([SECRET, { request: 'x' }])
  const changed = copyOf(good)
  const segment = pathOf(changed, segmentsOf(changed)[0] ?? '')
  writeFileSync(segment, readFileSync(segment, 'utf8').replace('restricted', 'public'))
  const bare = copyOf(good)
  putNotes(bare, [])
  await expect(prove(changed)).rejects.toThrow('tampered')
  await expect(prove(bare)).rejects.toThrow(/tampered|unverifiable/)
  const other = { dir: good, key, question: ALL, by: 't', now: 0, pinned: readPinnedKeys(publicPem(newKey())) }
  expect(await makeStatement(other)).toMatchObject({ kind: 'refused', report: { verdict: 'unverifiable' } })
})

test('a level that no policy has is refused', async () => {
  await expect(prove(await ledgerOf([SECRET]), { levels: ['restrcited'] })).rejects.toThrow(/has a level "restrcited"/)
})

describe('a statement that is not true', () => {
  type Forge = (statement: Statement) => Statement
  const none = { count: 0, listed: [] }
  const forged: readonly (readonly [string, Forge, 'by itself' | 'with the ledger'])[] = [
    ['an answer against its exceptions', (s) => ({ ...s, answer: 'none' }), 'by itself'],
    ['exceptions that are not there', (s) => ({ ...s, exceptions: { ...s.exceptions, listed: [] } }), 'by itself'],
    ['other sentences', (s) => ({ ...s, says: ['All is well.'] }), 'by itself'],
    ['fewer limits', (s) => ({ ...s, says_not: [] }), 'by itself'],
    ['a proof of another record', (s) => ({ ...s, proofs: s.proofs.map((p) => ({ ...p, line: s.proofs[0]?.line ?? '' })) }), 'by itself'], // prettier-ignore
    ['no proofs', (s) => ({ ...s, proofs: [] }), 'by itself'],
    ['another size', (s) => ({ ...s, covers: { ...s.covers, records: s.covers.records + 1 } }), 'by itself'],
    ['a later beginning', (s) => ({ ...s, covers: { ...s.covers, first: (s.covers.first ?? 0) + 1 } }), 'by itself'],
    ['another earlier checkpoint', (s) => ({ ...s, before: { checkpoint: s.covers.checkpoint, path: ['AAAA'] } }), 'by itself'], // prettier-ignore
    ['no form', (s) => ({ ...s, exceptions: null }) as unknown as Statement, 'by itself'],
    ['exceptions left out', (s) => again({ ...s, answer: 'none', exceptions: none }), 'with the ledger'],
    ['other counts', (s) => again({ ...s, counts: { ...s.counts, decisions: 1 } }), 'with the ledger'],
    ['another zone', (s) => ({ ...s, policies: s.policies.map((p) => ({ ...p, zones: { openrouter: 'lan' } })) }), 'with the ledger'], // prettier-ignore
    ['another time', (s) => ({ ...s, covers: { ...s.covers, to: '2027-01-01T00:00:00.000Z' } }), 'with the ledger'],
    ['no incidents', (s) => ({ ...s, covers: { ...s.covers, incidents: { count: 9, listed: [] } } }), 'with the ledger'], // prettier-ignore
  ]
  test.each(forged)('%s', async (_what, forge, shown) => {
    const dir = await ledgerOf([SECRET, { ...SECRET, request: 's', to: 'openrouter' }])
    const text = signStatement(forge((await prove(dir)).statement), key)
    expect(await checkStatement(text, pinned, null)).toMatchObject({ holds: shown === 'with the ledger' })
    expect(await checkStatement(text, pinned, dir)).toMatchObject({ holds: false })
  })

  test.each([
    ['another key', (text: string) => text, newKey()],
    ['a changed byte', (text: string) => text.replace('"made": "2026', '"made": "2027'), key],
    ['another spelling', (text: string) => text.replace('"format": ', '"format":  '), key],
    ['no signature', (text: string) => text.slice(0, text.lastIndexOf('\n\n') + 1), key],
    ['a checkpoint', (_text: string, dir: string) => notesOf(dir)[0] ?? '', key],
  ] as const)('%s', async (_what, change, signer) => {
    const dir = await ledgerOf([SECRET])
    const { text } = await prove(dir, {}, signer)
    expect(await checkStatement(change(text, dir), pinned, null)).toMatchObject({ holds: false })
  })

  test('a ledger that was written anew and signed again', async () => {
    const dir = await ledgerOf([{ ...SECRET, to: 'openrouter' }])
    const { text } = await prove(dir)
    const forged = copyOf(dir)
    const sizes = notesOf(forged).map(sizeOf)
    putLines(forged, rechain(forged, rawLines(forged), (fields) => {
      if (fields['level'] === 'restricted') fields['level'] = 'public'
      if (fields['type'] === 'checkpoint.pre') fields['previous'] = null
    })) // prettier-ignore
    resign(forged, key, sizes)
    expect(exceptionsIn((await prove(forged)).statement)).toEqual([])
    expect(await checkStatement(text, pinned, forged)).toEqual({ holds: false, why: expect.stringContaining('not those of the checkpoint') }) // prettier-ignore
  })
})

const again = (statement: Statement): Statement => ({ ...statement, says: sentences(statement) })
const sentences = (statement: Statement) => saysOf(statement.question, statement)
