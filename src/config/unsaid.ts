import type { Policy } from '../terms/policy.ts'
import type { Config, ConfiguredIssuer } from './config.ts'

/** What every verified token says, mapped or not. */
const ALWAYS = ['caller.issuer', 'caller.subject', 'caller.client']

/**
 * Attributes of callers that rules ask for and that no token of an issuer can have, since its `claims` do not map them. An
 * allowance then never matches, and a denial always does: both are safe, and hardly ever meant.
 */
export function doubtClaims({ identity }: Config, { rules }: Policy): readonly string[] {
  const wanted = [...new Set(rules.flatMap(({ when }) => Object.keys(when)))]
  const attributes = wanted.filter((name) => name.startsWith('caller.') && !ALWAYS.includes(name))
  return identity.issuers.flatMap((issuer) =>
    attributes.filter((name) => !says(issuer, name)).map((name) => doubt(issuer, name, rules)),
  )
}

const says = ({ claims }: ConfiguredIssuer, name: string) => Object.hasOwn(claims, name.replace('caller.', ''))

function doubt({ at, issuer }: ConfiguredIssuer, name: string, rules: Policy['rules']): string {
  const ids = (effect: 'allow' | 'deny') =>
    rules.filter((rule) => rule.effect === effect && Object.hasOwn(rule.when, name)).map(({ id }) => id)
  const never = ids('allow').length === 0 ? [] : [`${ids('allow').join(', ')} will never allow`]
  const always = ids('deny').length === 0 ? [] : [`${ids('deny').join(', ')} will always deny`]
  return `${at}: the claims of ${issuer} do not map ${name}, so for its tokens ${[...never, ...always].join(' and ')}`
}
