/** Signing in at an identity provider: the browser is sent there, and comes back with a code. */
import { createOidc } from '../authenticate/oidc.ts'
import type { Proof } from '../authenticate/browser-sessions.ts'
import type { Oidc, Pending } from '../authenticate/oidc.ts'
import { createPendingSignIns } from '../authenticate/pending-sign-ins.ts'
import type { Config } from '../config/config.ts'
import { createSignInDoor } from '../forward/sign-in-door.ts'
import type { Asked } from '../serve/admin-operations.ts'
import { cookieIn, setCookie } from '../serve/cookies.ts'
import { onlyValueOf, valuesOf } from '../serve/raw-headers.ts'
import type { Redirect, SignInRoutes } from '../serve/sign-in-routes.ts'
import type { Log } from '../terms/logger.ts'
import { Problem, toProblem } from '../terms/problem.ts'
import { whyOf } from '../terms/why.ts'
import { countAttempt, enter, leaveRecord } from './sign-in.ts'
import type { EntryParts } from './sign-in.ts'

export type OidcDeskParts = EntryParts & {
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly log: Log
}

const BACK = '/admin/sign-in/callback'
/** Where the provider sends whoever has signed out there. */
const LEFT = '/sign-in'

export type OidcDesk = SignInRoutes & {
  /** Where somebody who has signed out here goes to sign out at the provider too; null where that is not wanted, or cannot be. */
  readonly leave: () => Promise<string | null>
  readonly close: () => void
}

type Begun = { readonly pending: Pending; readonly returnTo: string }
/** The provider of one configuration. */
type At = { readonly oidc: Oidc; readonly kind: Proof['kind']; readonly site: URL; readonly close: () => void }

/** Sends people to the provider that is configured, and signs in whoever comes back. What goes wrong is told by one word for the page. */
export function createOidcDesk(parts: OidcDeskParts): OidcDesk {
  const begun = createPendingSignIns<Begun>(parts.now)
  let current: { readonly of: Config['console']; readonly at: At | null } | null = null
  const provider = (): At => {
    const { config } = parts.house()
    if (current?.of !== config.console) {
      current?.at?.close()
      current = { of: config.console, at: providerOf(config, parts.now) }
    }
    if (current.at === null) throw new Problem('not_found', 'no sign-in at a provider')
    return current.at
  }

  return {
    begin: async (asked) => {
      const { oidc, site } = provider()
      const returnTo = localPath(asked.query.get('return') ?? '/')
      // The cookie must be there when they come back, so they must begin where they will come back to.
      if (onlyValueOf(asked.rawHeaders, 'host') !== site.host)
        return { to: `${site.origin}/admin/sign-in?return=${encodeURIComponent(returnTo)}`, cookies: [] }
      // Or any page could put somebody else's session in the place of the one that is there: on ours one decides by oneself.
      if (!isBegunHere(asked)) return { to: returnTo, cookies: [] }
      try {
        countAttempt(parts.attempts.all, asked)
        const before = cookieIn(asked.rawHeaders, 'signIn', site)
        if (before !== null) begun.take(before) // a browser has one under way
        const { to, pending } = await oidc.begin()
        return { to: to.href, cookies: [setCookie('signIn', begun.add({ pending, returnTo }), site)] }
      } catch (thrown) {
        await leaveRecord(parts, asked, { what: 'signIn', asked: { way: 'oidc' }, problem: toProblem(thrown) })
        return failed(parts, thrown, site)
      }
    },
    finish: async (asked, search) => {
      const { oidc, kind, site } = provider()
      const id = cookieIn(asked.rawHeaders, 'signIn', site)
      const found = id === null ? null : begun.take(id)
      const getProof = async (): Promise<Proof> => {
        if (found === null) throw new Problem('invalid_token', 'nothing was begun', { reason: 'expired' })
        return { kind, token: await oidc.finish(new URL(`${BACK}${search}`, site), found.pending) }
      }
      return enterOr(parts, asked, { site, getProof, returnTo: found?.returnTo ?? '/', isExpected: found !== null })
    },
    leave: async () => {
      const { console: configured } = parts.house().config
      if (configured.oidc?.signOut !== 'provider') return null
      try {
        const { oidc, site } = provider()
        return (await oidc.leave(new URL(LEFT, site).href))?.href ?? null
      } catch (thrown) {
        const { code, cause } = toProblem(thrown)
        parts.log.warn('nobody can sign out at the identity provider now', {
          code,
          ...(thrown instanceof Problem ? { cause } : { why: whyOf(thrown) }),
        })
        return null
      }
    },
    close: () => current?.at?.close(),
  }
}

/** A link of our own page led here, or somebody wrote the address; a browser that says nothing of that is believed. */
const isBegunHere = ({ rawHeaders }: Asked) =>
  valuesOf(rawHeaders, 'sec-fetch-site').every((from) => from === 'same-origin' || from === 'none')

type Entry = {
  readonly site: URL
  readonly getProof: () => Promise<Proof>
  readonly returnTo: string
  readonly isExpected: boolean
}

async function enterOr(
  parts: OidcDeskParts,
  asked: Asked,
  { site, getProof, returnTo, isExpected }: Entry,
): Promise<Redirect> {
  try {
    const { cookie } = await enter(parts, asked, { way: 'oidc', getProof, isExpected })
    return { to: returnTo, cookies: [cookie, setCookie('signIn', null, site)] }
  } catch (thrown) {
    return failed(parts, thrown, site)
  }
}

/** Nobody is let in, and nothing is told, without a record. */
function failed({ log }: OidcDeskParts, thrown: unknown, site: URL): Redirect {
  const problem = toProblem(thrown)
  if (problem.code === 'audit_unavailable') throw problem
  const { code, reason, cause } = problem
  // The cause of a Problem is made of words that may be told; what else was thrown may quote a code or a token.
  const known = thrown instanceof Problem ? { cause } : { why: whyOf(thrown) }
  log.warn('a sign-in at the identity provider did not work', { code, reason, ...known })
  const why = reason === 'denied' || reason === 'expired' ? reason : 'failed'
  return { to: `/sign-in?failed=${why}`, cookies: [setCookie('signIn', null, site)] }
}

function providerOf({ console: { url: site, oidc }, secrets }: Config, now: () => number): At | null {
  if (site === null || oidc === null) return null
  const { issuer, clientId, clientSecretEnv, token, scopes, resource, hosts } = oidc
  const door = createSignInDoor({ issuer, hosts })
  const made = createOidc({
    ...{ issuer, clientId, clientSecret: secrets.of(clientSecretEnv), token, scopes, resource, now, ask: door.ask },
    redirectUri: new URL(BACK, site).href,
  })
  return { oidc: made, kind: token, site, close: door.close }
}

/** A path of this very site, as a browser understands it; anything else is the first page. */
export function localPath(written: string): string {
  const base = 'http://cordon.invalid'
  if (!written.startsWith('/') || written.length > 2000 || !URL.canParse(written, base)) return '/'
  const { origin, pathname, search } = new URL(written, base)
  const isPage = origin === base && !pathname.startsWith('//') && !pathname.startsWith('/admin')
  return isPage ? `${pathname}${search}` : '/'
}
