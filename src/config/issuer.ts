import { PRIVATE_RANGES } from '../terms/destination.ts'
import type { Issuer } from '../terms/caller.ts'
import { checkUrl } from './base-url.ts'
import type { ConfiguredIssuer } from './config.ts'
import type { CordonFile, IssuerFile } from './cordon-file.ts'
import type { Desk } from './desk.ts'
import { quote } from './desk.ts'
import { mayBeGlobal, mayBeWithin } from './literal.ts'
import type { Path } from './source.ts'
import { didYouMean } from '../terms/suggest.ts'
import { duration } from './units.ts'

/** All asymmetric (RFC 7518 §3.1, RFC 8037 §3.1, RFC 9864 §2.2): with a shared secret, whoever can check a token can also make one. */
export const ALGORITHMS = ['ES256', 'ES384', 'PS256', 'RS256', 'EdDSA', 'Ed25519']

/** The table of issuers. Each is complete, and no two are the same. */
export function toIssuers({ identity }: CordonFile, desk: Desk): readonly ConfiguredIssuer[] {
  return identity.issuers.flatMap((written, index, all) => {
    const path = ['identity', 'issuers', index]
    if (all.findIndex(({ issuer }) => issuer === written.issuer) !== index) {
      desk.wrong([...path, 'issuer'], 'this issuer has an entry already: one table of keys and claims for each')
    }
    const keys = toKeys(written, path, desk)
    return keys === null ? [] : [toIssuer(written, keys, path, desk)]
  })
}

function toIssuer(written: IssuerFile, keys: Issuer['keys'], path: Path, desk: Desk): ConfiguredIssuer {
  const { issuer, audience, algorithms, claims = {}, types = ['at+jwt'], requiredClaims = [] } = written
  for (const [name, value] of Object.entries({ issuer, audience })) {
    if (!VISIBLE.test(value)) desk.wrong([...path, name], `"${name}" must be visible ASCII characters without spaces`)
  }
  for (const [name, value] of Object.entries(claims)) checkClaim(value ?? '', [...path, 'claims', name], desk)
  requiredClaims.forEach((name, i) => checkClaim(name, [...path, 'requiredClaims', i], desk))
  checkAlgorithms(algorithms, [...path, 'algorithms'], desk)
  checkTypes(types, [...path, 'types'], desk)
  const age = { from: '1s', to: '24h', standard: '1h' }
  const tolerance = { from: '0s', to: '30s', standard: '10s' }
  return {
    issuer,
    audience,
    keys,
    algorithms,
    claims: claims as Issuer['claims'],
    types,
    requiredClaims,
    maxAge: seconds(desk, [...path, 'maxAge'], written.maxAge, age),
    clockTolerance: seconds(desk, [...path, 'clockTolerance'], written.clockTolerance, tolerance),
    at: desk.at(path),
  }
}

const VISIBLE = /^[\x21-\x7e]{1,512}$/

function seconds(
  desk: Desk,
  path: Path,
  written: string | undefined,
  limits: { from: string; to: string; standard: string },
) {
  const milliseconds = desk.measured(path, written, duration, limits)
  if (milliseconds % 1000 !== 0) desk.wrong(path, `${quote(path)} needs whole seconds`)
  return milliseconds / 1000
}

function toKeys({ jwks, jwksFile }: IssuerFile, path: Path, desk: Desk): Issuer['keys'] | null {
  if (jwks !== undefined && jwksFile !== undefined)
    desk.wrong([...path, 'jwksFile'], 'set "jwks" or "jwksFile", not both', 'key')
  if (jwks !== undefined) return toRemoteKeys(jwks, [...path, 'jwks'], desk)
  if (jwksFile === undefined) {
    desk.wrong(path, 'an issuer needs "jwks" (a URL) or "jwksFile"')
    return null
  }
  const hint = 'development keys are made by: npm run -s keys'
  return { kind: 'file', path: desk.existing([...path, 'jwksFile'], jwksFile, hint) }
}

function toRemoteKeys(written: string, path: Path, desk: Desk): Issuer['keys'] | null {
  const checked = checkUrl(written)
  const why = 'wrong' in checked ? checked.wrong : whyNotForKeys(checked.url)
  if (why !== null) desk.wrong(path, `"jwks" ${why}`)
  if ('wrong' in checked) return null
  if (checked.url.protocol === 'http:')
    desk.doubt(path, 'keys fetched over http: are whatever the network says they are')
  return { kind: 'remote', url: checked.url }
}

/** What the key fetch would refuse to dial, as far as the written address tells. */
function whyNotForKeys({ hostname, protocol }: URL): string | null {
  const inside = mayBeWithin(hostname, PRIVATE_RANGES)
  if (protocol === 'http:') return inside ? null : 'needs https: at a public address'
  return inside || mayBeGlobal(hostname) ? null : 'has an address that is neither public nor private'
}

function checkAlgorithms(algorithms: readonly string[], path: Path, desk: Desk): void {
  algorithms.forEach((name, index) => {
    if (ALGORITHMS.includes(name)) return checkTwice(algorithms, index, path, desk)
    const shared = /^(?:HS\d*|none)$/i.test(name)
    const why = shared
      ? 'may not be used: whoever can check such a token can also make one'
      : `is not known${didYouMean(name, ALGORITHMS)}`
    desk.wrong([...path, index], `${JSON.stringify(name.slice(0, 40))} ${why}; use one of: ${ALGORITHMS.join(', ')}`)
  })
}

function checkTypes(types: readonly string[], path: Path, desk: Desk): void {
  types.forEach((type, index) => {
    if (!/^[a-z0-9][a-z0-9.+-]{0,63}$/.test(type)) {
      return desk.wrong(
        [...path, index],
        'a token type is written in lower case and without application/, such as at+jwt',
      )
    }
    if (type === 'jwt')
      desk.doubt([...path, index], 'tokens of type "jwt" may be ID tokens, which were made for another service')
    checkTwice(types, index, path, desk)
  })
}

function checkTwice(list: readonly string[], index: number, path: Path, desk: Desk): void {
  if (list.indexOf(list[index] ?? '') !== index)
    desk.wrong([...path, index], `"${list[index] ?? ''}" stands in this list twice`)
}

function checkClaim(name: string, path: Path, desk: Desk): void {
  if (!/^[\x21-\x7e]{1,256}$/.test(name))
    desk.wrong(path, 'a claim is named by visible ASCII characters, with dots on the way into objects')
}
