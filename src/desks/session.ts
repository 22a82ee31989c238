/** The door of the admin API: whoever comes with a session's cookie goes on to the front desk as whom the token says that is kept for it. */
import type { BrowserSession } from '../authenticate/browser-sessions.ts'
import { openApi } from '../contract/openapi.ts'
import { OPERATIONS } from '../contract/operations.ts'
import type { OperationName } from '../contract/operations.ts'
import { SESSION, SignIn } from '../contract/session.ts'
import type { SignedIn, SignInWays } from '../contract/session.ts'
import type { AdminAnswer, Asked, ServeOperation } from '../serve/admin-operations.ts'
import { cookieIn, setCookie } from '../serve/cookies.ts'
import { requireOwnPage } from '../serve/own-page.ts'
import { valuesOf } from '../serve/raw-headers.ts'
import type { Caller } from '../terms/caller.ts'
import { readsAll } from '../terms/grants.ts'
import type { Grants } from '../terms/grants.ts'
import type { JsonObject } from '../terms/json.ts'
import { Problem, toProblem } from '../terms/problem.ts'
import { enter, leaveRecord, recognise } from './sign-in.ts'
import type { EntryParts } from './sign-in.ts'

export type SessionDeskParts = EntryParts & {
  /** Answers everything that is not about sessions. */
  readonly frontDesk: ServeOperation<OperationName>
  readonly pseudonymOf: (caller: Caller) => string
  /** Where somebody goes to sign out at the identity provider; null: nowhere. Never rejects. */
  readonly leave: () => Promise<string | null>
  /** Of Cordon. */
  readonly version: string
}

type SessionName = keyof typeof SESSION

/**
 * Answers what is about sessions, and leads everybody else on. A token in a header wins: then no cookie is looked at. With a cookie alone, a
 * question that changes anything must come from the console's own page; one that does not is refused, and recorded.
 */
export function createSessionDesk(parts: SessionDeskParts): ServeOperation<OperationName> {
  let document: JsonObject | null = null // made when it is first asked for, and once: anybody may ask
  const works: Readonly<Record<SessionName, (asked: Asked) => Promise<AdminAnswer>>> = {
    session: (asked) => tellSession(parts, asked),
    signIn: (asked) => signIn(parts, asked),
    signOut: (asked) => signOut(parts, asked),
    openApi: async () => ({ kind: 'json', body: (document ??= openApi(OPERATIONS, parts.version)) }),
  }
  return async (name, asked) => {
    if (!isAboutSessions(name)) return parts.frontDesk(name, await withToken(parts, name, asked))
    if (asked.query.size > 0) throw new Problem('invalid_request', 'a query', { says: 'There are no parameters here.' })
    return works[name](asked)
  }
}

const isAboutSessions = (name: OperationName): name is SessionName => name in SESSION

const siteOf = ({ house }: EntryParts) => house().config.console.url

/**
 * The session that a question came with, which lives on for it; null where it brings a token of its own, or nothing. Throws the Problem when another page
 * sent it: a session lives on for none of these.
 */
async function sessionOf(parts: SessionDeskParts, name: OperationName, asked: Asked): Promise<BrowserSession | null> {
  const { rawHeaders } = asked
  const hasToken = ['authorization', 'x-api-key'].some((header) => valuesOf(rawHeaders, header).length > 0)
  const id = hasToken ? null : cookieIn(rawHeaders, 'session', siteOf(parts))
  if (id === null || parts.sessions.peek(id) === null) return null
  await fromOwnPage(parts, name, asked)
  return parts.sessions.find(id)
}

/** The question as the front desk takes it. It is over with the session, so that no stream goes on after a sign-out. */
async function withToken(parts: SessionDeskParts, name: OperationName, asked: Asked): Promise<Asked> {
  const session = await sessionOf(parts, name, asked)
  if (session === null) return asked
  return { ...asked, whoAsks: () => recognise(parts, session.proof), gone: AbortSignal.any([asked.gone, session.over]) }
}

