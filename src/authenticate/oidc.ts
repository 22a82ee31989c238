import * as client from 'openid-client'
import type { Configuration, CustomFetch } from 'openid-client'
import { Problem } from '../terms/problem.ts'

/** A sign-in that somebody has begun: what must fit when the provider sends them back. */
export type Pending = { readonly state: string; readonly nonce: string; readonly verifier: string }

export type Oidc = {
  /** Where to send the browser. */
  readonly begin: () => Promise<{ readonly to: URL; readonly pending: Pending }>
  /** The token of whoever came back to this URL. It is NOT verified here but for what ties it to what was begun. */
  readonly finish: (cameBackTo: URL, pending: Pending) => Promise<string>
  /**
   * Where a browser signs out at the provider, which sends it back to this address (OpenID Connect RP-Initiated Logout §2); null where the provider has no
   * such page. Whom it is about stands nowhere in it: an `id_token_hint` would have to be kept for it, and would lie in histories and logs. So the
   * provider asks whoever is there whether they mean it.
   */
  readonly leave: (backTo: string) => Promise<URL | null>
}

export type OidcParts = {
  readonly issuer: URL
  readonly clientId: string
  readonly clientSecret: string | null
  readonly token: 'access' | 'id'
  readonly scopes: readonly string[]
  readonly resource: string | null
  /** Where the provider sends people back to. */
  readonly redirectUri: string
  /** Follows no redirect, and bounds size and time. */
  readonly ask: (url: URL, headers: Readonly<Record<string, string>>, form: string | null) => Promise<{ readonly status: number; readonly body: Uint8Array }> // prettier-ignore
  /** Milliseconds since 1970. */
  readonly now: () => number
}

/** How long what the provider says of itself is believed. */
const FRESH = 60 * 60_000

/**
 * Signing in at an OpenID provider (OpenID Connect Core §3.1): the authorisation code with PKCE (RFC 7636, S256), `state`, `nonce`, and the
 * issuer's name on the way back where it sends one (RFC 9207). Whether the token is any good is for the authenticator, as with every token.
 * Throws Problem: `identity_unavailable`, or `invalid_token` with the reason `denied` or `failed`; none quotes what the provider said.
 */
export function createOidc(parts: OidcParts): Oidc {
  const { issuer, clientId, clientSecret, token, scopes, resource, redirectUri, now } = parts
  let known: { readonly at: number; readonly found: Promise<Configuration> } | null = null
  const askFor = { resource: resource ?? undefined }
  const extra = askFor.resource === undefined ? {} : { resource: askFor.resource }

  const discovered = (): Promise<Configuration> => {
    if (known !== null && now() - known.at < FRESH) return known.found
    const auth = clientSecret === null ? client.None() : client.ClientSecretBasic(clientSecret)
    const options = { [client.customFetch]: through(parts), execute: issuer.protocol === 'http:' ? [client.allowInsecureRequests] : [] } // prettier-ignore
    const found = client.discovery(issuer, clientId, undefined, auth, options)
    known = { at: now(), found }
    found.catch(() => (known = null)) // the next one asks again
    return found.catch((cause: unknown) => {
      throw new Problem('identity_unavailable', 'the provider could not be discovered', { cause: safe(cause) })
    })
  }

  return {
    begin: async () => {
      const config = await discovered()
      const pending = { state: client.randomState(), nonce: client.randomNonce(), verifier: client.randomPKCECodeVerifier() } // prettier-ignore
      const to = client.buildAuthorizationUrl(config, {
        ...{ redirect_uri: redirectUri, scope: scopes.join(' '), state: pending.state, nonce: pending.nonce },
        ...{ code_challenge: await client.calculatePKCECodeChallenge(pending.verifier), code_challenge_method: 'S256' },
        ...extra,
      })
      if (to.protocol === issuer.protocol) return { to, pending }
      throw new Problem('identity_unavailable', `the provider signs in by ${to.protocol}`)
    },
    finish: async (cameBackTo, { state, nonce, verifier }) => {
      const config = await discovered()
      const checks = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier, idTokenExpected: true }
      try {
        const given = await client.authorizationCodeGrant(config, cameBackTo, checks, extra)
        const made = token === 'access' ? given.access_token : given.id_token
        if (made !== undefined) return made
      } catch (cause) {
        const denied = cause instanceof client.AuthorizationResponseError
        throw new Problem('invalid_token', 'the sign-in did not work', { reason: denied ? 'denied' : 'failed', cause: safe(cause) }) // prettier-ignore
      }
      throw new Problem('invalid_token', 'no token came back', { reason: 'failed' })
    },
    leave: async (backTo) => {
      const config = await discovered()
      if (config.serverMetadata().end_session_endpoint === undefined) return null
      try {
        const to = client.buildEndSessionUrl(config, { post_logout_redirect_uri: backTo })
        if (to.protocol === issuer.protocol) return to
      } catch (cause) {
        throw new Problem('identity_unavailable', 'no address to sign out at', { cause: safe(cause) })
      }
      throw new Problem('identity_unavailable', 'the provider signs out by another protocol')
    },
  }
}

function through({ ask }: OidcParts): CustomFetch {
  return async (url, { method, headers, body }) => {
    const form = method === 'POST' ? String(body) : null
    const own = Object.fromEntries(Object.entries(headers).filter(([name]) => !/^content-(?:type|length)$/i.test(name)))
    const answer = await ask(new URL(url), own, form)
    return new Response(Buffer.from(answer.body), { status: answer.status, headers: { 'content-type': 'application/json' } }) // prettier-ignore
  }
}

/** An error of the library holds what it was given, codes and tokens among it: only its name and its code may reach a log. */
function safe(thrown: unknown): Error {
  const { name, code, error, cause } = thrown as { readonly name?: unknown; readonly code?: unknown; readonly error?: unknown; readonly cause?: unknown } // prettier-ignore
  const inner = cause instanceof Error ? [cause.name, (cause as { readonly code?: unknown }).code] : []
  const words = [name, code, error, ...inner].filter((word) => typeof word === 'string' && /^[\w.-]{1,60}$/.test(word))
  return new Error(words.join(' ') || 'unknown')
}
