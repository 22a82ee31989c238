import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, randomUUID } from 'node:crypto'
import type { JsonWebKey, KeyObject } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { certificatesIn } from './dev-certificates.ts'

/** Which files a folder of development keys has. */
export function devKeyPaths(dir: string) {
  return {
    auditKey: join(dir, 'audit.pem'),
    auditPublicKey: join(dir, 'audit.pub.pem'),
    tokenKey: join(dir, 'token.pem'),
    jwks: join(dir, 'jwks.json'),
  }
}

export type DevKeys = {
  /** Files that were made now, and files that were there and stay as they were. */
  readonly made: readonly string[]
  readonly kept: readonly string[]
  /** What could not be made without openssl, and why; null when nothing is missing. */
  readonly skipped: string | null
}

export type DevKeysParts = {
  readonly dir: string
  /** Replaces what is there. A ledger that was written with the old key keeps needing the old public key. */
  readonly force?: boolean
  /** The program that makes certificates. */
  readonly openssl?: string
}

/** One folder's files, as they are made. */
type Bench = { readonly dir: string; readonly force: boolean; readonly made: string[]; readonly kept: string[] }

/**
 * Makes what Cordon needs to be tried out: the ledger's Ed25519 key, an ES256 key for development tokens with its key set,
 * and, when openssl is there, a CA with a server and a client certificate. Private files are 0600 in a folder that is 0700.
 * Without `force` nothing that exists is changed, so it may be called at every start. Throws for a folder that contradicts itself.
 *
 * For development: these keys have no password, and whoever can read them can mint tokens and write ledgers.
 */
export function makeDevKeys({ dir, force = false, openssl = 'openssl' }: DevKeysParts): DevKeys {
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  if (!lstatSync(dir).isDirectory()) throw new Error(`${dir} is not a folder`)
  chmodSync(dir, 0o700)
  const bench: Bench = { dir, force, made: [], kept: [] }
  const paths = devKeyPaths(dir)
  const audit = privateKeyAt(bench, paths.auditKey, () => generateKeyPairSync('ed25519').privateKey)
  derivedAt(bench, paths.auditPublicKey, paths.auditKey, toPublicPem(audit))
  const token = privateKeyAt(bench, paths.tokenKey, newEcKey)
  derivedAt(bench, paths.jwks, paths.tokenKey, `${JSON.stringify({ keys: [toJwk(token)] }, null, 2)}\n`)
  const skipped = certificatesIn({ bench, openssl, keyAt: (path) => void privateKeyAt(bench, path, newEcKey) })
  return { made: bench.made, kept: bench.kept, skipped }
}

/** The key that signs development tokens, with the name and algorithm that their header must have. Throws when it was not made yet. */
export function readTokenKey(dir: string): { readonly key: KeyObject; readonly kid: string; readonly alg: 'ES256' } {
  const { tokenKey } = devKeyPaths(dir)
  if (!existsSync(tokenKey)) throw new Error(`${tokenKey} is not there: make it with: npm run -s keys`)
  const key = createPrivateKey(readFileSync(tokenKey))
  return { key, kid: toJwk(key).kid, alg: 'ES256' }
}

const newEcKey = () => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey

function toPublicPem(key: KeyObject): string {
  return String(createPublicKey(key).export({ type: 'spki', format: 'pem' }))
}

/** The public half as a JWK (RFC 7517), named by its thumbprint (RFC 7638 §3). */
function toJwk(key: KeyObject): JsonWebKey & { readonly kid: string } {
  const { crv, kty, x, y } = createPublicKey(key).export({ format: 'jwk' })
  const kid = createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url')
  return { kty, crv, x, y, kid, alg: 'ES256', use: 'sig' } as JsonWebKey & { kid: string }
}

function privateKeyAt(bench: Bench, path: string, make: () => KeyObject): KeyObject {
  const text = () => String(make().export({ type: 'pkcs8', format: 'pem' }))
  const isNew = (bench.force || !existsSync(path)) && put(path, text(), 0o600, bench.force)
  if (isNew) bench.made.push(path)
  else bench.kept.push(path)
  chmodSync(path, 0o600)
  return createPrivateKey(readFileSync(path))
}

/** A public file that follows from a private one. One that does not follow belongs to another key, which is not ours to throw away. */
function derivedAt(bench: Bench, path: string, from: string, text: string): void {
  if (put(path, text, 0o644, bench.force)) return void bench.made.push(path)
  if (readFileSync(path, 'utf8') !== text) {
    throw new Error(`${path} does not belong to ${from}: move one of them away, or replace all with --force`)
  }
  bench.kept.push(path)
}

/**
 * Whole or not at all: whoever reads at the same time sees no half of a key, and no key is readable before its mode is set.
 * False when the file was there, made perhaps by another process a moment ago: then it stays as it is.
 */
function put(path: string, text: string, mode: number, replace: boolean): boolean {
  const draft = `${path}.${randomUUID()}.new`
  writeFileSync(draft, text, { mode, flag: 'wx' })
  try {
    if (replace) renameSync(draft, path)
    else linkSync(draft, path)
    return true
  } catch (cause) {
    if (typeof cause === 'object' && cause !== null && 'code' in cause && cause.code === 'EEXIST') return false
    throw cause
  } finally {
    rmSync(draft, { force: true })
  }
}
