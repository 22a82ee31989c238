import { z } from 'zod'
import { PRIVATE_RANGES } from '../terms/destination.ts'
import type { Issuer } from '../terms/caller.ts'
import { didYouMean } from '../terms/suggest.ts'
import { checkUrl } from './base-url.ts'
import type { CordonFile } from './cordon-file.ts'
import type { Desk } from './desk.ts'
import { mayBeGlobal, mayBeWithin } from './literal.ts'
import type { Path } from './source.ts'

const text = z.string().min(1).max(2048)

export const ConsoleFile = z.strictObject({
  url: text.optional(),
  oidc: z
    .strictObject({
      issuer: text,
      clientId: text,
      clientSecretEnv: text.optional(),
      token: z.enum(['access', 'id']).optional(),
      scopes: z.array(text).min(1).max(20).optional(),
      resource: text.optional(),
      hosts: z.array(text).min(1).max(5).optional(),
      signOut: z.enum(['here', 'provider']).optional(),
      label: z.string().trim().min(1).max(60).optional(),
    })
    .optional(),
})
export type ConsoleFile = z.infer<typeof ConsoleFile>

/** Where people sign in to the console (OpenID Connect), but for the client's secret: only the name of the variable that holds it. */
export type ConfiguredSignIn = {
  readonly issuer: URL
  readonly clientId: string
  readonly clientSecretEnv: string | null
  /** Which of the tokens that come back is the one that everything is decided by. */
  readonly token: 'access' | 'id'
  readonly scopes: readonly string[]
  /** What the access token is asked for (RFC 8707); null: nothing is said. */
  readonly resource: string | null
  /** Beside the issuer's own: hosts at which its endpoints may be. */
  readonly hosts: readonly string[]
  readonly label: string
  /** Whether signing out of the console leads to the provider, to sign out there too. */
  readonly signOut: 'here' | 'provider'
}

export type ConfiguredConsole = {
  /** Under which people open the console: scheme, host and port. Null: under the listener's own address only. */
  readonly url: URL | null
  readonly oidc: ConfiguredSignIn | null
}

/** The console's own address, and where people sign in to it. */
export function toConsole(
  { console: written = {}, server = {} }: CordonFile,
  issuers: readonly Issuer[],
  desk: Desk,
): ConfiguredConsole {
  // prettier-ignore
  const url = written.url === undefined ? null : toUrl(written.url, ['console', 'url'], desk)
  if (url !== null && url.pathname !== '/')
    desk.wrong(['console', 'url'], '"url" is a scheme and a host, without a path')
  if (url?.protocol === 'http:')
    desk.doubt(['console', 'url'], 'over http: whoever is on the way can take a session over')
  if (server.adminTls !== undefined && url?.protocol !== 'https:')
    desk.wrong(['server', 'adminTls'], '"adminTls" needs "console.url": the https: address of the page')
  if (written.oidc !== undefined && written.url === undefined)
    desk.wrong(['console', 'oidc'], '"oidc" needs "url" beside it: where the identity provider sends people back to')
  return { url, oidc: written.oidc === undefined ? null : toSignIn(written.oidc, issuers, desk) }
}

function toSignIn(
  written: NonNullable<ConsoleFile['oidc']>,
  issuers: readonly Issuer[],
  desk: Desk,
): ConfiguredSignIn | null {
  // prettier-ignore
  const path = (name: string): Path => ['console', 'oidc', name]
  const { clientId, token = 'access', scopes = ['openid'], resource = null, hosts = [] } = written
  const names = issuers.map(({ issuer }) => issuer)
  const trusted = issuers.find(({ issuer }) => issuer === written.issuer)
  if (trusted === undefined)
    desk.wrong(path('issuer'), `"issuer" is none of "identity.issuers"${didYouMean(written.issuer, names)}: its tokens would be refused`) // prettier-ignore
  if (trusted !== undefined && token === 'id') doubtIdTokens(trusted, clientId, desk)
  if (!scopes.includes('openid')) desk.wrong(path('scopes'), '"scopes" needs "openid", or it is no sign-in')
  scopes.forEach((scope, at) => {
    if (!/^[\x21\x23-\x5b\x5d-\x7e]+$/.test(scope)) desk.wrong([...path('scopes'), at], 'no scope is written like this') // RFC 6749 §3.3
  })
  hosts.forEach((host, at) => {
    const checked = checkUrl(`https://${host}`)
    if ('wrong' in checked || checked.url.host !== host) desk.wrong([...path('hosts'), at], 'needs the name of a host, such as oauth2.example.com') // prettier-ignore
  })
  const clientSecretEnv = desk.secret(path('clientSecretEnv'), written.clientSecretEnv)
  const issuer = toUrl(written.issuer, path('issuer'), desk)
  if (issuer === null) return null
  return {
    issuer,
    clientId,
    clientSecretEnv,
    token,
    scopes,
    resource,
    hosts,
    label: written.label ?? issuer.host,
    signOut: written.signOut ?? 'here',
  }
}

/** ID tokens are checked by themselves, for the client. Where the issuer's entry would take them too, any header may bring one. */
function doubtIdTokens({ audience, types }: Issuer, clientId: string, desk: Desk): void {
  if (audience === clientId && types.includes('jwt'))
    desk.doubt(['console', 'oidc', 'token'], 'ID tokens pass as access tokens too: give the issuer an "audience" that is not this client, or "types" without "jwt"') // prettier-ignore
}

/** `http:` only where nobody beyond the own network is asked. */
function toUrl(written: string, path: Path, desk: Desk): URL | null {
  const checked = checkUrl(written)
  if ('wrong' in checked) {
    desk.wrong(path, `"${String(path.at(-1))}" ${checked.wrong}`)
    return null
  }
  const { hostname, protocol } = checked.url
  const inside = mayBeWithin(hostname, PRIVATE_RANGES)
  if (protocol === 'http:' ? !inside : !inside && !mayBeGlobal(hostname))
    desk.wrong(path, `"${String(path.at(-1))}" needs https: and an address that can be reached`)
  return checked.url
}
