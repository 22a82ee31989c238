import { CALLER_ATTRIBUTES } from '../terms/caller.ts'
import type { Caller, CallerAttribute } from '../terms/caller.ts'
import type { Level } from '../terms/level.ts'
import type { Attribute, Excuse } from '../terms/policy.ts'
import type { Prompt } from '../terms/prompt.ts'

/** Stands for a value that is not known. No policy can name it: values with control characters do not compile. */
export const MISSING = '\u0000missing'

/** Every attribute that a rule may name, with its values. No attribute is ever absent. */
export type Attributes = Readonly<Record<Attribute | Excuse, readonly string[]>>

/** What a policy may ask about the request itself. */
export type Asking = Pick<Prompt, 'api' | 'model' | 'stream' | 'tools'>

/** What a policy may ask about a caller. */
export type Asker = Pick<Caller, 'issuer' | 'subject' | 'client' | 'attributes'>

export type Judged = {
  readonly caller: Asker
  readonly prompt: Asking
  /** True when the caller gave a reason. */
  readonly hasReason: boolean
  readonly level: Level
  /** Entity types that counted. */
  readonly types: readonly string[]
  /** True when something could not be read or looked at, so that there may be more types than these. */
  readonly uncertain: boolean
}

export const ATTRIBUTES: readonly Attribute[] = [
  ...CALLER_ATTRIBUTES.map((name) => `caller.${name}` as const),
  'level',
  'finding',
  'request.model',
  'request.api',
  'request.stream',
  'request.tools',
]

/** The same, and what only the `unless` of a denial may name. */
export const FIELDS: readonly (Attribute | Excuse)[] = [...ATTRIBUTES, 'request.reason']

/**
 * The total description of one request that conditions are matched against. What is absent, empty or of the wrong type
 * becomes `MISSING`, which fails every allowance and matches every denial. "No findings" is known, and so is not missing,
 * unless something could not be read.
 */
export function attributesOf({ caller, prompt, hasReason, level, types, uncertain }: Judged): Attributes {
  const said = (name: CallerAttribute, verified: string | null = null) =>
    known(caller.attributes[name] ?? (verified === null ? undefined : [verified]))
  return {
    'caller.role': said('role'),
    'caller.department': said('department'),
    'caller.tenant': said('tenant'),
    'caller.team': said('team'),
    'caller.purpose': said('purpose'),
    'caller.assurance': said('assurance'),
    'caller.client': said('client', caller.client),
    'caller.issuer': said('issuer', caller.issuer),
    'caller.subject': said('subject', caller.subject),
    level: known([level]),
    finding: uncertain ? [...types, MISSING] : types,
    'request.model': known([prompt.model]),
    'request.api': known([prompt.api]),
    'request.stream': known([String(prompt.stream)]),
    'request.tools': known([String(prompt.tools)]),
    'request.reason': known([String(hasReason)]),
  }
}

function known(values: readonly string[] | undefined): readonly string[] {
  const some = Array.isArray(values) ? values.filter((value) => typeof value === 'string' && value !== '') : []
  return some.length === 0 ? [MISSING] : some
}
