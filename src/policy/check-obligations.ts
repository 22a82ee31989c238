import { checkWhen } from './check-rules.ts'
import { repeated, unknown } from './flaw.ts'
import type { Flaw } from './flaw.ts'
import type { PolicyFile } from './policy-file.ts'
import type { Path } from './source.ts'

type ObligationFile = NonNullable<PolicyFile['obligations']>[number]

/** What is wrong with the obligations. */
export function checkObligations(policy: PolicyFile, entities: readonly string[]): Flaw[] {
  const { rules, obligations = [] } = policy
  const ids = [...rules, ...obligations].map(({ id }) => id.toLowerCase())
  return obligations.flatMap((one, index) => {
    const path = ['obligations', index]
    const known = ids.indexOf(one.id.toLowerCase()) < rules.length + index
    return [
      ...(known ? [{ path: [...path, 'id'], message: `id "${one.id}" is used twice` }] : []),
      ...checkObligation(one, policy, entities, path),
    ]
  })
}

function checkObligation(one: ObligationFile, policy: PolicyFile, entities: readonly string[], path: Path): Flaw[] {
  const { at, when = {}, provider, retain, seal } = one
  const { destinations } = policy
  const isLan = (name: string) => destinations[name]?.zone === 'lan'
  return [
    ...at.flatMap((name, i) => unknown('destination', name, Object.keys(destinations), [...path, 'at', i])),
    ...repeated(at, [...path, 'at']),
    ...checkWhen(when, policy, entities, 'deny', [...path, 'when']),
    ...(provider === undefined && retain === undefined && seal === undefined
      ? [{ path, message: 'an obligation has "provider", "retain", "seal" or several: this one asks for nothing' }]
      : []),
    ...(provider === undefined
      ? []
      : at.flatMap((name, i) => (isLan(name) ? [{ path: [...path, 'at', i], message: NO_PROVIDERS }] : []))),
  ]
}

const NO_PROVIDERS = 'a destination in the network has no providers: name cloud destinations only'
