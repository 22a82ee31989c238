import { Problem } from '../terms/problem.ts'
import { refused } from './refusal.ts'

/** Characters of a token, which are its bytes: anything beyond ASCII is refused later. */
export const MAX_TOKEN = 8 * 1024
const SCHEME = 'bearer ' // RFC 9110 §11.1: without regard to case

/**
 * The access token of a request, from its raw header pairs (`[name, value, name, value, …]`, as Node gives them):
 * `Authorization: Bearer …` (RFC 6750 §2.1), or `x-api-key`, where Anthropic's SDKs put their key.
 * Two tokens are a 400, unless both headers hold the same one; one above 8 KiB is a 431, before anything looks at it.
 * Tokens in the query or the body (RFC 6750 §2.2, §2.3) are never read.
 */
export function bearerToken(rawHeaders: readonly string[]): string {
  const authorization = onlyValue(rawHeaders, 'authorization')
  const apiKey = onlyValue(rawHeaders, 'x-api-key')
  const bearer = authorization === null ? null : ofScheme(authorization)
  if (bearer !== null && apiKey !== null && bearer !== apiKey) throw twoTokens('authorization and x-api-key differ')
  const token = bearer ?? apiKey
  if (token === null || token === '') throw refused('missing')
  if (token.length > MAX_TOKEN) {
    throw new Problem('headers_too_large', 'access token above 8 KiB', { reason: 'token_size' })
  }
  return token
}

function onlyValue(rawHeaders: readonly string[], name: string): string | null {
  const values = rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === name)
  if (values.length > 1) throw twoTokens(`more than one ${name} header`)
  return values[0] ?? null
}

function ofScheme(authorization: string): string {
  if (authorization.slice(0, SCHEME.length).toLowerCase() !== SCHEME) throw refused('scheme')
  return authorization.slice(SCHEME.length)
}

function twoTokens(forTheLog: string): Problem {
  const says = 'Send one access token: in one Authorization header, or in x-api-key.'
  return new Problem('invalid_request', forTheLog, { says, reason: 'two_tokens' })
}
