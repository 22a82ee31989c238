import { generateKeyPairSync, randomBytes, randomUUID, sign } from 'node:crypto'
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Provider } from 'oidc-provider'
import type { Issuer } from '../../src/terms/caller.ts'
import { b64 } from './tokens.ts'
import type { Key } from './tokens.ts'

const CLIENT = 'batch-job'
const SECRET = randomBytes(16).toString('hex')
const CLAIMS = { roles: ['employee', 'clinician'], org: { tenant: 'acme' } }

/** A real OpenID provider on loopback, whose signing keys can be replaced while it runs. */
export async function startProvider() {
  const listener = createServer((req, res) => void serve(req, res))
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${String((listener.address() as AddressInfo).port)}`
  let serve: (req: IncomingMessage, res: ServerResponse) => Promise<void> | void = (_req, res) => void res.end()

  /** The first key that fits is the one that signs. */
  const useKeys = (...keys: readonly Key[]) => {
    serve = new Provider(url, configuration(keys)).callback()
  }
  const goDown = () => {
    serve = (req) => void req.socket.destroy()
  }
  const token = async (resource: string, headers: Readonly<Record<string, string>> = {}): Promise<string> => {
    const authorization = `Basic ${Buffer.from(`${CLIENT}:${SECRET}`).toString('base64')}`
    const body = new URLSearchParams({ grant_type: 'client_credentials', resource, scope: 'ask' })
    const answer = await fetch(`${url}/token`, { method: 'POST', headers: { authorization, ...headers }, body })
    const said = (await answer.json()) as { access_token?: string }
    if (said.access_token === undefined) throw new Error(`no token: ${JSON.stringify(said)}`)
    return said.access_token
  }
  const issuer = (change: Partial<Issuer> = {}): Issuer => ({
    issuer: url,
    audience: 'urn:cordon',
    keys: { kind: 'remote', url: new URL(`${url}/jwks`) },
    algorithms: ['ES256', 'PS256', 'EdDSA', 'Ed25519'],
    claims: { role: 'roles', tenant: 'org.tenant' },
    types: ['at+jwt'],
    maxAge: 3600,
    clockTolerance: 5,
    requiredClaims: ['client_id', 'jti'],
    ...change,
  })
  const stop = () => {
    listener.closeAllConnections()
    return new Promise((resolve) => listener.close(resolve))
  }
  return { url, useKeys, goDown, token, issuer, stop }
}

/** Fetches as the egress room does, in the points that matter here: no redirect is followed. */
export async function fetchKeys(url: URL): Promise<{ status: number; body: Uint8Array }> {
  const answer = await fetch(url, { redirect: 'manual' })
  return { status: answer.status, body: new Uint8Array(await answer.arrayBuffer()) }
}

/** A proof of possession (RFC 9449 §4.2) for a token request. */
export function dpopProof(url: string): string {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const header = { typ: 'dpop+jwt', alg: 'ES256', jwk: publicKey.export({ format: 'jwk' }) }
  const claims = { htm: 'POST', htu: url, iat: Math.floor(Date.now() / 1000), jti: randomUUID() }
  const input = `${b64(JSON.stringify(header))}.${b64(JSON.stringify(claims))}`
  return `${input}.${b64(sign('sha256', Buffer.from(input), { key: privateKey, dsaEncoding: 'ieee-p1363' }))}`
}

/** Signed tokens are stored nowhere, and the one client is configured, so that there is nothing to find. */
class NoStore {
  async upsert() {}
  async find() {}
}

function configuration(keys: readonly Key[]): object {
  const alg = keys[0]?.alg ?? 'ES256'
  const client = { client_id: CLIENT, client_secret: SECRET, grant_types: ['client_credentials'], redirect_uris: [] }
  return {
    adapter: NoStore,
    ttl: { ClientCredentials: 1800 },
    jwks: { keys: keys.map(({ privateJwk }) => privateJwk) },
    cookies: { keys: [randomUUID()] },
    clientDefaults: { id_token_signed_response_alg: alg },
    enabledJWA: { idTokenSigningAlgValues: [alg] },
    clients: [{ ...client, response_types: [] }],
    scopes: ['ask'],
    extraTokenClaims: () => CLAIMS,
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      dPoP: { enabled: true },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: (_ctx: unknown, audience: string) => server(audience, alg),
      },
    },
  }
}

const server = (audience: string, alg: string) => ({
  scope: 'ask',
  audience,
  accessTokenTTL: 1800,
  accessTokenFormat: 'jwt',
  jwt: { sign: { alg } },
})
