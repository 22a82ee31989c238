/** What a start asks of the files that a configuration names, beyond that they are there. */
import { createPrivateKey } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { readRecipients } from '../audit/seal-box.ts'
import { readKeySet } from '../authenticate/key-set.ts'
import { ConfigError } from '../config/config-error.ts'
import type { Config } from '../config/config.ts'
import type { Io } from './io.ts'
import { loadFiles } from './load.ts'
import type { LoadedFiles } from './load.ts'
import { testPolicy } from './policy-test.ts'

/** What would be in force: it fits together, and does what the policy's own tests say. Rejects with everything that is wrong. */
export async function loadTested(file: string, io: Pick<Io, 'env' | 'now'>): Promise<LoadedFiles> {
  const loaded = await loadFiles(file, io)
  const failed = (await testPolicy(loaded.policy, io.now)).filter(({ passed }) => !passed)
  if (failed.length === 0) return loaded
  const { policies } = loaded.config
  throw new ConfigError(
    failed.map(
      ({ it, line, differences }) =>
        `${policies}:${String(line)}:1: the policy's test "${it}" fails: ${differences.join('; ')}`,
    ),
  )
}

/** The key of `audit.key`. Throws one sentence for a file that holds none that can sign checkpoints. */
export function signingKey(path: string, file: Uint8Array): KeyObject {
  try {
    const key = createPrivateKey(Buffer.from(file))
    if (key.asymmetricKeyType === 'ed25519') return key
  } catch {
    // said below: what is wrong with a key is not for a message
  }
  throw new Error(`${path} is no Ed25519 private key in PEM, and checkpoints are signed with one`)
}

/** Keys that prompts are sealed for, from their files. Rejects with one sentence. */
export async function recipientsOf(paths: readonly string[]) {
  return readRecipients(await Promise.all(paths.map((path) => readFile(path, 'utf8'))))
}

/** Rejects with what a start would say of the keys of the ledger, which a reload does not read again. */
export async function checkLedgerKeys({ audit: { key, seal } }: Pick<Config, 'audit'>): Promise<void> {
  signingKey(key, await readFile(key))
  if (seal !== null) await recipientsOf(seal.recipients)
}

/** Issuers whose keys are in files that hold none to check a token with. Cordon starts, and waits for better ones. */
export async function keylessIssuers({ identity: { issuers } }: Pick<Config, 'identity'>): Promise<readonly string[]> {
  const looked = await Promise.all(
    issuers.map(async ({ at, keys, algorithms }) => {
      if (keys.kind !== 'file') return []
      try {
        await readKeySet(await readFile(keys.path), algorithms)
        return []
      } catch (cause) {
        const why = cause instanceof Error ? cause.message : 'unknown error'
        return [`${at}: no token of this issuer can be checked with ${keys.path}: ${why}`]
      }
    }),
  )
  return looked.flat()
}
