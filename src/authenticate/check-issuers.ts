import type { Issuer } from '../terms/caller.ts'
import { ALGORITHMS } from './algorithms.ts'

/** Seconds. */
const MAX_TOLERANCE = 30
const MAX_MAX_AGE = 24 * 60 * 60

/** Refuses to start with a table of issuers that would check less than it seems to. Throws an Error that names the entry. */
export function checkIssuers(issuers: readonly Issuer[]): void {
  if (issuers.length === 0) throw new Error('identity.issuers: at least one issuer is needed')
  if (new Set(issuers.map(({ issuer }) => issuer)).size !== issuers.length) {
    throw new Error('identity.issuers: two entries have the same issuer')
  }
  for (const issuer of issuers) {
    const wrong = FLAWS.find(([isWrong]) => isWrong(issuer))
    if (wrong !== undefined) throw new Error(`identity.issuers: ${issuer.issuer || '(no name)'}: ${wrong[1]}`)
  }
}

const FLAWS: readonly (readonly [(issuer: Issuer) => boolean, string])[] = [
  [({ issuer }) => issuer === '', 'issuer is empty'],
  [({ audience }) => audience === '', 'audience is empty'],
  [({ algorithms }) => algorithms.length === 0, 'algorithms is empty'],
  [
    ({ algorithms }) => !algorithms.every((name) => ALGORITHMS.has(name)),
    `algorithms may hold only ${[...ALGORITHMS.keys()].join(', ')}`,
  ],
  [({ types }) => types.length === 0, 'types is empty'],
  [
    ({ types }) => types.some((type) => type === '' || type.startsWith('application/') || type !== type.toLowerCase()),
    'types are written in lower case and without application/',
  ],
  [({ maxAge }) => !(maxAge > 0 && maxAge <= MAX_MAX_AGE), 'maxAge is not between 1 s and 24 h'],
  [
    ({ clockTolerance: seconds }) => !(seconds >= 0 && seconds <= MAX_TOLERANCE),
    'clockTolerance is not between 0 and 30 s',
  ],
  // A token must not be able to say that it comes from another issuer.
  [({ claims }) => claims.issuer !== undefined && claims.issuer !== 'iss', 'claims.issuer can only be iss'],
]