async function fromOwnPage(parts: SessionDeskParts, what: OperationName, asked: Asked): Promise<void> {
  try {
    requireOwnPage(asked.rawHeaders, siteOf(parts), OPERATIONS[what].method !== 'get')
  } catch (thrown) {
    await leaveRecord(parts, asked, { what, asked: {}, problem: toProblem(thrown) })
    throw thrown
  }
}

async function tellSession(parts: SessionDeskParts, asked: Asked): Promise<AdminAnswer> {
  const session = await sessionOf(parts, 'session', asked)
  const { rooms, grantsOf } = parts.house()
  try {
    const caller = await (session === null ? rooms.authenticate(asked.rawHeaders) : recognise(parts, session.proof))
    const until = session?.until ?? caller.expires * 1000
    return { kind: 'json', body: signedIn(parts, caller, grantsOf(caller), until) as JsonObject }
  } catch (thrown) {
    const problem = toProblem(thrown)
    const hasNone = session !== null || problem.reason === 'missing'
    if (problem.code !== 'invalid_token' || !hasNone) throw problem
    return { kind: 'json', body: signedOut(parts) }
  }
}

async function signIn(parts: SessionDeskParts, asked: Asked): Promise<AdminAnswer> {
  await fromOwnPage(parts, 'signIn', asked)
  const { caller, grants, until, cookie } = await enter(parts, asked, {
    way: 'token',
    getProof: async () => {
      const read = SignIn.safeParse(await asked.body())
      if (read.success) return { kind: 'access', token: read.data.token }
      throw new Problem('invalid_request', 'no token', {
        says: 'The body is an object with a "token".',
        param: 'token',
      })
    },
  })
  return { kind: 'json', body: signedIn(parts, caller, grants, until) as JsonObject, cookie }
}

/** Signs out whoever is in, and takes the cookie away in any case. */
async function signOut(parts: SessionDeskParts, asked: Asked): Promise<AdminAnswer> {
  await fromOwnPage(parts, 'signOut', asked)
  const site = siteOf(parts)
  const id = cookieIn(asked.rawHeaders, 'session', site)
  const session = id === null ? null : parts.sessions.find(id)
  if (id !== null && session !== null) {
    const caller = await recognise(parts, session.proof).catch(() => null)
    parts.sessions.end(id)
    await leaveRecord(parts, asked, { what: 'signOut', asked: {}, ...(caller && { caller }) })
  }
  const leaveAt = session?.fromProvider === true ? await parts.leave() : null
  return { kind: 'json', body: { ...signedOut(parts), leaveAt }, cookie: setCookie('session', null, site) }
}

function signedOut(parts: SessionDeskParts): JsonObject {
  const { oidc } = parts.house().config.console
  const ways: SignInWays = { token: true, oidc: oidc === null ? null : { label: oidc.label } }
  return { signedIn: false, ways }
}

/** Whoever may read nothing is told nothing of the house but its version and the ledger's name, which a checkpoint tells anybody. */
function signedIn(parts: SessionDeskParts, caller: Caller, grants: Grants, until: number): SignedIn {
  const { policy, config } = parts.house()
  const { role = [], tenant = [], team = [], department = [] } = caller.attributes
  const may = { records: grants.records.length > 0, allRecords: readsAll(grants), policy: grants.policy, sealed: grants.sealed.length > 0 } // prettier-ignore
  const sees = may.records || may.policy
  const { name, version, digest, levels, destinations } = policy
  const places = new Set(config.destinations.map((place) => place.name))
  return {
    signedIn: true,
    caller: {
      id: parts.pseudonymOf(caller),
      roles: [...role],
      ...{ tenant: [...tenant], team: [...team], department: [...department] },
      client: caller.client,
    },
    may,
    expires: new Date(until).toISOString(),
    origin: config.audit.origin,
    policy: sees ? { name, version, digest } : null,
    levels: sees ? [...levels] : [],
    destinations: sees ? destinations.filter((it) => places.has(it.name)).map((it) => ({ name: it.name, zone: it.zone })) : [], // prettier-ignore
    version: parts.version,
  }
}
