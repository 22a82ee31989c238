import { open, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { isJsonObject } from '../terms/json.ts'
import type { JsonValue } from '../terms/json.ts'
import type { Log } from '../terms/logger.ts'
import { isMissing, syncDir } from './disk.ts'
import { errorText } from './error-text.ts'
import { readNote } from './signed-note.ts'

/** Somebody out of this process's reach who keeps checkpoints. `keep` resolves when the note is kept; it may fail, and must end. */
export type Keeper = { readonly name: string; readonly keep: (note: string) => Promise<void> }

export type WitnessParts = {
  readonly dir: string
  readonly keepers: readonly Keeper[]
  readonly checkpoint: () => string | null
  /** Durable records, from the ledger's beginning. */
  readonly records: () => number
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly log: Log
  /** Beyond either, the tail that nobody else has a checkpoint of is alerted about. */
  readonly most: { readonly records: number; readonly ms: number }
  readonly everyMs: number
}

/** How far the ledger has grown beyond what somebody else keeps. */
export type Tail = { readonly records: number; readonly seconds: number }

/** A witness: the last checkpoint that it took, null for none, and whether it failed to take a newer one. */
export type WitnessSeen = {
  readonly name: string
  readonly kept: { readonly size: number; readonly at: number } | null
  readonly failing: boolean
}

export type Witnesses = {
  /** Null when nobody is to keep anything. */
  readonly tail: () => Tail | null
  /** What each has, in the order in which they were named. */
  readonly states: () => readonly WitnessSeen[]
  /** Hands out what is not kept yet, once. Never rejects. */
  readonly look: () => Promise<void>
  /** One last time, and no more. */
  readonly stop: () => Promise<void>
}

/** Beside the ledger: which checkpoint each witness has. Losing it costs one more copy of a checkpoint, nothing else. */
export const WITNESSES = 'WITNESSES'

type Kept = { readonly size: number; readonly at: number }

/**
 * Hands every new checkpoint to each witness, apart from each other and out of every request's way. One that fails is logged and gets the last
 * checkpoint at the next look: an older one that it missed adds nothing. What each has is on disk.
 */
export async function createWitnesses(parts: WitnessParts): Promise<Witnesses> {
  const { dir, keepers, checkpoint, now, log } = parts
  const kept = new Map(await readKept(dir))
  const began = now()
  const failing = new Set<string>()
  let busy: Promise<void> | null = null
  let alerted = false

  const hand = async ({ name, keep }: Keeper, note: string, size: number): Promise<boolean> => {
    if ((kept.get(name)?.size ?? -1) >= size) return false
    try {
      await keep(note)
      kept.set(name, { size, at: now() })
      if (failing.delete(name)) log.info('a witness keeps checkpoints again', { witness: name, size })
      return true
    } catch (cause) {
      if (!failing.has(name)) log.warn('a witness did not keep a checkpoint', { alert: 'witness_failed', witness: name, why: errorText(cause) }) // prettier-ignore
      failing.add(name)
      return false
    }
  }

  const lookOnce = async (): Promise<void> => {
    const note = checkpoint()
    const size = note === null ? null : (readNote(note)?.size ?? null)
    if (note !== null && size !== null) {
      const changed = await Promise.all(keepers.map((keeper) => hand(keeper, note, size)))
      if (changed.includes(true)) await writeKept(dir, kept).catch((cause: unknown) => log.warn('what witnesses have could not be written down', { why: errorText(cause) })) // prettier-ignore
    }
    alert()
  }

  const tail = (): Tail | null => {
    if (keepers.length === 0) return null
    const best = keepers
      .map(({ name }) => kept.get(name))
      .reduce<Kept | null>(
        (most, one) => (one === undefined || (most !== null && most.size >= one.size) ? most : one),
        null,
      )
    const records = Math.max(0, parts.records() - (best?.size ?? 0))
    return { records, seconds: records === 0 ? 0 : Math.round((now() - (best?.at ?? began)) / 1000) }
  }

  const alert = () => {
    const now = tail()
    const isLong = now !== null && (now.records > parts.most.records || now.seconds * 1000 > parts.most.ms)
    if (isLong && !alerted) log.error('records that no witness has a checkpoint of', { alert: 'unwitnessed', ...now })
    alerted = isLong
  }

  const look = () => (busy ??= lookOnce().finally(() => void (busy = null)))
  const timer = setInterval(() => void look(), parts.everyMs).unref()
  return {
    tail,
    states: () => keepers.map(({ name }) => ({ name, kept: kept.get(name) ?? null, failing: failing.has(name) })),
    look,
    stop: async () => {
      clearInterval(timer)
      await busy
      await look()
    },
  }
}

/**
 * A file elsewhere (another disk, a mount that only grows) to which checkpoints are appended, each followed by an empty line, as in the ledger's
 * own. Opened each time, so that it may be moved away.
 */
export function fileKeeper(path: string): Keeper['keep'] {
  return async (note) => {
    const file = await open(path, 'a', 0o600)
    try {
      await file.writeFile(`${note}\n`)
      await file.sync()
    } finally {
      await file.close()
    }
  }
}

/** Which checkpoint each witness has, as it was written down. */
export async function readKept(dir: string): Promise<readonly (readonly [string, Kept])[]> {
  const text = await readFile(join(dir, WITNESSES), 'utf8').catch((cause: unknown) => {
    if (isMissing(cause)) return '{}'
    throw cause
  })
  const value = parsed(text)
  return Object.entries(isJsonObject(value) ? value : {}).flatMap(([name, kept]) => {
    const { size, at } = isJsonObject(kept) ? kept : {}
    return typeof size === 'number' && typeof at === 'number' ? [[name, { size, at }] as const] : []
  })
}

async function writeKept(dir: string, kept: ReadonlyMap<string, Kept>): Promise<void> {
  const path = join(dir, WITNESSES)
  const file = await open(`${path}.new`, 'w', 0o600)
  try {
    await file.writeFile(`${JSON.stringify(Object.fromEntries(kept))}\n`)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(`${path}.new`, path)
  await syncDir(dir)
}

function parsed(text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue
  } catch {
    return null // damaged: every witness gets the last checkpoint once more
  }
}
