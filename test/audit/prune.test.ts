import { spawnSync } from 'node:child_process'
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { beforeAll, describe, expect, jest, test } from '@jest/globals'
import { PRUNED } from '../../src/audit/cut.ts'
import { Frontier } from '../../src/audit/frontier.ts'
import { holdsIn } from '../../src/audit/holds.ts'
import { leafHash } from '../../src/audit/leaf.ts'
import { readNote } from '../../src/audit/signed-note.ts'
import { checkProof, makeProof } from '../../src/audit/proof.ts'
import { keptUntil, readRetention } from '../../src/audit/retention.ts'
import { verifyLedger } from '../../src/audit/verify-ledger.ts'
import { linesOf, newDir, open, outcome, pathOf, permit, segmentsOf } from './a-ledger.ts'
import { dayAt, keyFileOf, oldLedger, planOf, pruned } from './a-pruned-ledger.ts'
import { copyOf, newKey, notesOf, pinnedTo, putNotes, sizeOf } from './a-signed-ledger.ts'

jest.setTimeout(120_000)
const key = newKey()
const keyFile = keyFileOf(key)
const hasPython = spawnSync('python3', ['--version']).status === 0
let whole: string
let short: string
beforeAll(async () => {
  whole = await oldLedger(key)
  short = copyOf(whole)
  await pruned(short, key, 4)
})

