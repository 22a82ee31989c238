import { z } from 'zod'
import type { JsonObject } from '../terms/json.ts'
import { PROBLEMS } from '../terms/problem.ts'
import type { ProblemCode } from '../terms/problem.ts'
import type { Answers, Operation } from './operation.ts'

/** What every answer that is no success has. */
export const ErrorAnswer = z.object({
  error: z.object({
    message: z.string().describe('One sentence, which quotes nothing of the question.'),
    type: z.string(),
    param: z.string().nullable().describe('What of the question is at fault.'),
    code: z.enum(Object.keys(PROBLEMS) as [ProblemCode, ...ProblemCode[]]),
  }),
})
export type ErrorAnswer = z.infer<typeof ErrorAnswer>

/** The admin API as an OpenAPI 3.1 document: made of its contract, so that it cannot say anything else. */
export function openApi(operations: Readonly<Record<string, Operation>>, version: string): JsonObject {
  const paths: Record<string, Record<string, JsonObject>> = {}
  for (const [name, operation] of Object.entries(operations)) {
    paths[operation.path] = { ...paths[operation.path], [operation.method]: toOperation(name, operation) }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Cordon, admin API', version, description: ABOUT, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } }, // prettier-ignore
    servers: [{ url: '/', description: 'The admin listener.' }],
    paths,
    components: {
      schemas: { Json: JSON.parse(JSON_TEXT) as JsonObject, Error: toSchema(ErrorAnswer) },
      responses: Object.fromEntries(ERRORS.map((code) => [code, toError(code)])),
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'An access token of a configured issuer.' }, // prettier-ignore
        cookie: { type: 'apiKey', in: 'cookie', name: '__Host-cordon', description: COOKIE },
      },
    },
  }
}

const ABOUT =
  'Records, the policy and evidence, for whoever may see them. Every question leaves a record before it is answered; what somebody may not see is, to them, not there.'
const COOKIE =
  'From POST /admin/session, for the console; `cordon` where the page is served without TLS. With it, whatever is no GET needs `x-cordon-console: 1` and an origin that is its own.'

function toOperation(name: string, operation: Operation): JsonObject {
  const { path, summary, who, query, body, answers } = operation
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
  return {
    operationId: name,
    summary,
    description: MAY[who],
    ...(who === 'anybody' ? { security: [] } : { security: [{ bearer: [] }, { cookie: [] }] }),
    parameters: [
      ...names.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } })),
      ...Object.entries(query?.shape ?? {}).map(([name, schema]) => toParameter(name, schema as z.ZodType)),
    ],
    ...(body && { requestBody: { required: true, content: { 'application/json': { schema: toSchema(body, 'input') } } } }), // prettier-ignore
    responses: {
      [String(statusOf(answers))]: { description: 'What was asked for.', content: toContent(answers) },
      ...Object.fromEntries(
        errorsOf(operation).map((code) => [String(PROBLEMS[code].status), { $ref: `#/components/responses/${code}` }]),
      ),
      default: { description: 'Anything else.', content: ERROR },
    },
  }
}

const MAY: Readonly<Record<Operation['who'], string>> = {
  anybody: 'For anybody.',
  'signed-in': 'For whoever has a valid token.',
  records: 'For whoever may read some records; it tells of these alone.',
  'all-records': 'For whoever may read all records.',
  policy: 'For whoever may see the policy.',
  sealed: 'For whoever may get sealed content of some records; what was sealed of others is not there.',
}

/** The status of an operation's answer when all is well. */
export const statusOf = (answers: Answers): number => (answers.kind === 'json' ? (answers.status ?? 200) : 200)

function toParameter(name: string, schema: z.ZodType): JsonObject {
  const { description, ...rest } = toSchema(schema, 'input')
  return { name, in: 'query', required: !schema.isOptional(), ...(description && { description }), schema: rest }
}

function toContent(answers: Answers): JsonObject {
  if (answers.kind === 'json') return { 'application/json': { schema: toSchema(answers.schema) } }
  if (answers.kind === 'file') return Object.fromEntries(answers.types.map((type) => [type, {}]))
  return { 'text/event-stream': { schema: { type: 'string', description: 'Events, each with such data.', contentMediaType: 'application/json', contentSchema: toSchema(answers.schema) } } } // prettier-ignore
}

const ERROR = { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } }

/** Those that a question can bring on by itself. */
const ERRORS = ['invalid_request', 'invalid_token', 'policy_denied', 'not_found', 'payload_too_large', 'unsupported_media_type', 'audit_unavailable'] as const satisfies readonly ProblemCode[] // prettier-ignore

function errorsOf({ who, path, body }: Operation): readonly (typeof ERRORS)[number][] {
  return [
    'invalid_request',
    ...(who === 'anybody' && body === undefined ? [] : (['invalid_token'] as const)),
    ...(who === 'anybody' ? [] : (['policy_denied'] as const)),
    ...(path.includes('{') ? (['not_found'] as const) : []),
    ...(body === undefined ? [] : (['payload_too_large', 'unsupported_media_type'] as const)),
    'audit_unavailable',
  ]
}

function toError(code: ProblemCode): JsonObject {
  const { says, status } = PROBLEMS[code]
  const example = { error: { message: says, type: TYPES[status] ?? 'invalid_request_error', param: null, code } }
  return { description: says, content: { 'application/json': { ...ERROR['application/json'], example } } }
}

const TYPES: Readonly<Record<number, string>> = {
  401: 'authentication_error',
  403: 'policy_violation',
  503: 'server_error',
}

/** What is recursive is any JSON value, and nothing else: it stands in the document once. */
function toSchema(schema: z.ZodType, io: 'input' | 'output' = 'output'): JsonObject {
  const made = z.toJSONSchema(schema, { io, override: shorten }) as JsonObject
  if (Object.values(made['$defs'] ?? {}).some((def) => named(def) !== JSON_TEXT)) throw new Error('another recursive schema') // prettier-ignore
  return JSON.parse(named(made)) as JsonObject
}

/** What a format says already, and the limits of every whole number, make a document longer and not clearer. */
function shorten({ jsonSchema }: { readonly jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  if (jsonSchema.format !== undefined) delete jsonSchema.pattern
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum
}

/** A schema's text, without what belongs to a document of its own. */
const named = (schema: unknown): string =>
  JSON.stringify({ ...(schema as object), $schema: undefined, $defs: undefined }).replaceAll(
    /"#(?:\/\$defs\/\w+)?"/g,
    '"#/components/schemas/Json"',
  )

const JSON_TEXT = named(z.toJSONSchema(z.json()))
