import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import { readCertificate } from '../../src/serve/certificate.ts'
import { selfSigned, selfSignedFor } from '../fakes/certificate.ts'
import type { Pair } from '../fakes/certificate.ts'

/* What a listener may show, in real files. */

const dir = mkdtempSync(join(tmpdir(), 'cordon-certificate-'))
afterAll(() => rmSync(dir, { recursive: true }))
const [cert, key] = [join(dir, 'cert.pem'), join(dir, 'key.pem')]
const DAY = 86_400_000

const read = (pair: Partial<Pair>) => {
  rmSync(cert, { force: true })
  rmSync(key, { force: true })
  if (pair.cert !== undefined) writeFileSync(cert, pair.cert)
  if (pair.key !== undefined) writeFileSync(key, pair.key)
  return readCertificate({ cert, key }, Date.now())
}

test('a certificate and its key are read, with when it expires and whom it is for', async () => {
  const { until, isFor, options } = await read(selfSigned('cordon.example.com', '127.0.0.1'))
  expect(Math.abs(until - Date.now() - DAY)).toBeLessThan(60_000)
  expect(['cordon.example.com', 'other.example.com', '127.0.0.1', '127.0.0.2'].map(isFor)).toEqual([true, false, true, false]) // prettier-ignore
  expect(options.minVersion).toBe('TLSv1.2')
})

describe('what cannot be used is refused with one sentence', () => {
  const good = selfSigned('localhost')
  const weak = () => {
    const made = ['req', '-x509', '-newkey', 'rsa:1024', '-nodes', '-subj', '/CN=weak', '-keyout', join(dir, 'weak.key'), '-out', join(dir, 'weak.pem')] // prettier-ignore
    execFileSync('openssl', made, { stdio: 'ignore' })
    return { cert: join(dir, 'weak.pem'), key: join(dir, 'weak.key') }
  }
  const rows: readonly [string, Partial<Pair>, RegExp][] = [
    ['no certificate file', { key: good.key }, /^\S+cert\.pem cannot be read \(ENOENT\)$/],
    ['no key file', { cert: good.cert }, /^\S+key\.pem cannot be read \(ENOENT\)$/],
    ['an empty certificate', { cert: '', key: good.key }, /cert\.pem holds no certificate in PEM$/],
    ['a certificate that was cut', { cert: good.cert.slice(0, 200), key: good.key }, /holds no certificate in PEM$/],
    ['the key in place of it', { cert: good.key, key: good.key }, /cert\.pem holds no certificate in PEM$/],
    ['no key in its file', { cert: good.cert, key: good.cert }, /key\.pem holds no private key in PEM/],
    ['a key that was cut', { cert: good.cert, key: good.key.slice(0, 80) }, /key\.pem holds no private key in PEM/],
    ['the key of another', { cert: good.cert, key: selfSigned('localhost').key }, /the key in \S+key\.pem is not that of the certificate in \S+cert\.pem$/], // prettier-ignore
    ['one that has expired', selfSignedFor(['localhost'], -2 * DAY, -DAY), /expired on \d{4}-\d\d-\d\d$/],
    ['one that is not valid yet', selfSignedFor(['localhost'], DAY, 2 * DAY), /is not valid before /],
  ]
  test.each(rows)('%s', async (_what, pair, says) => {
    const thrown = (await read(pair).catch((cause: unknown) => cause)) as Error
    expect(thrown.message).toMatch(says)
    for (const text of [good.cert, good.key]) expect(thrown.message).not.toContain(text.slice(40, 60))
  })

  test('a key that is too short', async () => {
    await expect(readCertificate(weak(), Date.now())).rejects.toThrow(/cannot be used for TLS \(ERR_SSL_EE_KEY_TOO_SMALL\)$/) // prettier-ignore
  })

  test('a key that needs a passphrase', async () => {
    const locked = join(dir, 'locked.key')
    writeFileSync(key, good.key)
    execFileSync('openssl', ['pkcs8', '-topk8', '-in', key, '-out', locked, '-passout', 'pass:test'], { stdio: 'ignore' }) // prettier-ignore
    writeFileSync(cert, good.cert)
    await expect(readCertificate({ cert, key: locked }, Date.now())).rejects.toThrow('without a passphrase')
  })
})
