import type { JsonObject, JsonValue } from '../../terms/json.ts'
import { isJsonObject } from '../../terms/json.ts'
import type { PinnedKeys } from '../note-keys.ts'
import { isSignatureLine, noteSigner, signatureLine } from '../signed-note.ts'
import type { KeyObject } from 'node:crypto'

export const STATEMENT_FORMAT = 'cordon-statement/1'

/** The zones that can be asked about. */
export const ASKED_ZONES = ['lan', 'cloud'] as const
export type AskedZone = (typeof ASKED_ZONES)[number]

/** Did a request of one of these levels, or of one above, reach a destination in one of these zones? */
export type Question = {
  readonly levels: readonly string[]
  readonly to: readonly AskedZone[]
  /** When the decision was recorded, ISO 8601: from `since` on, and before `until`. Null: no limit. */
  readonly since: string | null
  readonly until: string | null
}

/** Why a request counts as an exception. Only the first is known to be one; the others are counted because nothing shows that they are none. */
export type Because = 'reached' | 'zone_not_known' | 'level_not_known' | 'outcome_not_known'

export type Exception = {
  readonly request: string
  /** The number of its decision, and of its outcome if there is one. */
  readonly seq: number
  readonly ended: number | null
  readonly time: string
  readonly level: string | null
  readonly destination: string | null
  readonly reached: readonly string[]
  readonly because: readonly Because[]
}

/** Something that happened to the ledger itself, which a reader should know of. */
export type Incident = { readonly what: string; readonly seq: number; readonly time: string }

export type Counts = {
  readonly decisions: number
  readonly permitted: number
  readonly denied: number
  readonly refused: number
  /** Of those, requests of the levels that were asked about, or of a level that could not be compared with them. */
  readonly asked: {
    readonly requests: number
    readonly permitted: number
    /** By zones that they may have reached. One may be counted in several, or in none. */
    readonly reached: Readonly<Record<'lan' | 'cloud' | 'unknown', number>>
  }
}

/** A policy that decided in the period, and where each of its destinations was by its own words. Null: it is not kept beside the ledger. */
export type Used = {
  readonly sha256: string | null
  readonly decisions: number
  readonly zones: Readonly<Record<string, string>> | null
}

/** All that follows from the ledger and the question: whoever has both can make it again, to the byte. */
export type Answer = {
  readonly answer: 'none' | 'exceptions'
  readonly counts: Counts
  readonly exceptions: { readonly count: number; readonly listed: readonly Exception[] }
  readonly policies: readonly Used[]
  readonly covers: {
    readonly origin: string
    /** The signed note, and how many records it covers. Nothing after them is part of the answer. */
    readonly checkpoint: string
    readonly records: number
    readonly segments: number
    /** The times of the first and the last of them. */
    readonly from: string
    readonly to: string
    /** False: the ledger begins after `since`, or the covered records end before `until`. */
    readonly whole: boolean
    /** The first and the last decision of the period. */
    readonly first: number | null
    readonly last: number | null
    readonly heartbeats: number
    /** The records before this number are gone, as record `record` says: nothing is counted of them. Absent: all are there. */
    readonly pruned?: { readonly before: number; readonly record: number }
    readonly incidents: { readonly count: number; readonly listed: readonly Incident[] }
  }
  /** The last checkpoint before the period's first decision, and the proof that the later one continues it (RFC 6962 §2.1.2). */
  readonly before: { readonly checkpoint: string; readonly path: readonly string[] } | null
  /** Records named above, with the proof that each stands under the checkpoint (RFC 6962 §2.1.1). */
  readonly proofs: readonly RecordProof[]
}

export type RecordProof = { readonly index: number; readonly line: string; readonly path: readonly string[] }

export type Statement = {
  readonly format: typeof STATEMENT_FORMAT
  readonly made: string
  readonly by: string
  readonly question: Question
  readonly says: readonly string[]
  readonly says_not: readonly string[]
  /** What the ledger held after the checkpoint when this was made: left out of every count. */
  readonly left_out: { readonly records: number; readonly decisions_in_period: number }
} & Answer

/** The text of a statement with the signature under it: a signed note (C2SP), as checkpoints are. */
export function signStatement(statement: Statement, key: KeyObject): string {
  const body = bodyOf(statement)
  return `${body}\n${signatureLine(body, noteSigner(statement.covers.origin, key))}`
}

export type StatementRead =
  { readonly statement: Statement; readonly key: string } | { readonly statement: null; readonly why: string }

/** Reads a statement that one of these keys has signed. What it says is for `checkStatement`. Never throws for what the text says. */
export function readStatement(text: string, pinned: PinnedKeys): StatementRead {
  const at = text.lastIndexOf('\n\n')
  const [body, line] = [text.slice(0, at + 1), text.slice(at + 2)]
  const value = at === -1 || !line.endsWith('\n') ? undefined : parsed(body)
  if (!isJsonObject(value) || value['format'] !== STATEMENT_FORMAT || bodyOf(value) !== body)
    return { statement: null, why: 'this is not a statement' }
  const { covers } = value
  const origin = isJsonObject(covers) ? covers['origin'] : null
  const key = keysFor(pinned, origin).find((one) => isSignatureLine(line.slice(0, -1), body, one))
  if (key === undefined) return { statement: null, why: 'it is not signed with a key that is trusted' }
  // Whoever signed it is trusted to have written its form; what it claims is held against its proofs.
  return { statement: value as unknown as Statement, key: key.id }
}

function keysFor(pinned: PinnedKeys, origin: JsonValue | undefined) {
  try {
    return typeof origin === 'string' ? pinned(origin) : []
  } catch {
    return [] // no key can have such a name
  }
}

const bodyOf = (statement: Statement | JsonObject) => `${JSON.stringify(statement, null, 2)}\n`

function parsed(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue
  } catch {
    return undefined // the caller says that it is not a statement
  }
}
