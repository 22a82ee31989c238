import { stat } from 'node:fs/promises'
import { isJsonObject } from '../terms/json.ts'
import type { JsonObject, JsonValue } from '../terms/json.ts'
import { errorText } from './error-text.ts'
import { listFiles, readLogFile } from './ledger-files.ts'
import type { Segment } from './ledger-files.ts'
import { readLines } from './read-lines.ts'

export type ReadOptions = {
  /** Only records of these types. */
  readonly types: readonly string[]
  /** Only lines that hold this text; an id, say. */
  readonly holding?: string
  /** Only files that hold records with numbers from `first` to `last`; others of the same files are handed over too. */
  readonly within?: { readonly first: number; readonly last: number }
  readonly onProgress?: (done: { readonly bytes: number; readonly of: number }) => void
}

export type RecordsRead = {
  readonly records: number
  /** Lines that are no record. `audit verify` says what is wrong with them. */
  readonly damaged: number
}

/** How many lines between two reports of progress. */
const OFTEN = 20_000

/**
 * Hands over the records of a ledger, in order, each once: lines that a failing disk made the writer write again are left out. Memory does
 * not grow with the ledger, and a writer may be at work. It believes what it reads; `verifyLedger` checks it.
 * Rejects with one sentence when there is no ledger in `dir`.
 */
export async function readRecords(
  dir: string,
  { types, holding, within, onProgress }: ReadOptions,
  onRecord: (record: JsonObject) => void,
): Promise<RecordsRead> {
  const all = (await segmentsIn(dir)).map((segment, index, list) => ({
    ...segment,
    end: list[index + 1]?.first ?? Infinity,
  }))
  const segments =
    within === undefined ? all : all.filter(({ first, end }) => end > within.first && first <= within.last)
  const sizes = await Promise.all(segments.map(async ({ path }) => (await stat(path)).size))
  const of = sizes.reduce((sum, size) => sum + size, 0)
  const heads = types.map((type) => Buffer.from(`{"v":1,"type":${JSON.stringify(type)},`))
  let [records, damaged, bytes, lines] = [0, 0, 0, 0]
  for (const { path, end } of segments) {
    const { stopped } = await readLines(path, (line) => {
      bytes += line.length + 1
      lines += 1
      if (lines % OFTEN === 0) onProgress?.({ bytes, of })
      if (!heads.some((head) => startsWith(line, head))) return isOther(line) || ((damaged += 1), true)
      if (holding !== undefined && !Buffer.from(line.buffer, line.byteOffset, line.length).includes(holding))
        return true
      const record = parsed(line)
      if (record === null) damaged += 1
      else if (typeof record['seq'] !== 'number' || record['seq'] < end) {
        records += 1
        onRecord(record)
      }
      return true
    })
    if (stopped) damaged += 1
  }
  onProgress?.({ bytes: of, of })
  return { records, damaged }
}

async function segmentsIn(dir: string): Promise<readonly Segment[]> {
  let log
  try {
    log = await readLogFile(dir)
    if (log !== null) return (await listFiles(dir)).segments
  } catch (cause) {
    throw new Error(`${dir}: ${errorText(cause)}`, { cause })
  }
  throw new Error(`${dir}: this is no ledger: there is no file LOG here`)
}

const OTHER = Buffer.from('{"v":1,"type":"')

/** The beginning of a record of another type. */
const isOther = (line: Uint8Array) => startsWith(line, OTHER)

function startsWith(line: Uint8Array, head: Uint8Array): boolean {
  if (line.length < head.length) return false
  for (let at = 0; at < head.length; at += 1) if (line[at] !== head[at]) return false
  return true
}

function parsed(line: Uint8Array): JsonObject | null {
  try {
    const value = JSON.parse(Buffer.from(line.buffer, line.byteOffset, line.length).toString('utf8')) as JsonValue
    return isJsonObject(value) ? value : null
  } catch {
    return null // counted as damaged
  }
}
