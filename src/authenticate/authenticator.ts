import type { Caller, Issuer } from '../terms/caller.ts'
import { frozen } from '../terms/frozen.ts'
import type { Log } from '../terms/logger.ts'
import { Problem } from '../terms/problem.ts'
import { bearerToken, MAX_TOKEN } from './bearer.ts'
import { checkIssuers } from './check-issuers.ts'
import { checkClaims } from './claims.ts'
import { readCompact } from './compact.ts'
import type { Unverified } from './compact.ts'
import { createIssuerKeys } from './issuer-keys.ts'
import type { IssuerKeys, IssuerState, Later } from './issuer-keys.ts'
import { readKeySet } from './key-set.ts'
import type { KeySet } from './key-set.ts'
import { loadKeys } from './key-source.ts'
import { asIdToken, forIdTokens } from './id-token.ts'
import type { IdTokenOf } from './id-token.ts'
import type { FetchKeys, ReadFile } from './key-source.ts'
import { refused } from './refusal.ts'
import { toCaller } from './to-caller.ts'
import { createTokenCache } from './token-cache.ts'
import { verify } from './verify.ts'

export type AuthenticatorParts = {
  readonly issuers: readonly Issuer[]
  /** Follows no redirect, and bounds size and time. */
  readonly fetchKeys: FetchKeys
  readonly readFile: ReadFile
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly log: Log
  /** Default: a timer that keeps no process alive. */
  readonly later?: Later
}

export type Authenticator = {
  /**
   * Who sent these raw header pairs (`[name, value, …]`). Throws Problem: `invalid_token` with a reason for the record,
   * `invalid_request` for two tokens, `headers_too_large`, or `identity_unavailable` when there is no key to check with.
   */
  readonly authenticate: (rawHeaders: readonly string[]) => Promise<Caller>
  /**
   * Of whom an ID token speaks that came straight from the issuer to this client, at the end of a sign-in. No header can bring one: `authenticate` takes
   * access tokens alone. Throws Problem, as that does.
   */
  readonly authenticateId: (token: string, of: IdTokenOf) => Promise<Caller>
  /** Loads all key sets and keeps them fresh. Never rejects: `state` says which issuers cannot be checked yet. */
  readonly warm: () => Promise<void>
  readonly state: () => readonly IssuerState[]
  /** Ends the background refresh. */
  readonly close: () => void
}

type Known = { readonly issuer: Issuer; readonly keys: IssuerKeys }

/**
 * Checks access tokens against a table of issuers (RFC 9068, RFC 8725). It does NOT check revocation, replay, or proof of
 * possession: a token that is bound to a key (RFC 7800 `cnf`) is refused. Throws an Error for a table that cannot hold.
 */
export function createAuthenticator(parts: AuthenticatorParts): Authenticator {
  checkIssuers(parts.issuers)
  const table = new Map(parts.issuers.map((issuer) => [issuer.issuer, { issuer, keys: keysOf(issuer, parts) }]))
  const cache = createTokenCache()
  const idCache = createTokenCache() // or an ID token would be taken for the access token that was found

  async function authenticate(rawHeaders: readonly string[]): Promise<Caller> {
    const token = bearerToken(rawHeaders)
    const at = parts.now()
    const found = cache.find(token, at)
    // Good only as long as the very key set that verified it is in use: a withdrawn key forgets its tokens.
    if (found !== null && table.get(found.caller.issuer)?.keys.ready() === found.keys) return found.caller
    const { caller, keys } = await fromScratch(token, table, parts.now)
    cache.add(token, caller, keys, at)
    return caller
  }

  async function authenticateId(token: string, of: IdTokenOf): Promise<Caller> {
    const at = parts.now()
    const place = JSON.stringify([of.client, of.issuer.href, token])
    const found = idCache.find(place, at)
    if (found !== null && table.get(found.caller.issuer)?.keys.ready() === found.keys) return found.caller
    const { caller, keys } = await fromIdToken(token, of, table, parts.now)
    idCache.add(place, caller, keys, at)
    return caller
  }

  const known = [...table.values()]
  return {
    authenticate,
    authenticateId,
    warm: async () => void (await Promise.all(known.map(({ keys }) => keys.warm()))),
    state: () => known.map(({ keys }) => keys.state()),
    close: () => known.forEach(({ keys }) => keys.close()),
  }
}

/** Everything that needs no key comes first: it is cheap, and it holds while the issuer cannot be reached. */
async function fromScratch(token: string, table: ReadonlyMap<string, Known>, now: () => number) {
  const unverified = readCompact(token)
  const { iss } = unverified.claims
  const known = typeof iss === 'string' ? table.get(iss) : undefined
  if (known === undefined) throw refused('iss')
  checkClaims(unverified, known.issuer, now())
  const keys = await verifyingKeys({ ...unverified, token }, known, now)
  return { caller: toCaller(unverified, known.issuer), keys }
}

/** An ID token as its issuer's entry for ID tokens has it: the same keys, algorithms, times and claims. */
async function fromIdToken(token: string, of: IdTokenOf, table: ReadonlyMap<string, Known>, now: () => number) {
  if (token.length > MAX_TOKEN) throw refused('malformed')
  const unverified = readCompact(token)
  const { iss } = unverified.claims
  const known = typeof iss === 'string' && URL.parse(iss)?.href === of.issuer.href ? table.get(iss) : undefined
  if (known === undefined) throw refused('iss')
  const issuer = forIdTokens(known.issuer, of)
  const asked = asIdToken(unverified, of)
  checkClaims(asked, issuer, now())
  const keys = await verifyingKeys({ ...unverified, token }, { issuer, keys: known.keys }, now)
  const caller = toCaller(asked, issuer)
  return { caller: frozen({ ...caller, client: of.client }), keys }
}

/** The set that verified the token. A key that the set does not have may be new, so there is one more look. */
async function verifyingKeys(
  signed: Unverified & { readonly token: string },
  { issuer, keys }: Known,
  now: () => number,
): Promise<KeySet> {
  const set = await keys.current()
  if (await verify(signed, issuer, set, now())) return set
  await keys.lookAgain()
  const newer = await keys.current()
  if (newer !== set && (await verify(signed, issuer, newer, now()))) return newer
  if (keys.state().failure === null) throw refused('kid')
  // While the issuer is silent, an unknown key may be its newest. That is not the caller's fault.
  throw new Problem('identity_unavailable', 'unknown key id while the key source fails', { reason: 'unknown_kid' })
}

function keysOf(issuer: Issuer, { fetchKeys, readFile, now, log, later = timer }: AuthenticatorParts): IssuerKeys {
  const load = async () => readKeySet(await loadKeys(issuer.keys, fetchKeys, readFile), issuer.algorithms)
  return createIssuerKeys({ issuer: issuer.issuer, load, now, later, log })
}

function timer(ms: number, run: () => void): () => void {
  const timeout = setTimeout(run, ms)
  timeout.unref()
  return () => clearTimeout(timeout)
}
