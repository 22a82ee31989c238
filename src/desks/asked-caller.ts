import { toCaller } from '../authenticate/to-caller.ts'
import type { Config } from '../config/config.ts'
import type { Caller, Issuer } from '../terms/caller.ts'
import type { JsonObject } from '../terms/json.ts'

/**
 * The caller of a token with these claims, as if it had been verified; what a token must have and the claims leave out is filled in. Its
 * attributes are those of the issuer that they name, else of the first; without a configuration, of claims with their own names.
 * Throws a Problem for claims that no caller can be made of.
 */
export function claimedCaller(claims: JsonObject, config: Pick<Config, 'identity'> | null): Caller {
  const named = config?.identity.issuers.find(({ issuer }) => issuer === claims['iss'])
  const issuer = named ?? config?.identity.issuers[0] ?? ANY_ISSUER
  const header = { alg: 'none', kid: 'none', typ: 'claims' }
  return toCaller({ header, claims: { sub: 'somebody', aud: issuer.audience, exp: 0, ...claims } }, issuer)
}

const ANY_ISSUER: Issuer = {
  issuer: 'claims',
  audience: 'cordon',
  keys: { kind: 'file', path: '' },
  algorithms: [],
  claims: {
    ...{ role: 'role', department: 'department', tenant: 'tenant', team: 'team', purpose: 'purpose' },
    ...{ assurance: 'acr', level: 'level' },
  },
  types: [],
  maxAge: 0,
  clockTolerance: 0,
  requiredClaims: [],
}

/** A caller with exactly these attributes. */
export const attributedCaller = (attributes: Caller['attributes']): Caller => ({
  issuer: attributes.issuer?.[0] ?? '',
  subject: attributes.subject?.[0] ?? '',
  client: attributes.client?.[0] ?? null,
  attributes,
  raises: [],
  tokenId: null,
  tokenKey: 'playground',
  otherAudiences: [],
  expires: 0,
})
