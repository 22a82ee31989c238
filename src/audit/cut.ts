import { open, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { isJsonObject } from '../terms/json.ts'
import type { JsonObject, JsonValue } from '../terms/json.ts'
import { isMissing, syncDir } from './disk.ts'
import { Frontier, frontierOf } from './frontier.ts'
import { leafHash } from './leaf.ts'
import { FORMAT_VERSION } from './line.ts'
import type { LedgerFiles, Segment } from './ledger-files.ts'

/** Beside the segments of a pruned ledger: what has to be known of the records that are gone. A signed record says the same. */
export const PRUNED = 'PRUNED'
export const PRUNED_RECORD = 'audit.pruned'

/** The most requests that may be open at a cut: their names stand in one record. */
export const MOST_OPEN = 500

/** Where a pruned ledger begins. */
export type Cut = {
  /** The first record that is there. */
  readonly first: number
  /** Leaf hash of the record before. */
  readonly before: string
  /** The frontier of the tree of all records before. */
  readonly tree: readonly string[]
  /** Permitted requests whose outcomes come after. */
  readonly open: readonly string[]
}

/** Where reading begins, and in which segments. `cut` is null for a ledger that is all there. */
export type Beginning = {
  readonly cut: Cut | null
  readonly seq: number
  readonly prev: string
  readonly tree: Frontier
  readonly segments: readonly Segment[]
}

/**
 * The beginning of a ledger. While a pruning is not done, what lies before its cut is passed over; when nothing is gone yet, all is read.
 * Throws one sentence when PRUNED is damaged.
 */
export async function beginningOf(dir: string, log: string, { segments }: LedgerFiles): Promise<Beginning> {
  const cut = (segments[0]?.first ?? 0) === 0 ? null : await readCut(dir)
  if (cut === null) return { cut, seq: 0, prev: leafHash(log), tree: new Frontier(), segments }
  const tree = frontierOf(cut.first, cut.tree)
  if (tree === null) throw new Error(DAMAGED)
  return { cut, seq: cut.first, prev: cut.before, tree, segments: segments.filter(({ first }) => first >= cut.first) }
}

/** Null when nothing was pruned. */
export async function readCut(dir: string): Promise<Cut | null> {
  const text = await readFile(join(dir, PRUNED), 'utf8').catch((cause: unknown) => {
    if (isMissing(cause)) return null
    throw cause
  })
  if (text === null) return null
  const cut = toCut(parsed(text))
  if (cut === null || frontierOf(cut.first, cut.tree) === null || textOf(cut) !== text) throw new Error(DAMAGED)
  return cut
}

const DAMAGED = `the file ${PRUNED} is damaged: the record ${PRUNED_RECORD} has what it said`

/** Writes PRUNED, whole or not at all. */
export async function writeCut(dir: string, cut: Cut): Promise<void> {
  const file = await open(join(dir, `${PRUNED}.new`), 'w', 0o600)
  try {
    await file.writeFile(textOf(cut))
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(join(dir, `${PRUNED}.new`), join(dir, PRUNED))
  await syncDir(dir)
}

/** The frontier's hashes. */
export const rootsOf = ({ tree }: Cut): readonly Uint8Array[] => tree.map((text) => Buffer.from(text, 'base64'))

/** Whether a record says what PRUNED says. */
export function saysCut(fields: JsonObject, cut: Cut): boolean {
  const said = toCut(fields)
  return said !== null && textOf(said) === textOf(cut)
}

const textOf = ({ first, before, tree, open: names }: Cut) =>
  `${JSON.stringify({ v: FORMAT_VERSION, first, before, tree, open: names })}\n`

function toCut(value: JsonValue | undefined): Cut | null {
  if (!isJsonObject(value)) return null
  const { first, before, tree, open: names } = value
  if (typeof first !== 'number' || typeof before !== 'string' || !isTexts(tree) || !isTexts(names)) return null
  return { first, before, tree, open: names }
}

const isTexts = (value: JsonValue | undefined): value is readonly string[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'string')

function parsed(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue
  } catch {
    return undefined // the caller says that it is damaged
  }
}
