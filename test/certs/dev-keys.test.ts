import { spawn } from 'node:child_process'
import { X509Certificate, createPrivateKey, createPublicKey, sign, verify } from 'node:crypto'
import { chmodSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer, request } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import { SignJWT, calculateJwkThumbprint, createLocalJWKSet, jwtVerify } from 'jose'
import type { JSONWebKeySet } from 'jose'
import { readKeySet } from '../../src/authenticate/key-set.ts'
import { devKeyPaths, makeDevKeys, readTokenKey } from '../../src/command/dev-keys.ts'

const root = mkdtempSync(join(tmpdir(), 'cordon-keys-'))
afterAll(() => rmSync(root, { recursive: true }))

let count = 0
const newDir = () => join(root, String((count += 1)), 'dev')
const NO_OPENSSL = { openssl: join(root, 'no-such-openssl') }
const hasOpenssl = makeDevKeys({ dir: newDir() }).skipped === null
const mode = (path: string) => statSync(path).mode & 0o777
const contents = (dir: string) =>
  Object.fromEntries(readdirSync(dir).map((name) => [name, readFileSync(join(dir, name), 'utf8')]))

describe('development keys', () => {
  test('are made without openssl, and what is left out is said', () => {
    const dir = newDir()
    const { made, kept, skipped } = makeDevKeys({ dir, ...NO_OPENSSL })
    expect(readdirSync(dir).toSorted()).toEqual(['audit.pem', 'audit.pub.pem', 'jwks.json', 'token.pem'])
    expect([made.length, kept.length]).toEqual([4, 0])
    expect(skipped).toMatch(/no-such-openssl was not found, so no certificates were made/)
  })

  test('private ones can be read by their owner only, even if the folder was open before', () => {
    const dir = newDir()
    makeDevKeys({ dir })
    chmodSync(dir, 0o777)
    chmodSync(join(dir, 'audit.pem'), 0o644)
    makeDevKeys({ dir })
    const secret = readdirSync(dir).filter((name) => readFileSync(join(dir, name), 'utf8').includes('PRIVATE KEY'))
    expect(secret.length).toBeGreaterThanOrEqual(2)
    expect([dir, ...secret.map((name) => join(dir, name))].map(mode)).toEqual([0o700, ...secret.map(() => 0o600)])
    expect(readdirSync(dir).filter((name) => name.includes('.new') || name.startsWith('.making'))).toEqual([])
  })

  test('are kept when they are made again, and replaced when that is asked for', () => {
    const dir = newDir()
    makeDevKeys({ dir })
    const before = contents(dir)
    const again = makeDevKeys({ dir })
    expect([again.made, again.kept.length, contents(dir)]).toEqual([[], Object.keys(before).length, before])
    const forced = makeDevKeys({ dir, force: true })
    const after = contents(dir)
    expect(forced.made.length).toBe(Object.keys(before).length)
    expect(Object.keys(before).filter((name) => before[name] === after[name])).toEqual([])
  })

  test('a public file that went missing is made again from its key', () => {
    const dir = newDir()
    makeDevKeys({ dir, ...NO_OPENSSL })
    const before = contents(dir)
    rmSync(devKeyPaths(dir).jwks)
    expect(makeDevKeys({ dir, ...NO_OPENSSL }).made).toEqual([devKeyPaths(dir).jwks])
    expect(contents(dir)).toEqual(before)
  })

  test("somebody else's key set is not thrown away", () => {
    const dir = newDir()
    makeDevKeys({ dir, ...NO_OPENSSL })
    rmSync(devKeyPaths(dir).tokenKey)
    expect(() => makeDevKeys({ dir, ...NO_OPENSSL })).toThrow(/jwks\.json does not belong to .*token\.pem/)
  })

  test('are the same for processes that make them at the same time', async () => {
    const dir = newDir()
    const code = `import { makeDevKeys } from './src/command/dev-keys.ts'; makeDevKeys(${JSON.stringify({ dir, ...NO_OPENSSL })})`
    const run = () =>
      new Promise<number | null>((resolve) => {
        spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: 'ignore' }).on('exit', resolve)
      })
    expect(await Promise.all([run(), run(), run(), run()])).toEqual([0, 0, 0, 0])
    expect(makeDevKeys({ dir, ...NO_OPENSSL }).made).toEqual([])
    expect(readdirSync(dir)).toHaveLength(4)
  })

  test('a folder that is a file is refused', () => {
    const path = join(root, 'a-file')
    writeFileSync(path, '')
    expect(() => makeDevKeys({ dir: path })).toThrow()
  })
})

