import { createPrivateKey, X509Certificate } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { ServerOptions } from 'node:https'
import { tryCertificate } from './listener.ts'

/** Paths of PEM files: a certificate, with those that it was signed by after it, and its private key. */
export type CertificateFiles = { readonly cert: string; readonly key: string }

/** A certificate that can be used now, with its key. */
export type Certificate = {
  readonly options: Pick<ServerOptions, 'cert' | 'key' | 'minVersion'>
  /** Milliseconds since 1970: when it expires. */
  readonly until: number
  /** Whether it proves this name or address (RFC 9525, as far as Node goes). */
  readonly isFor: (host: string) => boolean
}

/**
 * Reads a certificate and its key, and sees to it that they can be used at this moment, in milliseconds since 1970. Rejects with one sentence that names
 * the file at fault and quotes nothing of it. It does NOT look at who signed the certificate: that is for those who connect.
 */
export async function readCertificate(files: CertificateFiles, now: number): Promise<Certificate> {
  const [cert, key] = await Promise.all([read(files.cert), read(files.key)])
  const leaf = certificateIn(cert, files.cert)
  const [from, until] = [leaf.validFromDate.getTime(), leaf.validToDate.getTime()]
  if (now >= until) throw new Error(`the certificate in ${files.cert} expired on ${dayOf(until)}`)
  if (now < from)
    throw new Error(`the certificate in ${files.cert} is not valid before ${new Date(from).toISOString()}`)
  if (!leaf.checkPrivateKey(keyIn(key, files.key)))
    throw new Error(`the key in ${files.key} is not that of the certificate in ${files.cert}`)
  const options = { cert, key, minVersion: 'TLSv1.2' } as const
  try {
    tryCertificate(options) // OpenSSL has an opinion of its own, on the size of keys for one
  } catch (cause) {
    throw new Error(`the certificate in ${files.cert} cannot be used for TLS (${codeOf(cause)})`, { cause })
  }
  const isFor = (host: string) => (ADDRESS.test(host) ? leaf.checkIP(host) : leaf.checkHost(host)) !== undefined
  return { options, until, isFor }
}

async function read(path: string): Promise<Buffer> {
  try {
    return await readFile(path)
  } catch (cause) {
    throw new Error(`${path} cannot be read (${codeOf(cause)})`, { cause })
  }
}

function certificateIn(file: Buffer, path: string): X509Certificate {
  try {
    return new X509Certificate(file)
  } catch {
    throw new Error(`${path} holds no certificate in PEM`) // what is wrong with it may quote it
  }
}

function keyIn(file: Buffer, path: string): KeyObject {
  try {
    return createPrivateKey(file)
  } catch {
    throw new Error(`${path} holds no private key in PEM that can be read without a passphrase`)
  }
}

const ADDRESS = /^\d{1,3}(?:\.\d{1,3}){3}$|:/
const codeOf = (cause: unknown) =>
  typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : 'unknown error'
export const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10)
