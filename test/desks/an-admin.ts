import type { Express } from 'express'
import { pseudonyms } from '../../src/audit/pseudonyms.ts'
import { readRecord } from '../../src/audit/read-record.ts'
import { createAttempts } from '../../src/authenticate/attempts.ts'
import type { Authenticator } from '../../src/authenticate/authenticator.ts'
import { createBrowserSessions } from '../../src/authenticate/browser-sessions.ts'
import type { BrowserSessions } from '../../src/authenticate/browser-sessions.ts'
import type { Config } from '../../src/config/config.ts'
import type { ConfiguredSignIn } from '../../src/config/console.ts'
import { OPERATION_NAMES } from '../../src/contract/operations.ts'
import { readersOf } from '../../src/decide/readers.ts'
import { createFrontDesk } from '../../src/desks/front-desk.ts'
import type { FrontDeskParts, Work } from '../../src/desks/front-desk.ts'
import { createOidcDesk } from '../../src/desks/oidc-desk.ts'
import { createSessionDesk } from '../../src/desks/session.ts'
import type { EntryParts } from '../../src/desks/sign-in.ts'
import { adminApi } from '../../src/serve/admin-api.ts'
import type { ConsoleFiles } from '../../src/serve/console-files.ts'
import type { JsonObject } from '../../src/terms/json.ts'
import { Problem } from '../../src/terms/problem.ts'
import type { Reader } from '../../src/terms/reading.ts'

/** When it is, in milliseconds since 1970, until the test says otherwise. */
export const NOON = 1_790_000_000_000

export const READERS: readonly Reader[] = [
  { when: { 'caller.role': ['auditor'] }, read: { tenant: 'own' } },
  { when: { 'caller.role': ['examiner'] }, read: { tenant: 'own' }, sealed: true },
  { when: { 'caller.role': ['author'] }, read: 'policy' },
  { when: { 'caller.role': ['ciso'] }, read: 'all' },
]

/** What a test may turn: the clock, the console's address, and what tokens are called back. */
export type Hand = { now: number; site: URL | null; readonly withdrawn: Set<string>; isFull: boolean }

export type Admin = {
  readonly app: Express
  readonly hand: Hand
  readonly records: JsonObject[]
  readonly logged: string[]
  readonly sessions: BrowserSessions
  /** What reached the front desk. */
  readonly entry: EntryParts
}

const keys = pseudonyms(Buffer.from('a key that is long enough for this test'))
export const nameless = (text: string): string => keys.name(text)
const parts = { keys, mayName: () => true, isField: () => true }
const nothing: Work = async () => ({ answer: null, rows: null })
/** Works that find nothing, one for each operation: who may ask is decided before. */
const NOTHING = Object.fromEntries(OPERATION_NAMES.map((name) => [name, nothing])) as FrontDeskParts['works']

/** In place of made-up tokens and no provider. */
export type More = {
  readonly signIns?: number
  readonly oidc?: ConfiguredSignIn
  readonly secret?: string
  readonly files?: ConsoleFiles
  readonly authenticate?: Authenticator['authenticate'] | undefined
  readonly authenticateId?: Authenticator['authenticateId']
}

/** The admin API, whole but for what it finds; a token is `role/tenant` (or `role+role/tenant`), and is good for an hour from noon. */
export function anAdmin(works: Partial<FrontDeskParts['works']> = {}, more: More = {}): Admin {
  const { signIns = 5, oidc = null } = more
  const hand: Hand = { now: NOON, site: null, withdrawn: new Set(), isFull: false }
  const records: JsonObject[] = []
  const now = () => hand.now
  const madeUp = async (rawHeaders: readonly string[]) => {
    const at = rawHeaders.findIndex((name) => name.toLowerCase() === 'authorization')
    const token = at < 0 ? null : (rawHeaders[at + 1]?.replace('Bearer ', '') ?? '')
    if (token === null) throw new Problem('invalid_token', 'no token', { reason: 'missing' })
    const [role = '', tenant = ''] = token.split('/')
    const expires = NOON / 1000 + 3600
    if (!token.includes('/') || hand.withdrawn.has(token) || hand.now >= expires * 1000)
      throw new Problem('invalid_token', 'bad', { reason: 'sig' })
    return {
      ...{ issuer: 'https://idp.example', subject: `${role} of ${tenant}`, client: null, raises: [], tokenId: null },
      ...{ tokenKey: 'k', attributes: { role: role.split('+'), tenant: [tenant] }, otherAudiences: [], expires },
    }
  }
  const { authenticate = madeUp } = more
  const authenticateId = (token: string) => {
    if (oidc === null || more.authenticateId === undefined) throw new Problem('invalid_token', 'no ID tokens')
    return more.authenticateId(token, { issuer: oidc.issuer, client: oidc.clientId })
  }
  let front: Config['console'] = { url: null, oidc }
  const secrets = { of: () => more.secret ?? null }
  const policy = { name: 'p', version: '1', digest: 'd', levels: ['public', 'top'], destinations: [{ name: 'lan', zone: 'lan' }, { name: 'unused', zone: 'cloud' }] } // prettier-ignore
  const house = () => {
    if (front.url !== hand.site) front = { url: hand.site, oidc }
    return {
      ...{ rooms: { authenticate }, authenticateId, grantsOf: readersOf(READERS), digest: keys.name, policy },
      readRecord: (facts: Parameters<typeof readRecord>[0]) => readRecord(facts, parts),
      config: { console: front, secrets, destinations: [{ name: 'lan' }], audit: { origin: 'test/1' } },
    } as unknown as ReturnType<EntryParts['house']> & ReturnType<FrontDeskParts['house']>
  }
  const append = async (record: JsonObject) => {
    if (hand.isFull) throw new Problem('audit_unavailable', 'the disk is full')
    records.push(record)
  }
  const sessions = createBrowserSessions({ now })
  const logged: string[] = []
  const said = (says: string, about?: object) => void logged.push(`${says} ${JSON.stringify(about, (_, value: unknown) => value instanceof Error ? value.message : value)}`) // prettier-ignore
  const log = { debug() {}, info() {}, warn: said, error: said }
  const frontDesk = createFrontDesk({ house, works: { ...NOTHING, ...works }, append, log })
  const attempts = { all: createAttempts({ now, most: 3 * signIns }), failed: createAttempts({ now, most: signIns }) }
  const entry = { house, sessions, attempts, append }
  const pseudonymOf = ({ subject }: { readonly subject: string }) => keys.caller('https://idp.example', subject)
  const health = () => ({ status: 'ok' as const, missing: [] })
  const signIn = createOidcDesk({ ...entry, now, log })
  const serve = createSessionDesk({ ...entry, frontDesk, leave: signIn.leave, pseudonymOf, version: '1.2.3' })
  const app = adminApi({
    health,
    checkpoint: () => null,
    usage: () => 'node n: 1 request\n',
    metrics: {
      expose: async () => ({ type: 'text/plain; version=0.0.4; charset=utf-8', body: 'up 1\n' }),
      allows: () => true,
    },
    serve,
    signIn,
    now,
    site: () => hand.site,
    ...(more.files && { files: more.files }),
  })
  return { app, hand, records, logged, sessions, entry }
}
