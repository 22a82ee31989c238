import { errors, jwtVerify } from 'jose'
import type { Issuer } from '../terms/caller.ts'
import type { Header } from './compact.ts'
import type { KeySet } from './key-set.ts'
import { refused } from './refusal.ts'
import type { TokenFlaw } from './refusal.ts'

/** What is verified: the token as it was sent, and its header, already checked. */
export type Signed = { readonly token: string; readonly header: Header }

const CLAIM_FLAWS: readonly TokenFlaw[] = ['iss', 'aud', 'sub', 'exp', 'iat', 'nbf', 'typ']

/**
 * Verifies the signature, and the registered claims a second time. True: verified. False: the set has no such key.
 * Anything wrong with the token is a Problem `invalid_token`; anything else that goes wrong is thrown as it is.
 */
export async function verify(signed: Signed, issuer: Issuer, keys: KeySet, at: number): Promise<boolean> {
  try {
    // Every option is given that there is anything for: for jose, one that is absent is a check that does not happen.
    await jwtVerify(signed.token, keys.keyFor, {
      algorithms: [...issuer.algorithms],
      issuer: issuer.issuer,
      audience: issuer.audience,
      ...(signed.header.typ === null ? {} : { typ: signed.header.typ }), // whether that may be was checked before
      requiredClaims: ['iss', 'aud', 'exp', 'iat', 'sub', ...issuer.requiredClaims],
      maxTokenAge: issuer.maxAge,
      clockTolerance: issuer.clockTolerance,
      currentDate: new Date(at),
    })
    return true
  } catch (thrown) {
    if (thrown instanceof errors.JWKSNoMatchingKey) return false
    throw thrown instanceof errors.JOSEError ? refused(flawOf(thrown), thrown.code) : thrown
  }
}

function flawOf(error: errors.JOSEError): TokenFlaw {
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'sig'
  if (error instanceof errors.JOSEAlgNotAllowed) return 'alg'
  if (error instanceof errors.JWTExpired || error instanceof errors.JWTClaimValidationFailed) {
    return CLAIM_FLAWS.find((flaw) => flaw === error.claim) ?? 'required'
  }
  return 'malformed'
}
