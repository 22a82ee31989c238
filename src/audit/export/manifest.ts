import { isJsonObject } from '../../terms/json.ts'
import type { JsonObject, JsonValue } from '../../terms/json.ts'
import type { Verdict } from '../verify-ledger.ts'
import type { FileEntry } from './out-file.ts'

export const MANIFEST = 'manifest.json'
/** Beside it, where it is signed: the signature of its bytes, as a signed note has one (C2SP). */
export const MANIFEST_SIGNATURE = 'manifest.sig'
export const EXPORT_FORMAT = 'cordon-export/1'

export const FORMATS = ['jsonl', 'csv', 'ocsf', 'cef', 'parquet'] as const
export type Format = (typeof FORMATS)[number]

/** What an export can leave out, and where a record has it. */
export const REDACTABLE = { ip: 'ip', session: 'session', caller: 'id' } as const
export type Redaction = keyof typeof REDACTABLE

/** What lies in an export, and what was known of the ledger when it was made. */
export type Manifest = {
  readonly format_version: typeof EXPORT_FORMAT
  readonly format: Format
  readonly gzip: boolean
  readonly origin: string
  /** Who asked for it, in their own words; nobody checks it. */
  readonly by: string | null
  readonly made: string
  readonly cordon: string
  readonly window: { readonly since: string | null; readonly until: string | null }
  readonly records: number
  readonly first_seq: number | null
  readonly last_seq: number | null
  /** What `audit verify` said of the ledger right before. */
  readonly verified: {
    readonly verdict: Verdict
    readonly why: string | null
    readonly keys: readonly string[] | null
    readonly records: number
  }
  /** The checkpoint (a signed note) that covers the exported records up to `covered` of them. */
  readonly checkpoint: string | null
  readonly covered: number
  /** A proof of the last covered record: every record links to the one before, so that it holds for all that lie before it in one piece. */
  readonly anchor: { readonly seq: number; readonly path: readonly string[] } | null
  readonly proofs: number | null
  readonly redactions: readonly Redaction[]
  readonly files: readonly FileEntry[]
}

/** Reads what `audit export` wrote; null for anything else. What it says is for `verifyExport` to check. */
export function readManifest(text: string): Manifest | null {
  const value = parsed(text)
  if (!isJsonObject(value) || value['format_version'] !== EXPORT_FORMAT) return null
  return isWhole(value) ? (value as unknown as Manifest) : null
}

function isWhole(value: JsonObject): boolean {
  const { format, origin, records, covered, files, checkpoint, anchor, verified } = value
  const { first_seq: first, last_seq: last, proofs, redactions, gzip } = value
  return (
    FORMATS.some((one) => one === format) &&
    typeof gzip === 'boolean' &&
    typeof origin === 'string' &&
    [records, covered].every(isCount) &&
    [first, last, proofs].every((number) => number === null || isCount(number)) &&
    (checkpoint === null || typeof checkpoint === 'string') &&
    (anchor === null || isAnchor(anchor)) &&
    isJsonObject(verified) &&
    typeof verified['verdict'] === 'string' &&
    Array.isArray(redactions) &&
    Array.isArray(files) &&
    files.every(isEntry)
  )
}

const isCount = (value: JsonValue | undefined) => typeof value === 'number' && Number.isSafeInteger(value) && value >= 0

const isAnchor = (value: JsonValue | undefined) =>
  isJsonObject(value) && isCount(value['seq']) && Array.isArray(value['path']) && value['path'].every((hash: JsonValue) => typeof hash === 'string') // prettier-ignore

/** A name is a name: an export must not make its reader open a file anywhere else. */
const isEntry = (value: JsonValue) =>
  isJsonObject(value) &&
  typeof value['name'] === 'string' &&
  /^[a-z][a-z.]{0,40}$/.test(value['name']) &&
  typeof value['sha256'] === 'string' &&
  isCount(value['bytes'])

function parsed(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue
  } catch {
    return undefined // the caller says that it is no manifest
  }
}
