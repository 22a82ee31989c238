import { z } from 'zod'
import { CALLER_ATTRIBUTES } from '../terms/caller.ts'
import type { Attribute, Excuse } from '../terms/policy.ts'
import type { Api } from '../terms/prompt.ts'
import { DetectorFile } from './detectors-file.ts'
import { NarrowingFile, ProviderFile } from './provider-file.ts'

/** The shape of a policy file. What the names in it refer to is checked afterwards, by `checkPolicy`. */

const NAME = /^[a-z][a-z0-9-]{0,62}$/
const name = z.string().regex(NAME, 'is not a name: use lower-case letters, digits and hyphens, starting with a letter')
/** Names that other systems, CASL among them, read as "everything", and those that an expectation reads as a floor. */
const RESERVED = ['all', 'any', 'manage', 'none', 'pinned', 'constructor', 'prototype']
const ownName = name.refine((value) => !RESERVED.includes(value), { error: 'is a reserved word: choose another name' })
const ruleId = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9-]{0,62}$/, 'is not a rule id: use letters, digits and hyphens, starting with a letter')
  .refine((value) => !RESERVED.includes(value.toLowerCase()), { error: 'is a reserved word: choose another id' })
/** The name of an entity type, anywhere in a policy. */
export const ENTITY_NAME = /^[A-Z][A-Z0-9_]{1,62}$/
export const EntityName = z.string().regex(ENTITY_NAME, 'is not an entity type, such as US_SSN')
const line = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .regex(/^\S(.*\S)?$/, 'needs one line of text without spaces around it')
const because = line(300)
const value = line(256)
const date = z.iso.date('is not a day: write it as "2027-03-31"')
export const API_NAMES = [
  'chat_completions',
  'completions',
  'embeddings',
  'responses',
  'messages',
  'count_tokens',
  'models',
]

/** Those whose requests have a body. */
const TESTABLE_APIS = API_NAMES.filter((api) => api !== 'models')

const list = <T extends z.ZodType>(item: T, max = 1000) => z.array(item).min(1).max(max)
const oneOrList = <T extends z.ZodType>(item: T, what: string) =>
  z.union([item, z.array(item)], `needs ${what}, or a list`)

const LevelFile = z.union(
  [name, z.record(z.string().regex(/^[1-9]\d{0,5}$/, 'is not a count from 1 on'), name)],
  'needs a level, or counts with a level each, such as { 1: internal, 5: confidential }',
)

const DetectFile = z.strictObject({
  sure: z.number().min(0).max(1).optional(),
  level: LevelFile,
  except: list(name).optional(),
})

const TogetherFile = z.strictObject({ all: list(EntityName).min(2), level: name, because })

const ExceptionFile = z.strictObject({ exact: list(value), owner: line(120), until: date, because })

const DestinationFile = z.strictObject({
  zone: z.enum(['lan', 'cloud']),
  maxLevel: name,
  allowedCidrs: list(z.string()).optional(),
  hosts: list(z.string()).optional(),
  region: name.optional(),
  provider: ProviderFile.optional(),
  onBreach: z.enum(['withhold', 'flag']).optional(),
})

const caller = Object.fromEntries(
  CALLER_ATTRIBUTES.map((attribute) => [`caller.${attribute}`, list(value).optional()]),
) as Record<Extract<Attribute, `caller.${string}`>, z.ZodOptional<z.ZodArray<typeof value>>>

export const WhenFile = z.strictObject({
  ...caller,
  level: list(name).optional(),
  finding: list(EntityName).optional(),
  'request.model': list(value).optional(),
  'request.api': list(z.enum(API_NAMES as [Api, ...Api[]])).optional(),
  'request.stream': list(z.boolean()).optional(),
  'request.tools': list(z.boolean()).optional(),
} satisfies Record<Attribute, z.ZodType>)

