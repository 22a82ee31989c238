import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { cpSync, existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { CHECKPOINTS, notesIn } from '../../src/audit/checkpoint-file.ts'
import { PRUNED } from '../../src/audit/cut.ts'
import { Frontier } from '../../src/audit/frontier.ts'
import { leafHash } from '../../src/audit/leaf.ts'
import type { LedgerOptions } from '../../src/audit/ledger.ts'
import { readPinnedKeys } from '../../src/audit/note-keys.ts'
import { noteSigner, signNote } from '../../src/audit/signed-note.ts'
import { verifyLedger } from '../../src/audit/verify-ledger.ts'
import type { VerifyOptions } from '../../src/audit/verify-ledger.ts'
import { deny, newDir, open, outcome, pathOf, permit, segmentsOf } from './a-ledger.ts'

export const ORIGIN = 'test.example/one'

export const newKey = (): KeyObject => generateKeyPairSync('ed25519').privateKey
export const publicPem = (key: KeyObject) => String(createPublicKey(key).export({ type: 'spki', format: 'pem' }))
export const pinnedTo = (key: KeyObject): VerifyOptions => ({ pinned: readPinnedKeys(publicPem(key)) })

/** Three runs, each with a few requests: at least six checkpoints, in three segments. */
export async function signedLedger(key: KeyObject, options: Partial<LedgerOptions> = {}): Promise<string> {
  const dir = newDir()
  for (const run of ['a', 'b', 'c']) {
    const ledger = await open(dir, { signers: [key], limits: { checkpointRecords: 6 }, ...options })
    for (let at = 0; at < 4; at += 1) {
      await ledger.append(permit(`${run}${String(at)}`))
      await ledger.append(outcome(`${run}${String(at)}`))
      await ledger.append(deny(`${run}x${String(at)}`))
    }
    await ledger.close()
  }
  return dir
}

export function copyOf(original: string): string {
  const dir = newDir()
  cpSync(original, dir, { recursive: true })
  return dir
}

export const notesOf = (dir: string): readonly string[] => notesIn(readFileSync(join(dir, CHECKPOINTS), 'utf8'))

export function putNotes(dir: string, notes: readonly string[]): void {
  writeFileSync(join(dir, CHECKPOINTS), notes.map((note) => `${note}\n`).join(''))
}

export const sizeOf = (note: string) => Number(note.split('\n')[1])

export const rawLines = (dir: string): readonly string[] =>
  segmentsOf(dir).flatMap((name) => readFileSync(pathOf(dir, name), 'utf8').split('\n').slice(0, -1))

export function rootOf(lines: readonly string[]): Uint8Array {
  const tree = new Frontier()
  for (const line of lines) tree.push(Buffer.from(leafHash(line), 'base64'))
  return tree.root()
}

/** What somebody writes who knows the format: one segment of these lines, changed, and chained anew with right check sums. */
export function rechain(
  dir: string,
  lines: readonly string[],
  change: (fields: Fields, at: number) => void,
): readonly string[] {
  let prev = leafHash(readFileSync(join(dir, 'LOG'), 'utf8').trimEnd())
  const tree = new Frontier()
  return lines.map((line, at) => {
    const fields = JSON.parse(line) as Fields
    delete fields['crc']
    change(fields, at)
    Object.assign(fields, { seq: at, prev })
    if (fields['type'] === 'checkpoint.pre') fields['tree'] = tree.hashes
    const begin = JSON.stringify(fields).slice(0, -1)
    const made = `${begin},"crc":"${crc32(begin).toString(16).padStart(8, '0')}"}`
    prev = leafHash(made)
    tree.push(Buffer.from(prev, 'base64'))
    return made
  })
}

type Fields = Record<string, unknown>

/** Puts these lines in place of all, cut into the same segments as before. */
export function putLines(dir: string, lines: readonly string[]): void {
  const names = segmentsOf(dir)
  names.forEach((name, at) => {
    const [from, to] = [Number.parseInt(name, 10), Number.parseInt(names[at + 1] ?? '999999999999', 10)]
    writeFileSync(
      pathOf(dir, name),
      lines
        .slice(from, to)
        .map((line) => `${line}\n`)
        .join(''),
    )
  })
}

/** Signs all checkpoints again for the lines that lie there now. */
export function resign(dir: string, key: KeyObject, sizes: readonly number[]): void {
  const signer = noteSigner(ORIGIN, key)
  const lines = rawLines(dir)
  const notes = sizes.map((size) => signNote({ origin: ORIGIN, size, root: rootOf(lines.slice(0, size)) }, [signer]))
  putNotes(dir, notes)
}

export const verdictOf = async (dir: string, options: VerifyOptions) => (await verifyLedger(dir, options)).verdict

/** Every file of a ledger that is part of what is checked. */
export function filesOf(dir: string): readonly string[] {
  const isPruned = existsSync(join(dir, PRUNED))
  return [
    'LOG',
    CHECKPOINTS,
    ...(isPruned ? [PRUNED] : []),
    ...readdirSync(join(dir, 'seg')).map((name) => join('seg', name)),
  ].sort()
}
