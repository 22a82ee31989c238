import { z } from 'zod'
import { ENTITY_NAME, EntityName, PolicyFile } from './policy-file.ts'

type Schema = z.core.JSONSchema.BaseSchema

/** What an editor shows for a key; each key as it is reached from the top, `*` for whatever stands there. */
const SAYS: Readonly<Record<string, string>> = {
  policy: 'The name of the policy.',
  version: 'Its version, in quotes: "2026.11.1".',
  owners: 'Who answers for it.',
  levels: 'From harmless to most sensitive; the last is the top.',
  pinFrom: 'From this level on only destinations in the network, whatever a rule says.',
  unread: 'The level of what could not be read or searched: always the top.',
  detectors: 'Detectors of your own, for types that only you know of. Each type needs a level in `detect`.',
  'detectors.*.pattern':
    'A regular expression for linear time: each match has a fixed text, and there is no look-around and no endless repetition.',
  'detectors.*.words': 'Whole words and phrases, whatever their capitals.',
  'detectors.*.context': 'Words of which one has to be near; a match without them scores 0.35.',
  'detectors.*.score': 'How sure a match is, from 0.4 to 1; 0.9 where nothing is said.',
  'detectors.*.because': 'What it is for, as an auditor will read it.',
  detect: 'What a finding of a type says about a prompt. Types that are not named count as the top.',
  'detect.*.sure': 'Findings less sure than this do not count; 0.5 where nothing is said.',
  'detect.*.level': 'A level, or counts of different values with a level each: { 1: internal, 10: confidential }.',
  'detect.*.except': 'Names of exceptions whose exact values do not count.',
  together: 'Types that are worse together than apart.',
  exceptions: 'Exact values that do not count, with an owner and a last day.',
  'exceptions.*.until': 'The last day on which it holds: "2027-03-31".',
  destinations: 'Where data may go. Where a host is belongs to cordon.yaml.',
  'destinations.*.maxLevel': 'The most sensitive level that may go there.',
  'destinations.*.allowedCidrs':
    'Ranges that may be dialled; for lan, loopback and the private ranges where nothing is said.',
  'destinations.*.provider': 'What every request to OpenRouter asks of its providers. A caller can only narrow it.',
  'destinations.*.onBreach': 'What becomes of an answer that was not made as it was asked for.',
  rules: 'What no rule allows is denied, and a denial beats any allowance.',
  'rules.*.allow': 'Destinations that are allowed, for what matches `when`.',
  'rules.*.deny': 'Destinations that are denied, for what matches `when`.',
  'rules.*.when':
    'Attributes with the values that match. All must match; one that is missing matches a denial and no allowance.',
  'rules.*.unless':
    'What lifts a denial: values of attributes that must all be there, or a reason that the caller gives.',
  'rules.*.shadow': 'Recorded, without effect; with a last day: { until: "2027-03-31" }.',
  'rules.*.because': 'The reason, as an auditor will read it.',
  obligations: 'What comes with permission. All that match hold together.',
  'obligations.*.at': 'Destinations.',
  'obligations.*.provider': 'Narrows what is asked of providers there.',
  'obligations.*.retain': 'How long the record must be kept at least: "90d", "18m" or "6y".',
  'obligations.*.seal': 'true: prompt and answer are kept, encrypted to the auditors.',
  tests: 'Questions that the policy must answer as expected before it comes into force.',
  'tests.*.caller': 'Exactly these attributes; {} for none.',
  'tests.*.prompt': 'Text to read and search.',
  'tests.*.request': 'A whole request, as a client would send it.',
  'tests.*.findings': 'Findings, in place of searching.',
  'tests.*.expect.to': 'Exactly the permitted destinations; [] for none.',
  'tests.*.expect.rule': 'The rule that permits the first of them, or that denies all.',
}

/**
 * The JSON Schema (2020-12) of a policy file, for editors: they complete keys and entity types, and show mistakes as they are typed. What names refer
 * to is checked by `policy lint` only.
 */
export function policySchema(types: readonly string[]): Schema {
  const schema = z.toJSONSchema(PolicyFile, {
    io: 'input',
    override: ({ zodSchema, jsonSchema }) => {
      if (zodSchema !== EntityName) return
      delete jsonSchema.type
      delete jsonSchema.pattern
      jsonSchema.$ref = '#/$defs/type'
    },
  })
  for (const [path, says] of Object.entries(SAYS)) schemaAt(schema, path.split('.')).description = says
  const { $schema, ...rest } = schema
  return {
    $schema,
    title: 'A policy of Cordon',
    ...rest,
    // A policy's own types are in capitals, too: editors complete the others, and `policy lint` knows which there are.
    $defs: { type: { type: 'string', anyOf: [{ enum: [...types] }, { pattern: ENTITY_NAME.source }] } },
  } as Schema
}

/** Throws for a path that the schema does not have, so that no description outlives its key. */
function schemaAt(schema: Schema, path: readonly string[]): Schema {
  const [key, ...others] = path
  if (key === undefined) return schema
  const inner = key === '*' ? (schema.items ?? schema.additionalProperties) : schema.properties?.[key]
  if (typeof inner !== 'object' || Array.isArray(inner)) throw new Error(`a policy has no ${path.join('.')}`)
  return schemaAt(inner as Schema, others)
}
