import { appendFileSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from '@jest/globals'
import { CHECKPOINTS } from '../../src/audit/checkpoint-file.ts'
import { readNote } from '../../src/audit/signed-note.ts'
import { verifyLedger } from '../../src/audit/verify-ledger.ts'
import type { Report, VerifyOptions } from '../../src/audit/verify-ledger.ts'
import { newDir, open, pathOf, segmentsOf } from './a-ledger.ts'
import {
  copyOf,
  filesOf,
  newKey,
  notesOf,
  pinnedTo,
  putLines,
  putNotes,
  rawLines,
  rechain,
  resign,
  signedLedger,
  sizeOf,
} from './a-signed-ledger.ts'

/*
 * The catalogue of attacks, by number. Whoever attacks can write every file; some hold the key as well. Each row says what an auditor
 * sees who has pinned the public key, and what one sees who kept a checkpoint elsewhere.
 */
const key = newKey()
const stranger = newKey()
let ledger: string

beforeAll(async () => {
  ledger = await signedLedger(key)
})

/** The last checkpoint, as somebody else has kept it. */
function kept(): NonNullable<VerifyOptions['witness']> {
  const note = readNote(notesOf(ledger).at(-1) ?? '')
  if (note === null) throw new Error('no checkpoint')
  return note
}

const sizes = () => notesOf(ledger).map(sizeOf)

/** Cuts records off, and the checkpoints that cover them. */
function cut(dir: string, records: number): void {
  putLines(dir, rawLines(dir).slice(0, records))
  for (const name of segmentsOf(dir)) if (Number.parseInt(name, 10) >= records) rmSync(pathOf(dir, name))
  putNotes(
    dir,
    notesOf(dir).filter((note) => sizeOf(note) <= records),
  )
}

type Attack = {
  readonly id: string
  readonly name: string
  readonly attack: (dir: string) => void | Promise<void>
  readonly verdict: Report['verdict']
  /** With a checkpoint that was kept elsewhere; the same when it is not given. */
  readonly witnessed?: Report['verdict']
}

const someone = (dir: string) => rechain(dir, rawLines(dir), (fields, at) => at === 3 && (fields['status'] = 418))

const ATTACKS: readonly Attack[] = [
  {
    id: 'A02',
    name: 'deletes a line and chains all anew',
    verdict: 'tampered',
    attack: (dir) =>
      putLines(
        dir,
        rechain(dir, rawLines(dir).toSpliced(2, 2), () => {}),
      ),
  },
  {
    id: 'A02',
    name: 'writes a line twice and chains all anew',
    verdict: 'tampered',
    attack: (dir) =>
      putLines(
        dir,
        rechain(dir, rawLines(dir).toSpliced(4, 0, rawLines(dir)[4] ?? ''), () => {}),
      ),
  },
  {
    id: 'A02',
    name: 'swaps two lines and chains all anew',
    verdict: 'tampered',
    attack: (dir) =>
      putLines(
        dir,
        rechain(
          dir,
          rawLines(dir)
            .with(4, rawLines(dir)[7] ?? '')
            .with(7, rawLines(dir)[4] ?? ''),
          () => {},
        ),
      ),
  },
  {
    id: 'A02',
    name: 'changes a line and chains all anew',
    verdict: 'tampered',
    attack: (dir) => putLines(dir, someone(dir)),
  },
  {
    id: 'A03',
    name: 'cuts off the end',
    verdict: 'truncated',
    attack: (dir) => putLines(dir, rawLines(dir).slice(0, -3)),
  },
  {
    id: 'A03',
    name: 'cuts off the end and its checkpoints',
    verdict: 'fine',
    witnessed: 'truncated',
    attack: (dir) => cut(dir, sizes().at(-3) ?? 0),
  },
  {
    id: 'A04',
    name: 'has the key, writes all anew and signs it',
    verdict: 'tampered',
    witnessed: 'tampered',
    attack: (dir) => (putLines(dir, someone(dir)), resign(dir, key, sizes())),
  },
  {
    id: 'A04',
    name: 'has the key and names the checkpoints anew as well',
    verdict: 'fine',
    witnessed: 'fork',
    attack: (dir) => forgeAll(dir),
  },
  {
    id: 'A05',
    name: 'has the key and signs another root of the same size',
    verdict: 'fork',
    attack: (dir) => {
      const other = copyOf(dir)
      putLines(other, someone(other))
      resign(other, key, sizes())
      appendFileSync(join(dir, CHECKPOINTS), `${notesOf(other).at(-1) ?? ''}\n`)
    },
  },
  {
    id: 'A05',
    name: 'repeats a checkpoint',
    verdict: 'tampered',
    attack: (dir) => putNotes(dir, [...notesOf(dir), notesOf(dir).at(-1) ?? '']),
  },
  {
    id: 'A06',
    name: 'signs with a key of their own',
    verdict: 'unverifiable',
    attack: (dir) => resign(dir, stranger, sizes()),
  },
  {
    id: 'A06',
    name: 'writes all anew and signs with a key of their own',
    verdict: 'unverifiable',
    attack: (dir) => (putLines(dir, someone(dir)), resign(dir, stranger, sizes())),
  },
  {
    id: 'A07',
    name: 'takes all checkpoints away',
    verdict: 'tampered',
    attack: (dir) => rmSync(join(dir, CHECKPOINTS)),
  },
  {
    id: 'A07',
    name: 'leaves an empty file of checkpoints',
    verdict: 'tampered',
    attack: (dir) => writeFileSync(join(dir, CHECKPOINTS), ''),
  },
  {
    id: 'A07',
    name: 'takes one checkpoint away',
    verdict: 'tampered',
    attack: (dir) => putNotes(dir, notesOf(dir).toSpliced(2, 1)),
  },
  {
    id: 'A07',
    name: 'takes all signatures away',
    verdict: 'tampered',
    attack: (dir) =>
      putNotes(
        dir,
        notesOf(dir).map((note) => `${note.split('\n\n')[0] ?? ''}\n\n`),
      ),
  },
  {
    id: 'A08',
    name: 'puts in a segment of another ledger',
    verdict: 'tampered',
    attack: async (dir) => {
      const other = await signedLedger(key)
      const second = (of: string) => pathOf(of, segmentsOf(of)[1] ?? '')
      cpSync(second(other), second(dir))
    },
  },
  {
    id: 'A08',
    name: 'puts in the checkpoints of another ledger of the same key',
    verdict: 'tampered',
    attack: async (dir) => {
      cpSync(join(await signedLedger(key), CHECKPOINTS), join(dir, CHECKPOINTS))
    },
  },
  {
    id: 'A09',
    name: 'spells the same JSON otherwise',
    verdict: 'tampered',
    attack: (dir) => putLines(dir, rawLines(dir).with(3, (rawLines(dir)[3] ?? '').replace('"v":1', '"v":1.0'))),
  },
  {
    id: 'A10',
    name: 'puts yesterday back in the place of today',
    verdict: 'fine',
    witnessed: 'truncated',
    attack: (dir) => cut(dir, sizes()[1] ?? 0),
  },
]

/** Everything that somebody can do who has the key and every file. */
function forgeAll(dir: string): void {
  const announced = new Set(sizes().map((size) => size - 1))
  let lines = someone(dir)
  // Each checkpoint's name stands in the record before the next, so they are made one after the other.
  for (const size of sizes()) {
    putLines(dir, lines)
    resign(
      dir,
      key,
      sizes().filter((other) => other <= size),
    )
    const text = notesOf(dir).at(-1) ?? ''
    const name = { size, sha256: createHash('sha256').update(text).digest('hex') }
    const next = Math.min(...[...announced].filter((at) => at >= size))
    lines = rechain(dir, lines, (fields, at) => at === next && (fields['previous'] = name))
  }
}

describe('an auditor with the public key', () => {
  test.each(ATTACKS)('$id, somebody $name: $verdict', async ({ attack, verdict }) => {
    const dir = copyOf(ledger)
    await attack(dir)
    const report = await verifyLedger(dir, pinnedTo(key))
    expect({ verdict: report.verdict, why: report.why }).toEqual({
      verdict,
      why: verdict === 'fine' ? null : expect.any(String),
    })
  })

  test.each(ATTACKS)(
    '$id, somebody $name: seen with a checkpoint that was kept elsewhere',
    async ({ attack, verdict, witnessed }) => {
      const dir = copyOf(ledger)
      await attack(dir)
      const report = await verifyLedger(dir, { ...pinnedTo(key), witness: kept() })
      expect(report.verdict).toBe(witnessed ?? verdict)
      expect(report.verdict).not.toBe('fine')
    },
  )

  test('A01, a bit is flipped anywhere: a sample of every file, each time another bit', async () => {
    const dir = copyOf(ledger)
    const missed: string[] = []
    for (const name of filesOf(dir)) {
      const bytes = readFileSync(join(dir, name))
      const step = name === CHECKPOINTS || name === 'LOG' ? 1 : 5
      for (let at = 0; at < bytes.length; at += step) {
        const changed = Buffer.from(bytes)
        changed[at] = (bytes[at] ?? 0) ^ (1 << ((at / step) % 8))
        writeFileSync(join(dir, name), changed)
        const { verdict } = await verifyLedger(dir, pinnedTo(key))
        if (verdict === 'fine') missed.push(`${name}@${String(at)}`)
      }
      writeFileSync(join(dir, name), bytes)
    }
    expect(missed).toEqual([])
  }, 300_000)

  test('A11, somebody changes a policy that was in force', async () => {
    const dir = newDir()
    const text = '{"policy":"one"}'
    const digest = createHash('sha256').update(text).digest('hex')
    const about = { policy: { sha256: digest, kept: true } }
    await (await open(dir, { signers: [key], policy: { digest, text, serial: null }, about })).close()
    expect((await verifyLedger(dir, pinnedTo(key))).verdict).toBe('fine')
    writeFileSync(join(dir, 'policies', `${digest}.json`), '{"policy":"two"}')
    expect((await verifyLedger(dir, pinnedTo(key))).verdict).toBe('tampered')
  })

  test('finds nothing in a ledger that is as it was signed, and says how far that goes', async () => {
    const report = await verifyLedger(ledger, { ...pinnedTo(key), witness: kept() })
    expect(report).toMatchObject({ verdict: 'fine', unsigned: 0, unwitnessed: 0, checkpoints: sizes().length })
    expect(report.keys).toHaveLength(1)
    expect(await verifyLedger(ledger)).toMatchObject({ verdict: 'fine', keys: null, unwitnessed: report.records })
    expect((await verifyLedger(ledger, { ...pinnedTo(key), requireWitness: true })).verdict).toBe('unwitnessed')
    expect((await verifyLedger(ledger, pinnedTo(stranger))).verdict).toBe('unverifiable')
  })

  test('reads only the beginning of most lines that are signed, and says the same of them as when it reads all', async () => {
    const dir = newDir()
    const run = await open(dir, { signers: [key] })
    const fields = { received: 1, nested: { effect: 'permit', request: 'other' } }
    await run.append({ type: 'decision', effect: 'permit', request: 'a', ...fields })
    await run.append({ type: 'outcome', request: 'a', status: 200, ms: 1 })
    await run.append({ type: 'decision', effect: 'permit', request: 'é', ...fields })
    await run.append({ type: 'decision', effect: 'permit', request: 'open', ...fields })
    await run.append({ type: 'outcome', request: 'é', decision: 5, result: 'unknown', recovered: true })
    await run.close()
    const [quick, whole] = await Promise.all([
      verifyLedger(dir, pinnedTo(key)),
      verifyLedger(dir, { ...pinnedTo(key), thorough: true }),
    ])
    expect(quick).toEqual(whole)
    expect(quick).toMatchObject({ verdict: 'fine', open: 1, recovered: 1 })
    const lines = rawLines(dir)
    putLines(dir, lines.with(3, (lines[3] ?? '').replace('"ms":1', '"ms":2')))
    expect((await verifyLedger(dir, pinnedTo(key))).firstBad).toMatchObject({ seq: 3, line: 4 })
  })

  test('calls unverifiable what was never signed', async () => {
    const dir = newDir()
    await (await open(dir)).close()
    expect(await verifyLedger(dir)).toMatchObject({ verdict: 'fine', checkpoints: 0, unsigned: 2 })
    expect((await verifyLedger(dir, pinnedTo(key))).verdict).toBe('unverifiable')
  })

  test('counts what came after the last checkpoint, and half a checkpoint as none', async () => {
    const dir = copyOf(ledger)
    await (await open(dir)).close()
    expect(await verifyLedger(dir, pinnedTo(key))).toMatchObject({ verdict: 'fine', unsigned: 2 })
    const notes = readFileSync(join(dir, CHECKPOINTS))
    writeFileSync(join(dir, CHECKPOINTS), notes.subarray(0, -20))
    expect((await verifyLedger(dir, pinnedTo(key))).unsigned).toBeGreaterThan(2)
  })

  test('needs no more than the files: a copy elsewhere is as good', async () => {
    const dir = join(newDir(), 'usb')
    mkdirSync(dir)
    cpSync(ledger, dir, { recursive: true })
    for (const name of ['LOCK', 'WRITER']) rmSync(join(dir, name), { force: true })
    expect((await verifyLedger(dir, pinnedTo(key))).verdict).toBe('fine')
  })
})
