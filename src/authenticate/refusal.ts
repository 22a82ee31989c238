import { Problem } from '../terms/problem.ts'

/** Why a token is refused: one short word for the record. The caller is never told which. */
export type TokenFlaw =
  | 'missing'
  | 'scheme'
  | 'malformed'
  | 'jwe'
  | 'noncanonical'
  | 'header_size'
  | 'utf8'
  | 'json'
  | 'dup_key'
  | 'depth'
  | 'header'
  | 'alg'
  | 'typ'
  | 'kid'
  | 'iss'
  | 'aud'
  | 'sub'
  | 'exp'
  | 'iat'
  | 'nbf'
  | 'lifetime'
  | 'required'
  | 'claim'
  | 'cnf'
  | 'azp'
  | 'nonce'
  | 'sig'

/** A refused token: 401 with one fixed sentence, whatever the flaw was. Nothing of the token is in it. */
export function refused(flaw: TokenFlaw, cause?: unknown): Problem {
  return new Problem('invalid_token', `token refused: ${flaw}`, { reason: flaw, cause })
}
