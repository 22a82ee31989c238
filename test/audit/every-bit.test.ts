import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { Chain } from '../../src/audit/chain.ts'
import { CHECKPOINTS } from '../../src/audit/checkpoint-file.ts'
import { leafHash } from '../../src/audit/leaf.ts'
import { verifyLedger } from '../../src/audit/verify-ledger.ts'
import { deny, newDir, open } from './a-ledger.ts'
import { newKey, pinnedTo, rawLines } from './a-signed-ledger.ts'

/*
 * A ledger of a thousand records, with each of its bits flipped once: `npm run test:bits`. Otherwise a sample of them.
 * A bit of a record must be found at its line or the next, whether or not a signature is known to cover them; the last line's by its own
 * check sum or by the checkpoint. That is asked of the chain alone, because reading a thousand records for each of two million bits takes
 * a day. A bit of LOG, of a checkpoint or of the last line is asked of the whole verifier.
 */
const STEP = process.env['CORDON_BITS'] === 'all' ? 1 : 211
const RECORDS = 1000
const key = newKey()

async function aThousandRecords(): Promise<string> {
  const dir = newDir()
  const ledger = await open(dir, { signers: [key], limits: { checkpointRecords: 150 } })
  while (ledger.state().records < RECORDS - 2) {
    const at = ledger.state().records
    if (at % 2 === 0) await ledger.append({ type: 'decision', effect: 'deny', request: `r${String(at)}`, received: at })
    else await ledger.append(deny(`r${String(at)}`))
  }
  await ledger.close()
  return dir
}

function flipped(bytes: Uint8Array, bit: number): Buffer {
  const changed = Buffer.from(bytes)
  changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
  return changed
}

/** True when the chain, from the record before on, takes these bytes for the lines that follow. */
function isTaken(bytes: Buffer, seq: number, prev: string, signed: number): boolean {
  const chain = new Chain({ seq, prev }, () => null, signed)
  chain.begin('segment', seq, null)
  let lines = 0
  for (let at = 0, end = bytes.indexOf(0x0a); end !== -1; at = end + 1, end = bytes.indexOf(0x0a, at)) {
    if (chain.line(bytes.subarray(at, end)) !== null) return false
    lines += 1
  }
  return lines === 2
}

test(`each ${STEP === 1 ? '' : `${String(STEP)}th `}bit of a thousand records is noticed when it is flipped`, async () => {
  const dir = await aThousandRecords()
  const lines = rawLines(dir)
  expect(lines.length).toBeGreaterThanOrEqual(RECORDS)
  let prev = leafHash(readFileSync(join(dir, 'LOG'), 'utf8').trimEnd())
  const missed: string[] = []
  let bits = 0
  for (const [seq, line] of lines.slice(0, -1).entries()) {
    const two = Buffer.from(`${line}\n${lines[seq + 1] ?? ''}\n`)
    expect(isTaken(two, seq, prev, 0)).toBe(true)
    for (let bit = seq % STEP; bit < (Buffer.byteLength(line) + 1) * 8; bit += STEP) {
      bits += 1
      const changed = flipped(two, bit)
      for (const signed of [0, Infinity])
        if (isTaken(changed, seq, prev, signed)) missed.push(`${String(seq)}:${String(bit)}`)
    }
    prev = leafHash(line)
  }
  expect(missed).toEqual([])
  expect(bits).toBeGreaterThan((RECORDS * 1000) / STEP)
}, 1_800_000)

test(`each ${STEP === 1 ? '' : `${String(STEP)}th `}bit of LOG, of the checkpoints and of the last line is noticed when it is flipped`, async () => {
  const dir = await aThousandRecords()
  const last = Buffer.from(`${rawLines(dir).at(-1) ?? ''}\n`).length
  const missed: string[] = []
  for (const name of ['LOG', CHECKPOINTS, join('seg', '000000000000.jsonl')]) {
    const bytes = readFileSync(join(dir, name))
    const from = name.startsWith('seg') ? (bytes.length - last) * 8 : 0
    for (let bit = from; bit < bytes.length * 8; bit += STEP) {
      writeFileSync(join(dir, name), flipped(bytes, bit))
      const { verdict } = await verifyLedger(dir, { ...pinnedTo(key), thorough: true })
      if (verdict === 'fine') missed.push(`${name}:${String(bit)}`)
    }
    writeFileSync(join(dir, name), bytes)
  }
  expect(missed).toEqual([])
  expect((await verifyLedger(dir, pinnedTo(key))).verdict).toBe('fine')
}, 1_800_000)
