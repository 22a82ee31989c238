import type { Policy } from '../terms/policy.ts'
import type { Config, ConfiguredIssuer } from './config.ts'

/** What every verified token says, mapped or not. */
const ALWAYS = ['caller.issuer', 'caller.subject', 'caller.client']

/**
 * Attributes of callers that rules ask for and that no token of an issuer can have, since its `claims` do not map them. An
 * allowance then never matches, and a denial always does: both are safe, and hardly ever meant.
 */
export function doubtClaims({ identity }: Config, { rules, obligations = [] }: Policy): readonly string[] {
  const wanted = [
    ...new Set([
      ...rules.flatMap(({ when, unless = {} }) => [...Object.keys(when), ...Object.keys(unless)]),
      ...obligations.flatMap(({ when }) => Object.keys(when)),
    ]),
  ]
  const attributes = wanted.filter((name) => name.startsWith('caller.') && !ALWAYS.includes(name))
  return identity.issuers.flatMap((issuer) =>
    attributes.filter((name) => !says(issuer, name)).map((name) => doubt(issuer, name, { rules, obligations })),
  )
}

const says = ({ claims }: ConfiguredIssuer, name: string) => Object.hasOwn(claims, name.replace('caller.', ''))

function doubt({ at, issuer }: ConfiguredIssuer, name: string, asking: Asking): string {
  const { rules, obligations } = asking
  const ids = (effect: 'allow' | 'deny') =>
    rules.filter((rule) => rule.effect === effect && Object.hasOwn(rule.when, name)).map(({ id }) => id)
  const lifted = rules.filter(({ unless = {} }) => Object.hasOwn(unless, name)).map(({ id }) => id)
  const obliging = obligations.filter(({ when }) => Object.hasOwn(when, name)).map(({ id }) => id)
  const all = [
    ...(ids('allow').length === 0 ? [] : [`${ids('allow').join(', ')} will never allow`]),
    ...(ids('deny').length === 0 ? [] : [`${ids('deny').join(', ')} will always deny`]),
    ...(lifted.length === 0 ? [] : [`nothing will lift ${lifted.join(', ')}`]),
    ...(obliging.length === 0 ? [] : [`${obliging.join(', ')} will always apply`]),
  ]
  return `${at}: the claims of ${issuer} do not map ${name}, so for its tokens ${all.join(' and ')}`
}

type Asking = { readonly rules: Policy['rules']; readonly obligations: NonNullable<Policy['obligations']> }
