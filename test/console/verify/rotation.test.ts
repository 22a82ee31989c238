import { beforeAll, describe, expect, test } from '@jest/globals'
import { makeNearProof } from '../../../src/audit/near-proof.ts'
import { rotateKey } from '../../../src/audit/rotate-key.ts'
import { noteSigner, signNote, vkeyOf } from '../../../src/audit/signed-note.ts'
import { verifyCheckpoint } from '../../../src/console/lib/verify/checkpoint.ts'
import { followRotations } from '../../../src/console/lib/verify/rotation.ts'
import { aLog, newDir, open } from '../../audit/a-ledger.ts'
import { newKey, notesOf, ORIGIN, publicPem, rawLines, rootOf, signedLedger } from '../../audit/a-signed-ledger.ts'

/* A ledger whose key was changed twice, and an auditor who was given the first. */

const [one, two, three, stranger] = [newKey(), newKey(), newKey(), newKey()]
const vkeys = [three, two, one].map((key) => vkeyOf(noteSigner(ORIGIN, key)))
const [third = '', second = '', first = ''] = vkeys
let [dir, told]: [string, readonly { vkey: string; record: number | null }[]] = ['', []]

beforeAll(async () => {
  dir = await signedLedger(one)
  const about = { dir, origin: ORIGIN, writer: 'w', now: () => Date.now(), monotonic: () => performance.now(), pid: 1, log: aLog() } // prettier-ignore
  await rotateKey(about, one, two)
  await rotateKey(about, two, three)
  await (await open(dir, { signers: [three] })).close()
  const records = rawLines(dir).flatMap((line, at) => (line.includes('"type":"key.rotate"') ? [at] : []))
  told = [
    { vkey: third, record: records[1] ?? null },
    { vkey: second, record: records[0] ?? null },
    { vkey: first, record: null },
  ]
})

const proofOf = async (record: number) => JSON.stringify(await makeNearProof(dir, record))
const follow = (given: string, ask: (record: number) => Promise<string | null> = proofOf, said = told) =>
  followRotations(given, said, ORIGIN, ask)

describe('an auditor who was given', () => {
  test.each([
    ['the first key, in PEM', () => publicPem(one), [first, second, third], third, 2],
    ['the first key, as a vkey', () => first, [first, second, third], third, 2],
    ['the second key', () => second, [second, third], third, 1],
    ['the last key', () => third, [third], third, 0],
  ])('%s comes to that in force', async (_, given, keys, newest, count) => {
    const followed = await follow(given())
    expect(followed).toMatchObject({ keys: keys.join('\n'), newest })
    expect(followed?.steps.map(({ state }) => state)).toEqual(Array.from({ length: count }, () => 'ok'))
    const last = notesOf(dir).at(-1) ?? ''
    expect(await verifyCheckpoint(last, { keys: newest, from: 'given' })).toMatchObject({ verdict: 'holds' })
  })

  test('a key that never signed comes to nothing else', async () => {
    const followed = await follow(vkeyOf(noteSigner(ORIGIN, stranger)))
    expect([followed?.newest, followed?.steps.map(({ state }) => state)]).toEqual([vkeyOf(noteSigner(ORIGIN, stranger)), ['failed']]) // prettier-ignore
    expect(await follow('nonsense')).toBeNull()
  })
})

/** A proof of a record that somebody made up, in a tree of its own. */
const forged =
  (from: string, to: string, signers: readonly ReturnType<typeof newKey>[], type = 'key.rotate') =>
  async (record: number) => {
    // prettier-ignore
    const where = newDir()
    const ledger = await open(where, { signers: [stranger] })
    while (ledger.state().records < record) await ledger.append({ type: 'filler' })
    await ledger.append({ type, from, to })
    await ledger.close()
    const lines = rawLines(where)
    const index = lines.findIndex((line) => line.includes(`"type":"${type}"`))
    const proof = await makeNearProof(where, index)
    const root = rootOf(lines.slice(0, proof.size))
    const checkpoint = signNote({ origin: ORIGIN, size: proof.size, root }, signers.map((key) => noteSigner(ORIGIN, key))) // prettier-ignore
    return JSON.stringify({ ...proof, checkpoint })
  }

describe('a change of the key', () => {
  const liar = vkeyOf(noteSigner(ORIGIN, stranger))
  const lie = () => [{ vkey: liar, record: told[1]?.record ?? null }, ...told.slice(2)]

  test.each<[string, (record: number) => Promise<string | null>, string]>([
    ['to a stranger, signed by nobody else', forged(first, liar, [stranger]), 'failed'],
    ['that only the old key signed', forged(first, liar, [one]), 'failed'],
    ['from a key that was not given', forged(second, liar, [one, stranger]), 'failed'],
    ['in a record that says something else', forged(first, liar, [one, stranger], 'audit.note'), 'failed'],
    ['with the proof of another', proofOf, 'failed'],
    ['without a proof', () => Promise.resolve(null), 'cannot'],
    ['whose proof cannot be asked for', () => Promise.reject(new Error('gone')), 'cannot'],
  ])('%s is not followed', async (_, ask, state) => {
    const followed = await follow(first, ask, lie())
    expect([followed?.newest, followed?.keys, followed?.steps.map((step) => step.state)]).toEqual([first, first, [state]]) // prettier-ignore
  })

  test('that both keys signed is followed, whoever the new one is', async () => {
    const index = told[1]?.record ?? 0
    const ask = forged(first, liar, [one, stranger])
    const { index: at } = JSON.parse((await ask(index)) ?? '') as { readonly index: number }
    const followed = await follow(first, ask, [{ vkey: liar, record: at }, ...told.slice(2)])
    expect(followed?.newest).toBe(liar)
  })
})
