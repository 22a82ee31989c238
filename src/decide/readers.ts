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
    const records = toScope(createMongoAbility<MongoAbility>(held.flatMap((reader) => toRaws(reader, caller))))
    return { records, policy: records.length > 0, sealed: false }
  }
}

/** What an ability lets somebody read. Throws for a rule that it does not know how to put in those words: then nobody reads. */
export function toScope(ability: MongoAbility): ReadScope {
  return ability.rulesFor('read', 'Record').map(({ inverted, fields, conditions }) => {
    if (inverted || fields !== undefined) throw untranslatable()
    const entries = Object.entries((conditions ?? {}) as Record<string, unknown>)
    return Object.fromEntries(entries.map(([name, condition]) => [toField(name), toValues(condition)]))
  })
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

function toRaws({ read }: Reader, caller: Caller): readonly Raw[] {
  if (read === 'all') return [{ action: 'read', subject: 'Record' }]
  const limits = Object.entries(read).map(([name, values]) => [name, values === 'own' ? ownOf(name, caller) : values] as const) // prettier-ignore
  if (limits.length === 0 || limits.some(([, values]) => values.length === 0)) return []
  return [{ action: 'read', subject: 'Record', conditions: toConditions(limits) }]
}

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
