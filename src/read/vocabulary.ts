import { chatRequest } from './chat-fields.ts'
import { fieldsIn } from './shape.ts'

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

/** Keys that say nothing about whoever sends them: the names of this API's own fields. Every other key is read as text. */
export const KNOWN_KEYS: ReadonlySet<string> = new Set([
  ...SCHEMA_KEYWORDS,
  ...fieldsIn(chatRequest).map(({ row }) => row.field),
])

/** The fields whose value is a word from a closed list, and those words. Any other value is read as text. */
export const KNOWN_WORDS: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['role', new Set(['system', 'developer', 'user', 'assistant', 'tool', 'function'])],
  [
    'type',
    new Set([
      ...[
        'function',
        'custom',
        'text',
        'refusal',
        'image_url',
        'input_audio',
        'audio_url',
        'file',
        'video_url',
        'input_video',
      ],
      ...['reasoning.text', 'reasoning.summary', 'reasoning.encrypted', 'reasoning.server_tool_call'],
      ...['url_citation', 'content', 'json_object', 'json_schema', 'grammar', 'python', 'allowed_tools', 'ephemeral'],
      ...['string', 'number', 'integer', 'object', 'array', 'boolean', 'null'],
    ]),
  ],
])