/** A reason can only be there: a denial that yields when there is none would make no sense. */
const UnlessFile = z
  .strictObject({
    ...caller,
    'request.reason': z.tuple([z.literal(true)], 'needs [true]').optional(),
  } satisfies Record<Excuse, z.ZodType>)
  .refine((unless) => Object.keys(unless).length > 0, { error: 'may not be empty: the denial would always yield' })

const ShadowFile = z.union(
  [z.boolean(), z.strictObject({ until: date })],
  'needs true, or a last day such as { until: "2027-03-31" }',
)

const retention = z
  .string()
  .regex(/^[1-9]\d{0,4}[dmy]$/, 'is not a time to keep records: write days, months or years, as "90d", "18m" or "6y"')

const ObligationFile = z.strictObject({
  id: ruleId,
  at: list(name),
  when: WhenFile.optional(),
  provider: NarrowingFile.optional(),
  retain: retention.optional(),
  seal: z.literal(true, 'can only be true: leave it out where nothing is to be sealed').optional(),
  because,
})

const RuleFile = z.strictObject({
  id: ruleId,
  allow: list(name).optional(),
  deny: list(name).optional(),
  when: WhenFile.optional(),
  unless: UnlessFile.optional(),
  shadow: ShadowFile.optional(),
  because,
})

const valueOrList = oneOrList(value, 'a value').optional()

/** One test, in a policy or beside it. */
export const TestFile = z.strictObject({
  it: line(200),
  caller: z.strictObject(
    Object.fromEntries(CALLER_ATTRIBUTES.map((attribute) => [attribute, valueOrList])) as Record<
      (typeof CALLER_ATTRIBUTES)[number],
      typeof valueOrList
    >,
  ),
  prompt: z.string().min(1).max(100_000).optional(),
  request: z.strictObject({ api: z.enum(TESTABLE_APIS), body: z.record(z.string(), z.unknown()) }).optional(),
  findings: list(
    z.strictObject({
      type: EntityName,
      count: z.int().min(1).max(10_000).optional(),
      score: z.number().min(0).max(1).optional(),
    }),
  ).optional(),
  unread: z.boolean().optional(),
  detectorFails: z.boolean().optional(),
  tools: z.boolean().optional(),
  model: value.optional(),
  reason: z.boolean().optional(),
  raise: name.optional(),
  on: date.optional(),
  expect: z.strictObject({
    level: name.optional(),
    to: oneOrList(name, 'a destination').optional(),
    never: list(name).optional(),
    rule: z.string().optional(),
    denied: z.record(name, z.string()).optional(),
    shadow: z.array(z.string()).optional(),
    provider: z.record(name, ProviderFile).optional(),
    retain: z.union([retention, z.literal('none')], 'needs a time such as "6y", or none').optional(),
    obligations: z.array(z.string()).optional(),
    broken: z.array(z.string()).optional(),
  }),
})
export type TestFile = z.infer<typeof TestFile>

/** Tests in a file of their own, `*.test.yaml` in the folder of the policy that they are for. */
export const TestsFile = z.strictObject({
  policy: z.string().regex(/^[^/\\]+\.ya?ml$/, 'is not the name of a policy file in this folder, such as default.yaml'),
  tests: list(TestFile),
})

export const PolicyFile = z.strictObject({
  policy: name,
  version: line(64),
  owners: list(line(120)),
  levels: z.array(ownName).min(2).max(16),
  pinFrom: name,
  unread: name,
  detectors: z.record(EntityName, DetectorFile).optional(),
  detect: z.record(EntityName, DetectFile),
  together: list(TogetherFile).optional(),
  exceptions: z.record(ownName, ExceptionFile).optional(),
  destinations: z.record(ownName, DestinationFile),
  rules: list(RuleFile, 10_000),
  obligations: list(ObligationFile).optional(),
  tests: list(TestFile).optional(),
})
export type PolicyFile = z.infer<typeof PolicyFile>
