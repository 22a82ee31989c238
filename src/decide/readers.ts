import { createMongoAbility, subject } from '@casl/ability'
import type { MongoAbility, RawRuleOf } from '@casl/ability'
import type { Caller } from '../terms/caller.ts'
import { frozen } from '../terms/frozen.ts'
import type { Grants } from '../terms/grants.ts'
import { READ_FIELDS } from '../terms/reading.ts'
import type { ReadField, ReadScope, Reader } from '../terms/reading.ts'
import { attributesOf } from './attributes.ts'

type Raw = RawRuleOf<MongoAbility>

/**
 * Makes of a list of readers the answer to "what may this caller see over the admin API?". Rules are CASL's, with `$in` over closed lists only; what
 * is not known of a caller matches nothing, and gives nothing of their own. No reader: nobody reads.
 */
export function readersOf(readers: readonly Reader[]): (caller: Caller) => Grants {
  const matching = createMongoAbility<MongoAbility>(
    readers.map(({ when }, at) =>
      frozen({ action: actionOf(at), subject: 'Caller', conditions: toConditions(Object.entries(when)) }),
    ),
  )
  return (caller) => {
    const who = subject('Caller', fieldsOf(caller))
    const held = readers.filter(({ when }, at) => Object.keys(when).length > 0 && matching.can(actionOf(at), who))
    const ability = createMongoAbility<MongoAbility>(held.flatMap((reader) => toRaws(reader, caller)))
    return { records: toScope(ability), policy: maySee(ability, 'Policy'), sealed: toScope(ability, 'open', 'Sealed') }
  }
}

/** What an ability lets somebody read. Throws for a rule that it does not know how to put in those words: then nobody reads. */
export function toScope(ability: MongoAbility, action = 'read', of = 'Record'): ReadScope {
  return ability.rulesFor(action, of).map(({ inverted, fields, conditions }) => {
    if (inverted || fields !== undefined) throw untranslatable()
    const entries = Object.entries((conditions ?? {}) as Record<string, unknown>)
    return Object.fromEntries(entries.map(([name, condition]) => [toField(name), toValues(condition)]))
  })
}

/** Whether an ability lets somebody see what there is one of. Throws for a rule with conditions, which nothing here could hold it against. */
export function maySee(ability: MongoAbility, what: string): boolean {
  const rules = ability.rulesFor('read', what)
  if (rules.some(({ inverted, fields, conditions }) => inverted || fields !== undefined || conditions !== undefined))
    throw untranslatable()
  return rules.length > 0
}

const untranslatable = () => new Error('a rule about reading cannot be translated')

function toField(name: string): ReadField {
  const field = READ_FIELDS.find((known) => known === name)
  if (field === undefined) throw untranslatable()
  return field
}

function toValues(condition: unknown): readonly string[] {
  if (typeof condition !== 'object' || condition === null || Object.keys(condition).join() !== '$in')
    throw untranslatable()
  const { $in: values } = condition as { readonly $in: unknown }
  if (!Array.isArray(values) || !values.every((value) => typeof value === 'string')) throw untranslatable()
  return values
}

/** Whoever may read records may see the policy that they were decided by. */
function toRaws({ read, sealed = false }: Reader, caller: Caller): readonly Raw[] {
  if (read === 'policy') return [SEE_POLICY]
  const limits = read === 'all' ? [] : Object.entries(read).map(([name, values]) => [name, values === 'own' ? ownOf(name, caller) : values] as const) // prettier-ignore
  if (read !== 'all' && (limits.length === 0 || limits.some(([, values]) => values.length === 0))) return []
  const conditions = read === 'all' ? {} : { conditions: toConditions(limits) }
  const record: Raw = { action: 'read', subject: 'Record', ...conditions }
  return [record, SEE_POLICY, ...(sealed ? [{ action: 'open', subject: 'Sealed', ...conditions }] : [])]
}

const SEE_POLICY: Raw = { action: 'read', subject: 'Policy' }

const ownOf = (name: string, { attributes }: Caller): readonly string[] =>
  ((name === 'tenant' || name === 'team' ? attributes[name] : undefined) ?? []).filter((value) => value !== '')

const actionOf = (at: number) => `reader:${String(at)}`

/** CASL reads a dot as a path into an object. */
const toConditions = (entries: readonly (readonly [string, readonly string[]])[]) =>
  Object.fromEntries(entries.map(([name, values]) => [name.replace('.', '_'), { $in: [...values] }]))

function fieldsOf(caller: Caller): Record<string, readonly string[]> {
  const prompt = { api: 'chat_completions', model: '', stream: false, tools: false } as const
  const known = attributesOf({ caller, prompt, hasReason: false, level: '', types: [], uncertain: true })
  const entries = Object.entries(known).filter(([name]) => name.startsWith('caller.'))
  return Object.fromEntries(entries.map(([name, values]) => [name.replace('.', '_'), values]))
}
