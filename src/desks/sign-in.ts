/** How somebody comes in: a token is checked, a record is left, and a session begins. */
import type { Attempts } from '../authenticate/attempts.ts'
import type { BrowserSessions, Proof } from '../authenticate/browser-sessions.ts'
import type { House } from '../house.ts'
import type { Asked } from '../serve/admin-operations.ts'
import { cookieIn, setCookie } from '../serve/cookies.ts'
import type { Caller } from '../terms/caller.ts'
import type { Grants } from '../terms/grants.ts'
import type { JsonObject } from '../terms/json.ts'
import { Problem, toProblem } from '../terms/problem.ts'

/** By address: all that anybody tries, and what went wrong of it. Many people may be behind one address. */
export type SignInLimits = { readonly all: Attempts; readonly failed: Attempts }

export type EntryParts = {
  /** The rooms that are in force now. */
  readonly house: () => Pick<House, 'rooms' | 'authenticateId' | 'grantsOf' | 'readRecord' | 'policy' | 'config'>
  readonly sessions: BrowserSessions
  readonly attempts: SignInLimits
  readonly append: (record: JsonObject) => Promise<unknown>
}

/** Somebody who has come in; `cookie` is the header that tells the browser so. */
export type Entered = {
  readonly caller: Caller
  readonly grants: Grants
  readonly until: number
  readonly cookie: string
}

export type Way = 'token' | 'oidc'

export type Entering = {
  readonly way: Way
  readonly getProof: () => Promise<Proof>
  /** It was begun here, by this very browser: then it is not held up for what others behind the same address do. */
  readonly isExpected?: boolean
}

/** Of whom a token speaks now, by the rooms that are in force now. Throws Problem. */
export async function recognise({ house }: Pick<EntryParts, 'house'>, { kind, token }: Proof): Promise<Caller> {
  const { rooms, authenticateId } = house()
  return kind === 'id' ? authenticateId(token) : rooms.authenticate(['authorization', `Bearer ${token}`])
}

const sourceOf = ({ ip }: Asked) => ip ?? 'unknown'

/** Counts an attempt of whoever asks. Throws when they have had too many. */
export const countAttempt = (attempts: Attempts, asked: Asked): void => refuseAfter(attempts.count(sourceOf(asked)))

function refuseAfter(retryAfter: number | null): void {
  if (retryAfter !== null) throw new Problem('rate_limited', 'too many sign-ins', { retryAfter, says: TOO_MANY })
}

const TOO_MANY = 'Too many have tried to sign in from there. Try again in a minute.'

/**
 * Signs somebody in with the token that `getProof` resolves with. Whether that works or not, there is one record of it on disk before this
 * settles. A session that the browser had before ends.
 */
export async function enter(
  parts: EntryParts,
  asked: Asked,
  { way, getProof, isExpected = false }: Entering,
): Promise<Entered> {
  // prettier-ignore
  const { attempts } = parts
  const { grantsOf, config } = parts.house()
  const site = config.console.url
  const seen: { caller?: Caller; grants?: Grants; problem?: Problem } = {}
  let proof: Proof = { kind: 'access', token: '' }
  try {
    if (!isExpected) {
      countAttempt(attempts.all, asked)
      refuseAfter(attempts.failed.wait(sourceOf(asked)))
    }
    proof = await getProof()
    seen.caller = await recognise(parts, proof)
    seen.grants = grantsOf(seen.caller)
  } catch (thrown) {
    seen.problem = toProblem(thrown)
    const isTheirs = seen.problem.status < 500 && seen.problem.code !== 'rate_limited'
    if (!isExpected && isTheirs) attempts.failed.count(sourceOf(asked))
  }
  await leaveRecord(parts, asked, { what: 'signIn', asked: { way }, ...seen })
  const { caller, grants, problem } = seen
  if (caller === undefined || grants === undefined) throw problem ?? new Problem('internal_error', 'nobody came in')
  const before = cookieIn(asked.rawHeaders, 'session', site)
  if (before !== null) parts.sessions.end(before)
  const { id, until } = parts.sessions.open(
    { proof, fromProvider: way === 'oidc' },
    JSON.stringify([caller.issuer, caller.subject]),
    caller.expires,
  )
  return { caller, grants, until, cookie: setCookie('session', id, site) }
}

type About = {
  readonly what: string
  readonly asked: JsonObject
  readonly caller?: Caller
  readonly grants?: Grants
  readonly problem?: Problem
}

/** What the ledger says of a question that never came to the front desk. */
export async function leaveRecord({ house, append }: EntryParts, asked: Asked, about: About): Promise<void> {
  const { id: request, receivedAt, ip } = asked
  const { what, asked: how, caller, grants, problem } = about
  const facts = { request, receivedAt, ip, api: null, what, asked: how, scope: grants?.records ?? null, rows: null }
  await append(house().readRecord({ ...facts, ...(caller && { caller }), ...(problem && { problem }) }))
}
