import { beforeAll, describe, expect, test } from '@jest/globals'
import { consistencyRanges, PathMaker } from '../../../src/audit/merkle-proof.ts'
import { leafHash } from '../../../src/audit/leaf.ts'
import { noteSigner, signNote } from '../../../src/audit/signed-note.ts'
import { verifyCheckpoint } from '../../../src/console/lib/verify/checkpoint.ts'
import { verifyConsistency } from '../../../src/console/lib/verify/consistency.ts'
import { readNote } from '../../../src/console/lib/verify/note.ts'
import type { Note } from '../../../src/console/lib/verify/note.ts'
import { forget, lookBack, remember, remembered } from '../../../src/console/lib/verify/remembered.ts'
import { newKey, notesOf, ORIGIN, publicPem, rawLines, rootOf, signedLedger, sizeOf } from '../../audit/a-signed-ledger.ts' // prettier-ignore

const key = newKey()
let [notes, lines]: [readonly string[], readonly string[]] = [[], []]

beforeAll(async () => {
  const dir = await signedLedger(key)
  notes = notesOf(dir)
  lines = rawLines(dir)
})

function shelf() {
  const kept = new Map<string, string>()
  return {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, text: string) => void kept.set(name, text),
    removeItem: (name: string) => void kept.delete(name),
  }
}

function pathOf(all: readonly string[], from: number, to: number): readonly string[] {
  const maker = new PathMaker(consistencyRanges(from, to))
  all.slice(0, to).forEach((line, at) => maker.add(at, Buffer.from(leafHash(line), 'base64')))
  return (maker.path() ?? []).map((one) => Buffer.from(one).toString('base64'))
}

const honest = (from: number, to: number) => Promise.resolve(pathOf(lines, from, to))
const noteAt = (at: number): Note => must(readNote(notes.at(at) ?? ''))
const must = <T>(value: T | null): T => {
  if (value === null) throw new Error('there is none')
  return value
}

/** What somebody with the key signs who wrote the ledger anew, with another record at this place. */
function rewritten(at: number, size: number): { readonly note: Note; readonly lines: readonly string[] } {
  const other = lines.with(at, 'something else')
  const root = rootOf(other.slice(0, size))
  return { note: must(readNote(signNote({ origin: ORIGIN, size, root }, [noteSigner(ORIGIN, key)]))), lines: other }
}

describe('what a browser saw last time', () => {
  test('is kept, and what continues it takes its place', async () => {
    const kept = shelf()
    const states = []
    for (const at of [0, 0, 1, 2, -1]) states.push((await lookBack(kept, noteAt(at), honest)).state)
    expect(states).toEqual(['first', 'same', 'extends', 'extends', 'extends'])
    expect(remembered(kept)?.size).toBe(sizeOf(notes.at(-1) ?? ''))
    forget(kept)
    expect(remembered(kept)).toBeNull()
  })

  test('shows a ledger that was written anew with the same key, whatever path is sent', async () => {
    const [kept, before] = [shelf(), noteAt(2)]
    remember(kept, before)
    const { note, lines: others } = rewritten(1, noteAt(-1).size)
    const paths = [pathOf(others, before.size, note.size), pathOf(lines, before.size, note.size), [], ['nonsense']]
    for (const path of paths) expect((await lookBack(kept, note, () => Promise.resolve(path))).state).toBe('forked')
    expect(remembered(kept)?.text).toBe(before.text) // it stays until somebody says otherwise
  })

  test.each<[string, () => Note, string]>([
    ['another tree of the same size', () => rewritten(1, noteAt(2).size).note, 'forked'],
    ["yesterday's ledger", () => noteAt(1), 'older'],
    ['another ledger', () => ({ ...noteAt(3), origin: 'test.example/two' }), 'other'],
  ])('shows %s', async (_, today, state) => {
    const kept = shelf()
    remember(kept, noteAt(2))
    expect((await lookBack(kept, today(), honest)).state).toBe(state)
    expect(remembered(kept)?.text).toBe(noteAt(2).text)
  })

  test.each([
    ['is refused', () => Promise.resolve(null)],
    ['cannot be asked for', () => Promise.reject(new Error('gone'))],
  ])('is not called in order when the proof %s', async (_, ask) => {
    const kept = shelf()
    remember(kept, noteAt(0))
    expect((await lookBack(kept, noteAt(2), ask)).state).toBe('cannot')
    expect(remembered(kept)?.text).toBe(noteAt(0).text)
  })

  test('is nothing where the browser keeps nothing', async () => {
    const refuse = () => {
      throw new Error('not allowed')
    }
    const closed = { getItem: refuse, setItem: refuse, removeItem: refuse }
    expect([remember(closed, noteAt(0)), remembered(closed)]).toEqual([false, null])
    expect((await lookBack(closed, noteAt(0), honest)).state).toBe('first')
    forget(closed)
  })
})

describe('a checkpoint', () => {
  const given = () => ({ keys: publicPem(key), from: 'given' }) as const

  test('is signed, or not', async () => {
    const { text } = noteAt(-1)
    expect(await verifyCheckpoint(text, given())).toMatchObject({ verdict: 'holds', key: expect.any(String) })
    const bytes = Buffer.from(text)
    for (let bit = 0; bit < bytes.length * 8; bit += 5) {
      const changed = Buffer.from(bytes)
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      expect([bit, (await verifyCheckpoint(changed.toString(), given())).verdict]).toEqual([bit, 'fails'])
    }
  })

  test('continues another, by a proof about these two and no others', async () => {
    const [older, newer] = [noteAt(1), noteAt(-1)]
    const signed = ({ text: note, size }: Note) => ({ note, size, root: '' })
    const proof = { origin: ORIGIN, from: signed(older), to: signed(newer), path: [...pathOf(lines, older.size, newer.size)] } // prettier-ignore
    const asked = { from: older.size, to: newer.size }
    expect((await verifyConsistency(proof, asked, given())).verdict).toBe('holds')
    const { note: forged } = rewritten(1, newer.size)
    for (const wrong of [
      verifyConsistency(proof, { ...asked, from: 1 }, given()),
      verifyConsistency({ ...proof, to: signed(forged) }, asked, given()),
      verifyConsistency({ ...proof, path: proof.path.slice(1) }, asked, given()),
      verifyConsistency({ ...proof, path: [...proof.path, ''] }, asked, given()),
      verifyConsistency(proof, asked, { keys: publicPem(newKey()), from: 'given' }),
    ])
      expect((await wrong).verdict).toBe('fails')
  })
})
