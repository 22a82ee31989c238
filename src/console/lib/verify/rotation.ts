import { count } from '../format.ts'
import type { LedgerKey } from '../../../contract/evidence.ts'
import { joined, toBase64 } from './bytes.ts'
import { verifyCheckpoint } from './checkpoint.ts'
import { cryptoHere } from './crypto.ts'
import type { Crypto } from './crypto.ts'
import { readKeys } from './keys.ts'
import type { Key } from './keys.ts'
import { verifyProofFile } from './proof-file.ts'
import { cannot, failed, ok } from './step.ts'
import type { Step } from './step.ts'

export type Followed = {
  /** Every key that the given one vouches for, and the given ones: vkeys, one a line. For proofs, which may be older than a change. */
  readonly keys: string
  /** The one in force, for the last checkpoint: one that was replaced signs nothing any more. */
  readonly newest: string
  /** One for each change that was followed, or could not be. */
  readonly steps: readonly Step[]
}

/** Asks for the proof of the record that changed a key, as text; null, or a failure, when there is none. */
export type AskRotation = (record: number) => Promise<string | null>

/**
 * Follows changes of the ledger's key from one that the reader was given: each stands in a record, under a checkpoint that the key before and the
 * new one have both signed. `told`: what Cordon says of its keys, newest first; nothing of it is believed. Null when what was given is no key.
 */
export async function followRotations(
  given: string,
  told: readonly Pick<LedgerKey, 'vkey' | 'record'>[],
  origin: string,
  ask: AskRotation,
  crypto?: Crypto,
): Promise<Followed | null> {
  const means = crypto ?? (await cryptoHere())
  const read = means.sha256 === null ? null : await readKeys(means.sha256, given, origin)
  if (read === null || 'why' in read) return null
  const known = read.keys.map(vkeyOf)
  const begin = told.findIndex(({ vkey }) => known.includes(vkey))
  const steps: Step[] = begin === -1 ? [failed('key', 'This Cordon names no key that you gave.')] : []
  let newest = known.join('\n')
  for (const { vkey, record } of told.slice(0, Math.max(0, begin)).toReversed()) {
    const text = record === null ? null : await ask(record).catch(() => null)
    const step = await checkRotation({ text, record: record ?? 0, to: vkey, known }, means)
    steps.push(step)
    if (step.state !== 'ok') break
    known.push(vkey)
    newest = vkey
  }
  return { keys: known.join('\n'), newest, steps }
}

type Rotation = {
  readonly text: string | null
  readonly record: number
  readonly to: string
  readonly known: readonly string[]
}

async function checkRotation({ text, record, to, known }: Rotation, crypto: Crypto): Promise<Step> {
  const which = `The change of the key in record ${count(record)}`
  if (text === null) return cannot('key', `${which} cannot be followed: there is no proof of it.`)
  const checked = await verifyProofFile(text, { keys: known.join('\n'), from: 'given' }, crypto)
  if (checked.verdict === 'cannot') return cannot('key', `${which} cannot be checked here.`)
  const fields = checked.record?.fields ?? {}
  const isIt = checked.proof?.index === record && checked.record?.type === 'key.rotate' && fields['to'] === to
  const isFrom = typeof fields['from'] === 'string' && known.includes(fields['from'])
  if (checked.verdict === 'fails' || !isIt || !isFrom)
    return failed('key', `${which} is not shown by its proof: the key that you gave does not vouch for the new one.`)
  const both = await verifyCheckpoint(checked.proof?.checkpoint ?? '', { keys: to, from: 'told' }, crypto)
  if (both.verdict !== 'holds') return failed('key', `${which} is not signed with the new key.`)
  return ok('key', `${which} is signed with both keys: the one that you gave vouches for ${both.key ?? ''}.`)
}

/** C2SP signed-note; the first byte says Ed25519. */
const vkeyOf = ({ name, id, bytes }: Key) => `${name}+${id}+${toBase64(joined(Uint8Array.of(0x01), bytes))}`
