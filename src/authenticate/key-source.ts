import type { Issuer } from '../terms/caller.ts'
import { MAX_KEY_SET } from './key-set.ts'

/** Fetches a key set. It must follow no redirect; what it answers is checked here. */
export type FetchKeys = (url: URL) => Promise<{ readonly status: number; readonly body: Uint8Array }>
export type ReadFile = (path: string) => Promise<Uint8Array>

/** Where an issuer's keys come from could not be read, or answered with something that is not a key set. */
export class KeySourceFailure extends Error {
  override readonly name = 'KeySourceFailure'
}

/**
 * The bytes of an issuer's key set, from its URL or file. A file is read each time, so a change is seen whatever its
 * time stamp says. Any status but 200 is a failure: a redirect is not followed here, and must not be in `fetchKeys`.
 */
export async function loadKeys(keys: Issuer['keys'], fetchKeys: FetchKeys, readFile: ReadFile): Promise<Uint8Array> {
  if (keys.kind === 'file') return readFile(keys.path)
  const { status, body } = await fetchKeys(keys.url)
  if (status !== 200) throw new KeySourceFailure(`the key set URL answered with status ${String(status)}`)
  if (body.byteLength > MAX_KEY_SET) throw new KeySourceFailure('the key set is too large')
  return body
}
