type Row = { readonly kty: string; readonly crv: string | null }

/**
 * The signature algorithms that an issuer may use (RFC 7518 §3.1, RFC 8037 §3.1, RFC 9864 §2.2) and the key each needs.
 * All are asymmetric: with a shared secret, whoever can check a token can also make one.
 */
export const ALGORITHMS: ReadonlyMap<string, Row> = new Map([
  ['ES256', { kty: 'EC', crv: 'P-256' }],
  ['ES384', { kty: 'EC', crv: 'P-384' }],
  ['PS256', { kty: 'RSA', crv: null }],
  ['RS256', { kty: 'RSA', crv: null }],
  ['EdDSA', { kty: 'OKP', crv: 'Ed25519' }],
  ['Ed25519', { kty: 'OKP', crv: 'Ed25519' }],
])

/** True when a key of this type and curve can be used with the algorithm. False for an algorithm that is not in the table. */
export function fits(algorithm: string, kty: unknown, crv: unknown): boolean {
  const row = ALGORITHMS.get(algorithm)
  return row !== undefined && row.kty === kty && (row.crv === null || row.crv === crv)
}
