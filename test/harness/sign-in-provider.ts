import { randomBytes, randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Provider } from 'oidc-provider'
import { newKey } from '../authenticate/tokens.ts'

/** A person at the provider: they sign in by their name alone, in a form with one field. */
export type Person = { readonly roles: readonly string[]; readonly tenant?: string }

export type SignInProvider = {
  readonly url: string
  readonly clientId: string
  readonly clientSecret: string
  /** What the access tokens are for. */
  readonly resource: string
  /** What it has been asked for so far: method and path. */
  readonly asked: readonly string[]
  /** Goes silent, or comes back. */
  readonly setDown: (isDown: boolean) => void
  readonly stop: () => Promise<void>
}

const CLIENT = 'cordon-console'
const RESOURCE = 'urn:cordon'

/**
 * A real OpenID provider on loopback, at which these people can sign in: GET of the page that it sends a browser to shows a form, and a POST of
 * `login=NAME` signs in. It insists on PKCE, and names itself on the way back (RFC 9207).
 * As `localhost` it is another site for a browser than a console at 127.0.0.1.
 */
export async function startSignInProvider(
  people: Readonly<Record<string, Person>>,
  redirectUris: readonly string[],
  host: '127.0.0.1' | 'localhost' = '127.0.0.1',
): Promise<SignInProvider> {
  const asked: string[] = []
  let isDown = false
  const listener = createServer((req, res) => {
    asked.push(`${req.method ?? ''} ${req.url?.split('?')[0] ?? ''}`)
    if (isDown) return void req.socket.destroy()
    void (req.url?.startsWith('/interaction/') === true ? interact(provider, people, req, res) : callback(req, res))
  })
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
  const url = `http://${host}:${String((listener.address() as AddressInfo).port)}`
  const clientSecret = randomBytes(16).toString('hex')
  const provider: Provider = new Provider(
    url,
    configuration(people, redirectUris, clientSecret, () => provider),
  )
  const callback = provider.callback()
  return {
    ...{ url, clientId: CLIENT, clientSecret, resource: RESOURCE, asked },
    setDown: (down) => void (isDown = down),
    stop: () => {
      listener.closeAllConnections()
      return new Promise((resolve) => listener.close(() => resolve()))
    },
  }
}

/** The form, and what it is sent to. */
async function interact(
  provider: Provider,
  people: Readonly<Record<string, Person>>,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  // prettier-ignore
  const form = '<!doctype html><title>Sign in</title><form method="post"><label>Name <input name="login" autofocus></label><button>Sign in</button></form>' // prettier-ignore
  if (req.method !== 'POST') return void res.setHeader('content-type', 'text/html').end(form)
  let body = ''
  for await (const chunk of req) body += String(chunk)
  const accountId = new URLSearchParams(body).get('login') ?? ''
  const result = accountId in people ? { login: { accountId } } : { error: 'access_denied', error_description: `nobody called ${accountId}` } // prettier-ignore
  await provider.interactionFinished(req, res, result)
}

type Context = { readonly oidc: { readonly client: { clientId: string }; readonly session: { accountId: string } } }

function configuration(
  people: Readonly<Record<string, Person>>,
  redirectUris: readonly string[],
  secret: string,
  provider: () => Provider,
): object {
  const key = newKey('sign-in')
  const alg = key.alg
  const claimsOf = (id: string) => ({ roles: people[id]?.roles ?? [], org: { tenant: people[id]?.tenant } })
  const server = { scope: '', audience: RESOURCE, accessTokenTTL: 1800, accessTokenFormat: 'jwt', jwt: { sign: { alg } } } // prettier-ignore
  return {
    jwks: { keys: [key.privateJwk] },
    cookies: { keys: [randomUUID()] },
    clients: [
      {
        ...{ client_id: CLIENT, client_secret: secret, redirect_uris: redirectUris, response_types: ['code'] },
        ...{ grant_types: ['authorization_code'], id_token_signed_response_alg: alg },
        post_logout_redirect_uris: redirectUris.map((uri) => new URL('/sign-in', uri).href),
      },
    ],
    enabledJWA: { idTokenSigningAlgValues: [alg] },
    scopes: ['openid'],
    claims: { openid: ['sub', 'roles', 'org'] },
    conformIdTokenClaims: false,
    adapter: InMemory,
    ttl: { IdToken: 1800, AccessToken: 1800, Interaction: 600, Grant: 1800, Session: 1800, AuthorizationCode: 60 },
    pkce: { required: () => true },
    interactions: { url: (_ctx: unknown, { uid }: { readonly uid: string }) => `/interaction/${uid}` },
    findAccount: (_ctx: unknown, id: string) => ({ accountId: id, claims: () => ({ sub: id, ...claimsOf(id) }) }),
    extraTokenClaims: (_ctx: unknown, { accountId }: { readonly accountId: string }) => claimsOf(accountId),
    loadExistingGrant: async ({ oidc: { client, session } }: Context) => {
      const grant = new (provider().Grant)({ clientId: client.clientId, accountId: session.accountId })
      grant.addOIDCScope('openid')
      grant.addResourceScope(RESOURCE, 'openid')
      await grant.save()
      return grant
    },
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: { enabled: true, logoutSource: askToLeave },
      resourceIndicators: { enabled: true, getResourceServerInfo: () => server },
    },
  }
}

/** What it asks of whoever comes to sign out: its form, and a button. The standard one loads a font from elsewhere. */
function askToLeave(ctx: { body: unknown }, form: string): void {
  ctx.body = `<!doctype html><title>Sign out</title>${form}<button form="op.logoutForm" name="logout" value="yes">Yes, sign me out</button>`
}

type Stored = Readonly<Record<string, unknown>> & { consumed?: number }
const stored = new Map<string, Stored>()

/** What the provider keeps, for as long as the test runs. */
class InMemory {
  readonly #kind: string

  constructor(kind: string) {
    this.#kind = kind
  }

  async upsert(id: string, payload: Stored): Promise<void> {
    stored.set(`${this.#kind}:${id}`, payload)
  }

  async find(id: string): Promise<Stored | undefined> {
    return stored.get(`${this.#kind}:${id}`)
  }

  async findByUid(uid: string): Promise<Stored | undefined> {
    return [...stored].find(([key, value]) => key.startsWith(`${this.#kind}:`) && value['uid'] === uid)?.[1]
  }

  async consume(id: string): Promise<void> {
    const found = await this.find(id)
    if (found !== undefined) found.consumed = Math.floor(Date.now() / 1000)
  }

  async destroy(id: string): Promise<void> {
    stored.delete(`${this.#kind}:${id}`)
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    for (const [key, value] of stored) if (value['grantId'] === grantId) stored.delete(key)
  }
}
