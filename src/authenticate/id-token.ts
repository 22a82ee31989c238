import type { Issuer } from '../terms/caller.ts'
import { audiencesOf, own } from './claims.ts'
import type { Unverified } from './compact.ts'
import { isPlainText } from './plain-text.ts'
import { refused } from './refusal.ts'

/** Whose ID tokens are meant: of this issuer, for this client. */
export type IdTokenOf = { readonly issuer: URL; readonly client: string }

/** What an ID token's header may say that it is; most providers say this, and some nothing. */
const TYPE = 'jwt'

/** An issuer's entry as it is for its ID tokens: they are made for the client, and neither audience nor types of access tokens are theirs. */
export const forIdTokens = (issuer: Issuer, { client }: IdTokenOf): Issuer => ({ ...issuer, audience: client, types: [TYPE] }) // prettier-ignore

/**
 * What makes an ID token one, besides what every token must have (OpenID Connect Core §2, §3.1.3.7; RFC 8725 §3.11): it says that it is no other
 * kind, names nobody but this client as the party that it is for, and has the nonce of a sign-in, which no access token has. Returns it with its type.
 * Whether the nonce is the right one is for whoever began the sign-in.
 */
export function asIdToken({ header, claims }: Unverified, { client }: IdTokenOf): Unverified {
  if (header.typ !== null && header.typ !== TYPE) throw refused('typ')
  const azp = own(claims, 'azp')
  const hasOthers = audiencesOf(claims).length > 1
  if (azp === undefined ? hasOthers : azp !== client) throw refused('azp')
  if (!isPlainText(own(claims, 'nonce'))) throw refused('nonce')
  return { header: { ...header, typ: TYPE }, claims }
}
