import type { KeyObject } from 'node:crypto'
import { isJsonObject } from '../terms/json.ts'
import type { JsonObject } from '../terms/json.ts'
import { readRecords } from './read-records.ts'
import { unseal, unwrapKey } from './seal-box.ts'
import type { SealedAs } from './seal-box.ts'
import type { SealStore } from './seal-store.ts'

/** One part as it was sealed; `cut` when it is only the beginning. */
export type OpenedPart = { readonly text: string; readonly cut: boolean }

export type Opened = {
  readonly request: string
  /** The caller's pseudonym. */
  readonly caller: string
  readonly prompt: OpenedPart
  /** Null when none was sealed: the request is under way, or its answer could not be. */
  readonly answer: OpenedPart | null
}

/**
 * Opens what was sealed of a request, with an auditor's private key. It believes the ledger; `audit verify` checks it. Rejects with one
 * sentence when there is no such request, nothing of it was sealed, its key was destroyed, or this key does not open it.
 */
export async function openSealed(
  dir: string,
  { store, request, key }: { readonly store: SealStore; readonly request: string; readonly key: KeyObject },
): Promise<Opened> {
  const { decision, outcome } = await recordsOf(dir, request)
  if (decision === null) throw new Error(`no decision in this ledger is of the request ${request}`)
  const caller = callerOf(decision)
  const prompt = partOf(decision)
  if (prompt === null || caller === null) throw new Error(`nothing was sealed of the request ${request}`)
  const wrapped = await store.getKey({ caller, request })
  if (wrapped === null) throw new Error(await whyGone(dir, caller))
  const dataKey = await unwrapKey(wrapped, key).catch((cause: unknown) => {
    throw new Error('this key does not open what was sealed: it was sealed for others, or changed since', { cause })
  })
  const open = async ({ sha256, cut }: Part, part: SealedAs['part']): Promise<OpenedPart> => {
    const sealed = await store.get(sha256)
    if (sealed === null) throw new Error(`the sealed ${part} of the request ${request} is gone`)
    return { text: Buffer.from(await unseal(sealed, dataKey, { request, part })).toString('utf8'), cut }
  }
  const answer = outcome === null ? null : partOf(outcome)
  return {
    ...{ request, caller },
    prompt: await open(prompt, 'prompt'),
    answer: answer === null ? null : await open(answer, 'answer'),
  }
}

async function recordsOf(dir: string, request: string) {
  let [decision, outcome]: [JsonObject | null, JsonObject | null] = [null, null]
  await readRecords(dir, { types: ['decision', 'outcome'], holding: request }, (record) => {
    if (record['request'] !== request) return
    if (record['type'] === 'decision') decision = record
    else outcome = record
  })
  return { decision, outcome } as { readonly decision: JsonObject | null; readonly outcome: JsonObject | null }
}

type Part = { readonly sha256: string; readonly cut: boolean }

/** What a record says of a sealed part; null when it says nothing. */
export function partOf({ sealed }: JsonObject): Part | null {
  if (!isJsonObject(sealed) || typeof sealed['sha256'] !== 'string') return null
  return { sha256: sealed['sha256'], cut: sealed['cut'] === true }
}

/** The caller's pseudonym in a record. */
export function callerOf({ caller }: JsonObject): string | null {
  return isJsonObject(caller) && typeof caller['id'] === 'string' ? caller['id'] : null
}

/** The record of the erasure, if that is why the key is gone. */
async function whyGone(dir: string, caller: string): Promise<string> {
  let erased: JsonObject | null = null as JsonObject | null
  await readRecords(dir, { types: [ERASED], holding: caller }, (record) => {
    if (record['caller'] === caller) erased = record
  })
  if (erased === null) return 'the key to what was sealed is gone, and no record says that it was destroyed'
  const { seq, time, basis } = erased
  const day = typeof time === 'number' ? new Date(time).toISOString().slice(0, 10) : 'a day that is not said'
  return `the key to what was sealed was destroyed on ${day} (record ${String(seq)}: ${String(basis)})`
}

/** The record of an erasure that was done. */
export const ERASED = 'audit.erased'
