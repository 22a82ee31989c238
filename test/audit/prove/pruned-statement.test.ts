import { cpSync, existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from '@jest/globals'
import { readPinnedKeys } from '../../../src/audit/note-keys.ts'
import { checkStatement } from '../../../src/audit/prove/check-statement.ts'
import { makeStatement } from '../../../src/audit/prove/make-statement.ts'
import { signStatement } from '../../../src/audit/prove/statement.ts'
import type { Question, Statement } from '../../../src/audit/prove/statement.ts'
import { saysOf } from '../../../src/audit/prove/words.ts'
import { prune } from '../../../src/audit/prune.ts'
import { sealStore } from '../../../src/audit/seal-store.ts'
import { newDir, open } from '../a-ledger.ts'
import { dayAt, planOf } from '../a-pruned-ledger.ts'
import { copyOf, newKey, notesOf, publicPem, sizeOf } from '../a-signed-ledger.ts'
import { askedLedger } from '../index/a-ledger-to-ask.ts'

/* A ledger of a week, a day a segment, of which the beginning is pruned: what is left can still be stated, and no more. */

const key = newKey()
const pinned = readPinnedKeys(publicPem(key))
const ALL: Question = { levels: ['restricted'], to: ['cloud'], since: null, until: null }
let [whole, pruned, mirror] = ['', '', '']

async function pruneTo(dir: string, day: number): Promise<number> {
  const plan = await planOf(dir, day)
  const ledger = await open(dir, { signers: [key], now: () => dayAt(day), limits: { checkpointRecords: 1 } })
  await prune({ dir, ledger, store: sealStore(newDir()), holds: [], about: { retain: '1d', by: 'ann' } }, plan)
  await ledger.close()
  return plan.cut?.first ?? 0
}

beforeAll(async () => {
  whole = newDir()
  for (let day = 0; day < 9; day += 1) {
    const asked = ['a', 'b'].map((name) => ({ request: `d${String(day)}${name}`, level: 'restricted', to: name === 'b' ? 'openrouter' : 'lan' })) // prettier-ignore
    await askedLedger(asked, { signers: [key], limits: { checkpointRecords: 4 }, now: () => dayAt(day) }, whole)
  }
  pruned = copyOf(whole)
  await pruneTo(pruned, 4)
  mirror = copyOf(pruned) // where nothing was removed
  rmSync(join(mirror, 'PRUNED'))
  for (const name of readdirSync(join(whole, 'seg')))
    if (!existsSync(join(mirror, 'seg', name))) cpSync(join(whole, 'seg', name), join(mirror, 'seg', name))
}, 60_000)

async function prove(dir: string, question: Partial<Question> = {}) {
  const made = await makeStatement({ ...{ dir, key, pinned, by: 'test', now: dayAt(10) }, question: { ...ALL, ...question } }) // prettier-ignore
  if (made.kind !== 'made') throw new Error(`${made.report.verdict}: ${String(made.report.why)}`)
  return made
}

const namesIn = ({ exceptions }: Statement) => exceptions.listed.map(({ request }) => request)

describe('a statement of a pruned ledger', () => {
  test('counts what is there, and says what is not', async () => {
    const { statement } = await prove(pruned)
    const { covers, says } = statement
    expect(namesIn(statement)).toEqual(['d3b', 'd4b', 'd5b', 'd6b', 'd7b', 'd8b'])
    expect([covers.whole, covers.pruned?.before]).toEqual([false, expect.any(Number)])
    expect(says.some((text) => text.includes('were pruned before it was made'))).toBe(true)
    expect(namesIn((await prove(whole)).statement)).toHaveLength(9)
    expect((await prove(whole)).statement.covers.pruned).toBeUndefined()
  })

  test('holds by itself, with the ledger, and with a copy from which nothing was removed', async () => {
    for (const question of [
      {},
      { since: new Date(dayAt(5)).toISOString() },
      { until: new Date(dayAt(4)).toISOString() },
    ]) {
      const { text } = await prove(pruned, question)
      expect(await checkStatement(text, pinned, null)).toMatchObject({ holds: true, recounted: false })
      expect(await checkStatement(text, pinned, pruned)).toMatchObject({ holds: true, recounted: true })
      expect(await checkStatement(text, pinned, mirror)).toMatchObject({ holds: true, recounted: true })
    }
  })

  test('reaches over a period that lies behind what is gone, and names an earlier checkpoint there', async () => {
    const { statement } = await prove(pruned, { since: new Date(dayAt(5)).toISOString() })
    expect([statement.covers.whole, namesIn(statement)]).toEqual([true, ['d5b', 'd6b', 'd7b', 'd8b']])
    expect(sizeOf(statement.before?.checkpoint ?? '')).toBeGreaterThanOrEqual(statement.covers.pruned?.before ?? 0)
  })

  test('cannot be counted again when more is gone', async () => {
    const { text } = await prove(pruned)
    const later = copyOf(pruned)
    expect(await pruneTo(later, 6)).toBeGreaterThan(0)
    expect(await checkStatement(text, pinned, later)).toEqual({ holds: false, why: expect.stringContaining('pruned since it was made') }) // prettier-ignore
    const { text: next } = await prove(later)
    expect(await checkStatement(next, pinned, later)).toMatchObject({ holds: true })
  })

  test('of a ledger from which nothing was pruned is found out, with and without it', async () => {
    const { statement } = await prove(whole, { until: new Date(dayAt(4)).toISOString() })
    const before = sizeOf(notesOf(whole)[3] ?? '')
    const lie = (record: number): Statement => {
      const covers = { ...statement.covers, pruned: { before, record } }
      return { ...statement, covers, says: saysOf(statement.question, { ...statement, covers }) }
    }
    for (const record of [0, statement.proofs[0]?.index ?? 0]) {
      const text = signStatement(lie(record), key)
      expect(await checkStatement(text, pinned, null)).toEqual({ holds: false, why: 'its proofs do not show that records were pruned' }) // prettier-ignore
      expect(await checkStatement(text, pinned, whole)).toMatchObject({ holds: false })
    }
  })

  test('does not leave out more than was pruned', async () => {
    const { statement } = await prove(pruned)
    const said = statement.covers.pruned ?? { before: 0, record: 0 }
    const covers = { ...statement.covers, pruned: { ...said, before: said.before + 1 } }
    const text = signStatement({ ...statement, covers, says: saysOf(statement.question, { ...statement, covers }) }, key) // prettier-ignore
    expect(await checkStatement(text, pinned, null)).toMatchObject({ holds: false })
  })
})