describe('the audit key', () => {
  test('is an Ed25519 key whose public half verifies what it signs', () => {
    const dir = newDir()
    makeDevKeys({ dir, ...NO_OPENSSL })
    const key = createPrivateKey(readFileSync(devKeyPaths(dir).auditKey))
    const publicKey = createPublicKey(readFileSync(devKeyPaths(dir).auditPublicKey))
    expect(key.asymmetricKeyType).toBe('ed25519')
    const text = Buffer.from('a checkpoint')
    expect(verify(null, text, publicKey, sign(null, text, key))).toBe(true)
  })
})

describe('the token key', () => {
  test('signs tokens that the key set verifies, and the set is one that authenticate accepts', async () => {
    const dir = newDir()
    makeDevKeys({ dir, ...NO_OPENSSL })
    const { key, kid, alg } = readTokenKey(dir)
    const bytes = readFileSync(devKeyPaths(dir).jwks)
    const jwks = JSON.parse(bytes.toString()) as JSONWebKeySet
    const token = await new SignJWT({ role: 'x' }).setProtectedHeader({ alg, kid }).sign(key)
    expect((await jwtVerify(token, createLocalJWKSet(jwks))).payload).toEqual({ role: 'x' })
    expect(await readKeySet(bytes, ['ES256'])).toMatchObject({ kids: [kid] })
    expect(await calculateJwkThumbprint(jwks.keys[0] ?? {})).toBe(kid)
    expect(jwks.keys[0]).not.toHaveProperty('d')
  })

  test('that was not made yet says how to make it', () => {
    expect(() => readTokenKey(newDir())).toThrow(/token\.pem is not there: make it with: npm run -s keys/)
  })
})

const certificates = hasOpenssl ? describe : describe.skip

certificates('development certificates', () => {
  const dir = newDir()
  if (hasOpenssl) makeDevKeys({ dir })
  const read = (name: string) => readFileSync(join(dir, name))

  test('come from the development CA, and say what they are for', () => {
    const [ca, server, client] = ['ca.pem', 'server.pem', 'client.pem'].map((name) => new X509Certificate(read(name)))
    if (ca === undefined || server === undefined || client === undefined) throw new Error('no certificates')
    expect([ca.ca, server.ca, client.ca]).toEqual([true, false, false])
    expect([server, client].map((leaf) => leaf.verify(ca.publicKey) && leaf.checkIssued(ca))).toEqual([true, true])
    expect([
      server.checkHost('localhost'),
      server.checkIP('127.0.0.1'),
      server.checkIP('::1'),
      server.checkHost('openrouter.ai'),
    ]).toEqual(['localhost', '127.0.0.1', '::1', undefined])
    expect([server.keyUsage, client.keyUsage]).toEqual([['1.3.6.1.5.5.7.3.1'], ['1.3.6.1.5.5.7.3.2']])
    expect(server.checkPrivateKey(createPrivateKey(read('server.key.pem')))).toBe(true)
  })

  test('make a mutual TLS connection, which fails without the client certificate or with the server one in its place', async () => {
    const server = createServer(
      {
        key: read('server.key.pem'),
        cert: read('server.pem'),
        ca: read('ca.pem'),
        requestCert: true,
        rejectUnauthorized: true,
      },
      (_, res) => res.end('hello'),
    )
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const ask = (name: string | null) =>
      new Promise<string>((resolve) => {
        const own = name === null ? {} : { key: read(`${name}.key.pem`), cert: read(`${name}.pem`) }
        const req = request({ host: 'localhost', port, ca: read('ca.pem'), agent: false, ...own }, (res) => {
          res.setEncoding('utf8')
          res.on('data', resolve)
        })
        req.on('error', () => resolve('refused'))
        req.end()
      })
    expect([await ask('client'), await ask(null), await ask('server')]).toEqual(['hello', 'refused', 'refused'])
    await new Promise((resolve) => server.close(resolve))
  })

  test('are made anew with a new CA, since the old ones would not verify', () => {
    const other = newDir()
    makeDevKeys({ dir: other })
    const before = contents(other)
    rmSync(join(other, 'ca.pem'))
    makeDevKeys({ dir: other })
    const after = contents(other)
    expect(['ca.pem', 'server.pem', 'client.pem'].filter((name) => before[name] === after[name])).toEqual([])
    expect(['audit.pem', 'token.pem', 'ca.key.pem'].filter((name) => before[name] !== after[name])).toEqual([])
    expect(existsSync(join(other, 'ca.pem'))).toBe(true)
  })
})