/** The verdict of both verifiers, which must be one. */
async function verdictOf(dir: string, witness?: string): Promise<string> {
  const note = witness === undefined ? null : readNote(witness)
  const { verdict } = await verifyLedger(dir, { ...pinnedTo(key), ...(note && { witness: note }) })
  if (!hasPython) return verdict
  const args = ['docs/verify_ledger.py', dir, '--key', keyFile, '--json']
  const kept = join(newDir(), 'witness.note')
  writeFileSync(kept, witness ?? '')
  const more = witness === undefined ? [] : ['--witness', kept]
  const { stdout, stderr } = spawnSync('python3', [...args, ...more], { cwd: resolve('.'), encoding: 'utf8', env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' } }) // prettier-ignore
  if (stderr !== '') throw new Error(stderr)
  expect((JSON.parse(stdout) as { verdict: string }).verdict).toBe(verdict)
  return verdict
}

describe('a retention', () => {
  test.each([
    ['ai-act', '2026-01-31', '2026-07-31'],
    ['pci', '2026-01-31', '2027-01-31'],
    ['hipaa', '2026-01-31', '2032-01-31'],
    ['sox', '2026-01-31', '2033-01-31'],
    ['90d', '2026-01-31', '2026-05-01'],
    ['1m', '2026-01-31', '2026-03-03'],
    ['1y', '2028-02-29', '2029-03-01'],
  ])('%s keeps what is of %s until %s, and never shorter', (retain, from, until) => {
    expect(new Date(keptUntil(Date.parse(from), readRetention(retain) ?? '1d')).toISOString()).toContain(until)
  })
  test.each(['', '0d', '6', 'y', '1w', '6 y', 'toString', '-1d', '99999d'])('is not %j', (text) => {
    expect(readRetention(text)).toBeNull()
  })
})

describe('what may go', () => {
  test.each([
    { day: 1, retain: '1d', gone: 0, why: 'age' },
    { day: 4, retain: '1d', gone: 3, why: 'age' },
    { day: 400, retain: '1d', gone: 4, why: 'last' },
    { day: 400, retain: '2y', gone: 0, why: 'age' },
  ] as const)('on day $day with $retain: $gone segments', async ({ day, retain, gone, why }) => {
    const { segments, stays } = await planOf(whole, day, retain)
    expect([segments.map(({ name }) => name), stays.why]).toEqual([segmentsOf(whole).slice(0, gone), why])
  })

  test.each([
    { name: 'a policy asked for longer', more: { retain: '6y' }, stays: { why: 'retain' } },
    { name: 'a policy asked for what cannot be read', more: { retain: 'forever' }, stays: { why: 'retain' } },
    {
      name: 'a tenant is under hold',
      more: { caller: { id: 'p', tenant: 'acme' } },
      stays: { why: 'hold', hold: 'h' },
    },
  ])('stops where $name', async ({ more, stays }) => {
    const dir = await oldLedger(key, (day) => (day === 2 ? more : {}))
    const plan = await planOf(dir, 400, '1d', [{ hold: 'h', tenant: 'acme', because: 'x', by: 'y' }])
    expect([plan.segments.length, plan.stays]).toEqual([2, stays])
  })
})

describe('a pruned ledger', () => {
  test('verifies, says where it begins, and goes on', async () => {
    expect(segmentsOf(short)).toEqual([...segmentsOf(whole).slice(3), expect.any(String)])
    expect(await verdictOf(short)).toBe('fine')
    const first = Number.parseInt(segmentsOf(short)[0] ?? '', 10)
    const { pruned: before, open: underWay } = await verifyLedger(short, pinnedTo(key))
    expect([before, underWay]).toEqual([first, 0])
    const dir = copyOf(short)
    const ledger = await open(dir, { signers: [key] })
    await ledger.append(permit('later'))
    await ledger.append(outcome('later'))
    await ledger.close()
    expect(await verdictOf(dir)).toBe('fine')
  })

  test('can be pruned again, and what was held stays held', async () => {
    const dir = copyOf(whole)
    const ledger = await open(dir, { signers: [key], now: () => dayAt(6) })
    await ledger.append({ type: 'audit.hold', hold: 'h', callers: ['ps1_x'], because: 'x', by: 'y' })
    await ledger.close()
    for (const day of [3, 5, 800, 900]) await pruned(dir, key, day)
    expect(await verdictOf(dir)).toBe('fine')
    expect(linesOf(dir).some(({ type }) => type === 'audit.hold')).toBe(false)
    expect(await holdsIn(dir)).toEqual([{ hold: 'h', callers: ['ps1_x'], because: 'x', by: 'y' }])
  })

  test('proves every record that is left, to whoever has the key', async () => {
    const lines = linesOf(short)
    for (const seq of [lines[0], lines[7], lines.at(-1)].map((line) => Number(line?.['seq']))) {
      const proof = JSON.stringify(await makeProof(short, { seq }))
      expect(checkProof(proof, pinnedTo(key).pinned ?? (() => []))).toMatchObject({ holds: true, record: { seq } })
    }
    await expect(makeProof(short, { seq: 0 })).rejects.toThrow('was pruned')
  })

  test.each([0, 1, 2])(
    'is fine when the pruning broke off after %d segments, and the next one goes on',
    async (gone) => {
      const dir = copyOf(short)
      for (const name of segmentsOf(whole).slice(gone, 3)) cpSync(pathOf(whole, name), pathOf(dir, name))
      expect(await verdictOf(dir)).toBe('fine')
      await pruned(dir, key, 5)
      expect(segmentsOf(dir)[0]).toBe(segmentsOf(whole)[4])
      expect(await verdictOf(dir)).toBe('fine')
    },
  )

  test.each([
    { name: 'PRUNED is gone', verdict: 'truncated', harm: (dir: string) => rmSync(join(dir, PRUNED)) },
    { name: 'PRUNED has another hash', verdict: 'tampered', harm: (dir: string) => change(dir, (cut) => ({ ...cut, tree: [cut.tree[1], cut.tree[0], ...cut.tree.slice(2)] })) }, // prettier-ignore
    { name: 'PRUNED has another request', verdict: 'tampered', harm: (dir: string) => change(dir, (cut) => ({ ...cut, open: [...cut.open, 'more'] })) }, // prettier-ignore
    { name: 'PRUNED is no JSON', verdict: 'unverifiable', harm: (dir: string) => writeFileSync(join(dir, PRUNED), '{}\n') }, // prettier-ignore
    { name: 'one segment more is gone', verdict: 'truncated', harm: (dir: string) => rmSync(pathOf(dir, segmentsOf(dir)[0] ?? '')) }, // prettier-ignore
    { name: 'PRUNED says more than the record', verdict: 'tampered', harm: more },
    { name: 'a checkpoint is gone that covers the record', verdict: 'tampered', harm: unsign },
    { name: 'no checkpoint covers the record', verdict: 'unverifiable', harm: (dir: string) => (unsign(dir), endAtPruning(dir)) }, // prettier-ignore
  ])('is $verdict when $name', async ({ verdict, harm }) => {
    const dir = copyOf(short)
    harm(dir)
    const { verdict: found } = await verifyLedger(dir, pinnedTo(key))
    expect([found, await verdictOf(dir)]).toEqual([verdict, verdict])
  })

  test('is compared with a witness that came after, and not with one from before', async () => {
    const notes = notesOf(short)
    const dir = copyOf(short)
    expect(await verdictOf(dir, notes.at(-1))).toBe('fine')
    expect(await verdictOf(dir, notes[0])).toBe('unverifiable')
  })
})

type Written = { first: number; before: string; tree: string[]; open: string[] }

function change(dir: string, how: (cut: Written) => object): void {
  const cut = JSON.parse(readFileSync(join(dir, PRUNED), 'utf8')) as Written
  writeFileSync(join(dir, PRUNED), `${JSON.stringify(how(cut))}\n`)
}

/** The number of the record that says what was pruned. */
const pruningOf = (dir: string) => Number(linesOf(dir).find(({ type }) => type === 'audit.pruned')?.['seq'])

function unsign(dir: string): void {
  const from = pruningOf(dir)
  putNotes(dir, notesOf(dir).filter((note) => sizeOf(note) <= from)) // prettier-ignore
}

/** Cuts off what follows that record. */
function endAtPruning(dir: string): void {
  const path = pathOf(dir, segmentsOf(dir).at(-1) ?? '')
  const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1)
  const last = lines.findIndex((line) => line.includes('"type":"audit.pruned"'))
  writeFileSync(path, lines.slice(0, last + 1).map((line) => `${line}\n`).join('')) // prettier-ignore
}

/** What somebody does who prunes by hand: takes the next segment too, and writes a PRUNED that fits. */
function more(dir: string): void {
  const other = copyOf(whole)
  const next = segmentsOf(dir)[1] ?? ''
  const lines = segmentsOf(other)
    .filter((name) => name < next)
    .flatMap((name) => readFileSync(pathOf(other, name), 'utf8').split('\n').slice(0, -1))
  const tree = new Frontier()
  for (const line of lines) tree.push(Buffer.from(leafHash(line), 'base64'))
  const [first, before] = [lines.length, leafHash(lines.at(-1) ?? '')]
  writeFileSync(join(dir, PRUNED), `${JSON.stringify({ v: 1, first, before, tree: tree.hashes, open: ['d3-open'] })}\n`)
  rmSync(pathOf(dir, segmentsOf(dir)[0] ?? ''))
}
