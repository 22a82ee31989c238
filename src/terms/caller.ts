/** What a policy may ask about a caller. A closed list: anything else in a rule is a refusal to start. */
export const CALLER_ATTRIBUTES = [
  'role',
  'department',
  'tenant',
  'team',
  'purpose',
  'assurance',
  'client',
  'issuer',
  'subject',
] as const
export type CallerAttribute = (typeof CALLER_ATTRIBUTES)[number]

/** Who is asking. Only `authenticate` makes one, from a verified token. */
export type Caller = {
  readonly issuer: string
  readonly subject: string
  /** `client_id`, or `azp`; null when the token names none. */
  readonly client: string | null
  /** What the token says, by policy attribute. An attribute it does not speak of is absent, which is not the same as empty. */
  readonly attributes: Readonly<Partial<Record<CallerAttribute, readonly string[]>>>
  /** Levels that the token asks for. They can only raise. */
  readonly raises: readonly string[]
  /** `jti`, for the record, where it is replaced by a keyed hash. */
  readonly tokenId: string | null
  /** Which key verified the token, as `typ/alg/kid`. */
  readonly tokenKey: string
  /** The token's other audiences, beside ours. */
  readonly otherAudiences: readonly string[]
  /** `exp`, seconds since 1970. */
  readonly expires: number
}

/** One trusted token issuer, as cordon.yaml describes it. */
export type Issuer = {
  readonly issuer: string
  readonly audience: string
  readonly keys: { readonly kind: 'remote'; readonly url: URL } | { readonly kind: 'file'; readonly path: string }
  readonly algorithms: readonly string[]
  /** Policy attribute → claim, as a path with dots. `level` names the claim that may raise. */
  readonly claims: Readonly<Partial<Record<CallerAttribute | 'level', string>>>
  /** Accepted `typ` header values, lower case and without `application/`. */
  readonly types: readonly string[]
  /** Seconds: the longest accepted lifetime and age of a token. */
  readonly maxAge: number
  /** Seconds of accepted clock difference. */
  readonly clockTolerance: number
  /** Claims required beside iss, aud, exp, iat and sub. */
  readonly requiredClaims: readonly string[]
}
