import { open, readFile, readdir, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { isJsonObject } from '../terms/json.ts'
import type { JsonValue } from '../terms/json.ts'
import { CHECKPOINTS } from './checkpoint-file.ts'
import { isMissing, syncDir } from './disk.ts'
import { RESERVE } from './disk-room.ts'
import { POLICIES } from './kept-policies.ts'
import { FORMAT_VERSION } from './line.ts'
import { GZ, SEGMENTS, firstSeqOf, tornFrom } from './segment-name.ts'

/** The LOG file: whose ledger this is. Its one line is what record 0 is chained to. */
export type LogFile = { readonly origin: string; readonly created: string; readonly line: string }

export type Segment = { readonly name: string; readonly first: number; readonly path: string }

/** What lies in a ledger's directory. */
export type LedgerFiles = {
  /** Ordered by first record. */
  readonly segments: readonly Segment[]
  readonly torn: readonly string[]
  /** Paths, below the directory, that no ledger has. */
  readonly unknown: readonly string[]
}

const AT_TOP = new Set([
  'LOG',
  'LOG.new',
  'LOCK',
  'LOCK-journal',
  'WRITER',
  RESERVE,
  'WITNESSES',
  'WITNESSES.new',
  'GAP',
  'GAP.new',
  'PRUNED',
  'PRUNED.new',
  SEGMENTS,
  POLICIES,
  CHECKPOINTS,
])

/** Lists a ledger's files. Throws when the directory cannot be read. */
export async function listFiles(dir: string): Promise<LedgerFiles> {
  const top = await readdir(dir)
  const names = await readdir(join(dir, SEGMENTS))
  const segments = names.flatMap((found) => {
    const isPacked = found.endsWith(GZ)
    const name = isPacked ? found.slice(0, -GZ.length) : found
    const first = firstSeqOf(name)
    // Beside its plain file a packed one is what a crash left of the packing: the plain one is what counts.
    if (first === null || (isPacked && names.includes(name))) return []
    return [{ name, first, path: join(dir, SEGMENTS, found) }]
  })
  const torn = names.filter((name) => tornFrom(name) !== null)
  const strange = names.filter((name) => firstSeqOf(unpacked(name)) === null && tornFrom(name) === null)
  return {
    segments: segments.sort((a, b) => a.first - b.first),
    torn: torn.sort(),
    unknown: [...top.filter((name) => !AT_TOP.has(name)), ...strange.map((name) => join(SEGMENTS, name))].sort(),
  }
}

/** The name of a segment without what says that it is packed, or being packed. */
const unpacked = (name: string) => name.replace(/\.jsonl\.gz(?:\.new)?$/, '.jsonl')

/** Reads LOG. Null when there is none; throws with one sentence when it is damaged or of another version. */
export async function readLogFile(dir: string): Promise<LogFile | null> {
  const text = await readFile(join(dir, 'LOG'), 'utf8').catch((cause: unknown) => {
    if (isMissing(cause)) return null
    throw cause
  })
  if (text === null) return null
  const line = text.slice(0, -1)
  const value = text === `${line}\n` ? parsed(line) : undefined
  if (!isJsonObject(value)) throw new Error('the file LOG is damaged')
  const { v, origin, created } = value
  if (v !== FORMAT_VERSION) throw new Error(`the file LOG is not of format version ${String(FORMAT_VERSION)}`)
  if (typeof origin !== 'string' || typeof created !== 'string') throw new Error('the file LOG is damaged')
  return { origin, created, line }
}

/** Writes LOG, whole or not at all. */
export async function writeLogFile(dir: string, origin: string, created: string): Promise<LogFile> {
  const line = JSON.stringify({ v: FORMAT_VERSION, origin, created })
  const file = await open(join(dir, 'LOG.new'), 'w', 0o600)
  try {
    await file.writeFile(`${line}\n`)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(join(dir, 'LOG.new'), join(dir, 'LOG'))
  await syncDir(dir)
  return { origin, created, line }
}

function parsed(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue
  } catch {
    return undefined // the caller says that LOG is damaged
  }
}
