import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export type CertificateParts = {
  readonly bench: { readonly dir: string; readonly force: boolean; readonly made: string[]; readonly kept: string[] }
  readonly openssl: string
  /** Sees to it that there is a private key at a path, with the right mode. */
  readonly keyAt: (path: string) => void
}

/** Extensions of RFC 5280 §4.2.1, one section for each certificate. */
const EXTENSIONS = `
[req]
distinguished_name = none
prompt = no
[none]
CN = unused
[ca]
basicConstraints = critical, CA:TRUE, pathlen:0
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
[server]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = serverAuth
subjectAltName = DNS:localhost, IP:127.0.0.1, IP:::1
authorityKeyIdentifier = keyid
[client]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = clientAuth
subjectAltName = DNS:client.cordon.localhost
authorityKeyIdentifier = keyid
`

const SUBJECTS = { ca: 'Cordon development CA', server: 'localhost', client: 'client.cordon.localhost' } as const
type Name = keyof typeof SUBJECTS

/** Days. A leaf lives no longer than public CAs allow; who still needs it then makes a new one. */
const LIFETIMES: Readonly<Record<Name, number>> = { ca: 3650, server: 397, client: 397 }

/**
 * A development CA, and a certificate of it for a server at localhost and for a client (mutual TLS). Returns why they were
 * not made, when openssl is not there. Throws when openssl is there and fails. A new CA makes new leaves, since the old ones would not verify.
 */
export function certificatesIn({ bench, openssl, keyAt }: CertificateParts): string | null {
  const { dir, force, made, kept } = bench
  const files = (name: Name) => ({ certificate: join(dir, `${name}.pem`), key: join(dir, `${name}.key.pem`) })
  const isThere = (name: Name) => existsSync(files(name).certificate) && existsSync(files(name).key)
  const names = ['ca', 'server', 'client'] as const
  const wanted = force || !isThere('ca') ? names : names.filter((name) => !isThere(name))
  for (const name of names.filter((it) => !wanted.includes(it))) {
    chmodSync(files(name).key, 0o600)
    kept.push(files(name).key, files(name).certificate)
  }
  if (wanted.length === 0) return null
  if (!runs(openssl)) return `${openssl} was not found, so no certificates were made; keys and key set do not need it`
  const scratch = mkdtempSync(join(dir, '.making-'))
  try {
    const config = join(scratch, 'openssl.cnf')
    writeFileSync(config, EXTENSIONS)
    for (const name of wanted) {
      keyAt(files(name).key)
      make(openssl, { name, config, scratch, ca: files('ca'), own: files(name) })
      made.push(files(name).certificate)
    }
  } finally {
    rmSync(scratch, { recursive: true })
  }
  return null
}

type Pair = { readonly certificate: string; readonly key: string }
type Making = {
  readonly name: Name
  readonly config: string
  readonly scratch: string
  readonly ca: Pair
  readonly own: Pair
}

function make(openssl: string, { name, config, scratch, ca, own }: Making): void {
  const request = join(scratch, `${name}.csr`)
  const subject = ['-config', config, '-subj', `/CN=${SUBJECTS[name]}`]
  // 20 octets at most, positive, and not to be guessed (RFC 5280 §4.1.2.2).
  const life = ['-days', String(LIFETIMES[name]), '-set_serial', `0x01${randomBytes(16).toString('hex')}`]
  run(openssl, ['req', '-new', '-sha256', '-key', own.key, '-out', request, ...subject])
  const signer = name === 'ca' ? ['-signkey', own.key] : ['-CA', ca.certificate, '-CAkey', ca.key]
  const extensions = ['-extfile', config, '-extensions', name]
  run(openssl, ['x509', '-req', '-sha256', '-in', request, '-out', own.certificate, ...signer, ...life, ...extensions])
  chmodSync(own.certificate, 0o644)
}

function runs(openssl: string): boolean {
  try {
    run(openssl, ['version'])
    return true
  } catch (cause) {
    if (typeof cause === 'object' && cause !== null && 'code' in cause && cause.code === 'ENOENT') return false
    throw cause
  }
}

function run(openssl: string, args: readonly string[]): void {
  execFileSync(openssl, args, { stdio: ['ignore', 'ignore', 'pipe'], timeout: 60_000 })
}
