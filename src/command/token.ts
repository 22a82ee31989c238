import { SignJWT } from 'jose'
import { randomUUID } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { makeDevKeys, readTokenKey } from './dev-keys.ts'
import { readArgs, UsageError } from './io.ts'
import type { ExitCode, Io } from './io.ts'

/** Who signs development tokens. No real identity provider has this name. */
export const DEV_ISSUER = 'https://cordon.localhost/dev'
export const DEV_KEYS = 'certs/dev'
const MAX_MINUTES = 60

const OPTIONS = {
  role: { type: 'string', multiple: true },
  department: { type: 'string' },
  tenant: { type: 'string' },
  subject: { type: 'string', default: 'developer' },
  audience: { type: 'string', default: 'cordon' },
  issuer: { type: 'string', default: DEV_ISSUER },
  minutes: { type: 'string', default: '60' },
  claim: { type: 'string', multiple: true },
  keys: { type: 'string', default: DEV_KEYS },
} as const

/** `cordon token`: mints a development token with the key in certs/dev, making that key if need be. Prints only the token. */
export async function token(args: readonly string[], io: Io): Promise<ExitCode> {
  const { values } = readArgs({ args: [...args], options: OPTIONS })
  const minutes = Number(values.minutes)
  if (!Number.isInteger(minutes) || minutes < 1 || minutes > MAX_MINUTES) {
    throw new UsageError(`--minutes takes a whole number from 1 to ${String(MAX_MINUTES)}`)
  }
  makeDevKeys({ dir: values.keys })
  const { department, tenant } = values
  const claims = {
    roles: values.role ?? ['employee'],
    ...(department === undefined ? {} : { department }),
    ...(tenant === undefined ? {} : { tenant }),
    ...Object.fromEntries((values.claim ?? []).map(toClaim)),
  }
  const { subject, audience, issuer } = values
  io.out(`${await mint({ ...readTokenKey(values.keys), claims, subject, audience, issuer, minutes, at: io.now() })}\n`)
  return 0
}

/** `k=v`; a value that is JSON is taken as JSON, so that lists and numbers can be given. */
function toClaim(text: string): readonly [string, unknown] {
  const at = text.indexOf('=')
  if (at < 1) throw new UsageError(`--claim takes name=value, not "${text}"`)
  const value = text.slice(at + 1)
  try {
    return [text.slice(0, at), JSON.parse(value)]
  } catch {
    return [text.slice(0, at), value]
  }
}

export type Mint = {
  readonly key: KeyObject
  readonly kid: string
  readonly alg: string
  readonly claims: Readonly<Record<string, unknown>>
  readonly subject: string
  readonly audience: string
  readonly issuer: string
  readonly minutes: number
  /** Milliseconds since 1970. */
  readonly at: number
}

/** An access token as RFC 9068 has it, for development. */
export function mint({ key, kid, alg, claims, subject, audience, issuer, minutes, at }: Mint): Promise<string> {
  const seconds = Math.floor(at / 1000)
  return new SignJWT({ client_id: 'cordon-cli', jti: randomUUID(), ...claims })
    .setProtectedHeader({ alg, kid, typ: 'at+jwt' })
    .setIssuer(issuer)
    .setSubject(subject)
    .setAudience(audience)
    .setIssuedAt(seconds)
    .setExpirationTime(seconds + minutes * 60)
    .sign(key)
}
