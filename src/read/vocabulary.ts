import { fieldsIn } from './shape.ts'
import { TABLES } from './tables.ts'

/** Keywords of JSON Schema 2020-12, and of the earlier drafts that model servers still accept. */
const SCHEMA_KEYWORDS = [
  ...['$schema', '$id', '$ref', '$defs', '$comment', '$anchor', '$dynamicRef', '$dynamicAnchor', 'definitions'],
  ...['type', 'title', 'description', 'default', 'examples', 'enum', 'const', 'format', 'deprecated', 'nullable'],
  ...['properties', 'required', 'additionalProperties', 'patternProperties', 'propertyNames', 'unevaluatedProperties'],
  ...['minProperties', 'maxProperties', 'dependentRequired', 'dependentSchemas', 'readOnly', 'writeOnly'],
  ...['items', 'prefixItems', 'additionalItems', 'unevaluatedItems', 'contains', 'minContains', 'maxContains'],
  ...['minItems', 'maxItems', 'uniqueItems', 'minLength', 'maxLength', 'pattern', 'minimum', 'maximum'],
  ...['exclusiveMinimum', 'exclusiveMaximum', 'multipleOf', 'allOf', 'anyOf', 'oneOf', 'not', 'if', 'then', 'else'],
  ...['contentEncoding', 'contentMediaType', 'contentSchema'],
]

/** Keys that say nothing about whoever sends them: the names of the APIs' own fields. Every other key is read as text. */
export const KNOWN_KEYS: ReadonlySet<string> = new Set([
  ...SCHEMA_KEYWORDS,
  ...TABLES.flatMap(({ request }) => fieldsIn(request).map(({ row }) => row.field)),
])

/** The types that tell parts apart, as the tables name them; and JSON Schema's. */
const TYPES = new Set([
  ...TABLES.flatMap(({ request }) => fieldsIn(request).flatMap(({ path }) => typesIn(path))),
  ...wordsOf('type'),
  ...['string', 'number', 'integer', 'object', 'array', 'boolean', 'null', 'ephemeral'],
])

function typesIn(path: string): readonly string[] {
  return [...path.matchAll(/<([^>]+)>/g)].flatMap(([, type]) => (type === undefined ? [] : [type]))
}

function wordsOf(field: string): readonly string[] {
  const rows = TABLES.flatMap(({ request }) => fieldsIn(request).filter(({ row }) => row.field === field))
  return rows.flatMap(({ row }) => row.is.words ?? [])
}

/** Who can be said to speak. */
export const ROLES: ReadonlySet<string> = new Set(wordsOf('role'))

/** The fields whose value is a word from a closed list, and those words. Any other value is read as text. */
export const KNOWN_WORDS: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['role', ROLES],
  ['type', TYPES],
  // It stands at the end of a part: read as text, it would keep two parts from being looked at as one.
  ['ttl', new Set(wordsOf('ttl'))],
])
