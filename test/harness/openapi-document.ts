import { expect } from '@jest/globals'
import '@hyperjump/json-schema/formats'
import { BASIC } from '@hyperjump/json-schema/experimental'
import { registerSchema, setShouldValidateFormat, validate } from '@hyperjump/json-schema/openapi-3-1'
import { openApi } from '../../src/contract/openapi.ts'
import type { Operation } from '../../src/contract/operation.ts'
import { OPERATIONS } from '../../src/contract/operations.ts'
import type { Answered } from './expect-to-fit.ts'

/* The admin API's document, held to the official schemas of OpenAPI 3.1 and of JSON Schema 2020-12, by a validator that knows nothing of ours. */

setShouldValidateFormat(true)
const OFFICIAL = 'https://spec.openapis.org/oas/3.1/schema-base'
const DIALECT = 'https://spec.openapis.org/oas/3.1/dialect/base'
const OURS = 'https://cordon.invalid/admin'
/** As it is sent: what is undefined is not there. */
const asSent = <T>(value: unknown) => JSON.parse(JSON.stringify(value)) as T

type Said = { readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly responses: Readonly<Record<string, { readonly $ref?: string }>> }>>>> } // prettier-ignore
const document = asSent<Said>(openApi(OPERATIONS, '1.2.3'))
registerSchema(asSent(document), OURS, DIALECT)

/** Where a value breaks a schema: places in the value, each with what the schema says there. */
async function faults(schema: string, value: unknown): Promise<readonly string[]> {
  const output = await validate(schema, asSent(value), BASIC)
  if (output.valid) return []
  const said = output.errors?.map((unit) => `${unit.instanceLocation} ${unit.absoluteKeywordLocation.split('#').at(-1) ?? ''}`) // prettier-ignore
  return said ?? ['it does not fit']
}

/** What is wrong with a document as such. */
export const faultsOfDocument = (value: unknown): Promise<readonly string[]> => faults(OFFICIAL, value)

/** How a value breaks the schema at a place of our document, such as `/components/schemas/Error`. */
export const faultsAt = (place: string, value: unknown): Promise<readonly string[]> =>
  faults(`${OURS}#${place.split('/').map(encodeURIComponent).join('/')}`, value)

/** Holds an answer of JSON against what the document says of that operation and status. */
export async function expectToFitDocument({ path, method }: Operation, { status, body }: Answered): Promise<void> {
  const responses = document.paths[path]?.[method]?.responses ?? {}
  const name = String(status) in responses ? String(status) : 'default'
  const own = `/paths/${path.replaceAll('/', '~1')}/${method}/responses/${name}`
  const place = responses[name]?.$ref?.slice(1) ?? own
  expect(await faultsAt(`${place}/content/application~1json/schema`, body)).toEqual([])
}
