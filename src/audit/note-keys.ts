import { createPrivateKey, createPublicKey } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { noteKey, readVkey } from './signed-note.ts'
import type { NoteKey } from './signed-note.ts'

/** Keys that an auditor trusts: in PEM they have no name yet, and get the origin's. */
export type PinnedKeys = (origin: string) => readonly NoteKey[]

/**
 * Reads what an auditor pins: a PEM file with an Ed25519 key (its public half is used), or vkeys, one a line, with `#` before
 * remarks. Throws with one sentence for anything else.
 */
export function readPinnedKeys(text: string): PinnedKeys {
  if (text.includes('-----BEGIN')) {
    const key = pemKey(text)
    noteKey('any', key) // refuses what is not Ed25519 now, not in the middle of the work
    return (origin) => [noteKey(origin, key)]
  }
  const lines = text.split('\n').map((line) => line.trim())
  const keys = lines
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const key = readVkey(line)
      if (key === null) throw new Error('the file of keys holds a line that is no Ed25519 vkey')
      return key
    })
  if (keys.length === 0) throw new Error('the file of keys holds no key')
  return () => keys
}

function pemKey(text: string): KeyObject {
  try {
    return text.includes('PRIVATE KEY') ? createPublicKey(createPrivateKey(text)) : createPublicKey(text)
  } catch (cause) {
    throw new Error('the file of keys is neither a PEM key nor a list of vkeys', { cause })
  }
}
