import { constants, createHmac, generateKeyPairSync, sign } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { createAuthenticator } from '../../src/authenticate/authenticator.ts'
import type { AuthenticatorParts } from '../../src/authenticate/authenticator.ts'
import type { Later } from '../../src/authenticate/issuer-keys.ts'
import type { Issuer } from '../../src/terms/caller.ts'
import type { Log } from '../../src/terms/logger.ts'

export const START = 1_800_000_000_000
export const NOW = START / 1000

export type Key = {
  readonly alg: string
  readonly kid: string
  readonly jwk: Readonly<Record<string, unknown>>
  readonly privateJwk: Readonly<Record<string, unknown>>
  readonly publicKey: KeyObject
  readonly sign: (input: string) => Buffer
}

/** A fresh signing key; nothing here outlives the test. */
export function newKey(kid: string, alg = 'ES256', modulusLength = 2048): Key {
  const { publicKey, privateKey } = pair(alg, modulusLength)
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid, alg, use: 'sig' }
  const privateJwk = { ...privateKey.export({ format: 'jwk' }), kid, alg, use: 'sig' }
  return { alg, kid, jwk, privateJwk, publicKey, sign: (input) => signature(alg, input, privateKey) }
}

function pair(alg: string, modulusLength: number) {
  if (alg === 'EdDSA' || alg === 'Ed25519') return generateKeyPairSync('ed25519')
  if (alg.startsWith('ES')) return generateKeyPairSync('ec', { namedCurve: alg === 'ES384' ? 'P-384' : 'P-256' })
  return generateKeyPairSync('rsa', { modulusLength })
}

function signature(alg: string, input: string, key: KeyObject): Buffer {
  const bytes = Buffer.from(input)
  const digest = `sha${alg.slice(2)}`
  if (alg === 'EdDSA' || alg === 'Ed25519') return sign(null, bytes, key)
  if (alg.startsWith('ES')) return sign(digest, bytes, { key, dsaEncoding: 'ieee-p1363' })
  if (alg.startsWith('RS')) return sign(digest, bytes, key)
  return sign(digest, bytes, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 })
}

export const b64 = (text: string | Uint8Array) => Buffer.from(text).toString('base64url')

export const HEADER = { typ: 'at+jwt' }
export const CLAIMS = { iss: 'https://idp.test', aud: 'cordon', sub: 'ada', iat: NOW - 10, exp: NOW + 600 }

/** What to change about a good token. A string is taken as the JSON text itself. A value of undefined leaves a member out. */
export type Change = {
  readonly header?: Readonly<Record<string, unknown>> | string
  readonly claims?: Readonly<Record<string, unknown>> | string
}

/** A token that is properly signed, whatever it says. */
export function mint(key: Key, { header = {}, claims = {} }: Change = {}): string {
  const input = `${b64(json({ alg: key.alg, kid: key.kid, ...HEADER }, header))}.${b64(json(CLAIMS, claims))}`
  return `${input}.${b64(key.sign(input))}`
}

/** A token with an HMAC in place of a signature. */
export function mintHmac(secret: string | Buffer, header: Readonly<Record<string, unknown>>): string {
  const input = `${b64(json({ alg: 'HS256', ...HEADER }, header))}.${b64(JSON.stringify(CLAIMS))}`
  return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`
}

function json(base: object, change: object | string): string {
  return typeof change === 'string' ? change : JSON.stringify({ ...base, ...change })
}

export const jwks = (...keys: readonly object[]) => JSON.stringify({ keys })
export const bearer = (token: string) => ['Host', 'cordon.test', 'Authorization', `Bearer ${token}`]

export const ISSUER: Issuer = {
  issuer: 'https://idp.test',
  audience: 'cordon',
  keys: { kind: 'remote', url: new URL('https://idp.test/jwks.json') },
  algorithms: ['ES256', 'ES384', 'PS256', 'EdDSA', 'Ed25519'],
  claims: { role: 'roles', tenant: 'org.tenant', department: 'department', level: 'cordon_level' },
  types: ['at+jwt'],
  maxAge: 3600,
  clockTolerance: 5,
  requiredClaims: [],
}

type Answer = { readonly status: number; readonly body: string | Uint8Array } | Error

/** A working authenticator whose clock, key source and timers the test turns by hand. */
export function bench(answer: Answer, more: Partial<AuthenticatorParts> = {}) {
  const logged: { readonly level: string; readonly message: string; readonly fields: unknown }[] = []
  const timers = new Set<{ readonly at: number; readonly run: () => void }>()
  const hand = { now: START, answer, fetches: [] as string[], logged, timers }
  const later: Later = (ms, run) => {
    const timer = { at: hand.now + ms, run }
    timers.add(timer)
    return () => timers.delete(timer)
  }
  const authenticator = createAuthenticator({
    issuers: [ISSUER],
    fetchKeys: async (url) => {
      hand.fetches.push(url.href)
      if (hand.answer instanceof Error) throw hand.answer
      return { status: hand.answer.status, body: Buffer.from(hand.answer.body) }
    },
    readFile: async (path) => {
      throw new Error(`no file ${path}`)
    },
    now: () => hand.now,
    log: logTo(logged),
    later,
    ...more,
  })
  /** Moves the clock, and runs every timer that is due by then. */
  const pass = (ms: number) => {
    hand.now += ms
    for (const timer of [...timers].filter(({ at }) => at <= hand.now)) {
      timers.delete(timer)
      timer.run()
    }
  }
  return { ...authenticator, hand, pass }
}

/** Waits until it holds. Keys are imported on another thread, so no number of turns of the event loop would be enough. */
export async function eventually(holds: () => boolean): Promise<void> {
  for (let turn = 0; turn < 2000; turn++) {
    if (holds()) return
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
  throw new Error(`never came true: ${holds.toString()}`)
}

function logTo(logged: { level: string; message: string; fields: unknown }[]): Log {
  const at = (level: string) => (message: string, fields?: unknown) => void logged.push({ level, message, fields })
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
}
