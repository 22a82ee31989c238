import { describe, expect, test } from '@jest/globals'
import { openApi } from '../../src/contract/openapi.ts'
import { OPERATIONS } from '../../src/contract/operations.ts'
import { faultsAt, faultsOfDocument } from '../harness/openapi-document.ts'

const made = () => structuredClone(openApi(OPERATIONS, '1.2.3')) as Loose
type Loose = { [key: string]: Loose }

/** The object at a place, from which something can be taken or changed. */
const at = (document: Loose, ...path: string[]): Loose => path.reduce((value, key) => value[key] as Loose, document)
const LIST = ['paths', '/admin/records', 'get'] as const

test('the document is valid OpenAPI 3.1, its schemas included', async () => {
  expect(await faultsOfDocument(made())).toEqual([])
})

describe('a document is not valid', () => {
  const rows: readonly [string, (document: Loose) => unknown][] = [
    ['without its version', (document) => delete document['openapi']],
    ['of another version', (document) => Object.assign(document, { openapi: '2.0' })],
    ['without a title', (document) => delete at(document, 'info')['title']],
    ['with a field that is not known', (document) => Object.assign(document, { definitions: {} })],
    ['with a method that is none', (document) => Object.assign(at(document, 'paths', '/admin/records'), { fetch: {} })],
    ['with a parameter that is nowhere', (document) => delete at(document, ...LIST, 'parameters', '0')['in']],
    ['with a parameter of the path that is optional', (document) => Object.assign(at(document, 'paths', '/admin/records/{request}', 'get', 'parameters', '0'), { required: false })], // prettier-ignore
    ['with an answer that says nothing', (document) => delete at(document, ...LIST, 'responses', '200')['description']],
    ['with a type that there is not', (document) => Object.assign(at(document, ...LIST, 'parameters', '0', 'schema'), { type: 'strin' })], // prettier-ignore
    ['with a limit that is no number', (document) => Object.assign(at(document, 'components', 'schemas', 'Error'), { minProperties: '1' })], // prettier-ignore
    ['with a scheme of no known kind', (document) => Object.assign(at(document, 'components', 'securitySchemes', 'bearer'), { type: 'magic' })], // prettier-ignore
  ]
  test.each(rows)('%s', async (_what, change) => {
    const document = made()
    change(document)
    expect(await faultsOfDocument(document)).not.toEqual([])
  })
})

/** Every example in it, with the place of its schema. */
function* examplesIn(value: unknown, place = ''): Generator<readonly [string, unknown]> {
  if (typeof value !== 'object' || value === null) return
  if ('schema' in value && 'example' in value) yield [`${place}/schema`, value.example]
  if ('type' in value && 'examples' in value && Array.isArray(value.examples)) for (const one of value.examples) yield [place, one] // prettier-ignore
  for (const [key, inner] of Object.entries(value)) yield* examplesIn(inner, `${place}/${key.replaceAll('/', '~1')}`)
}
const examples = [...examplesIn(made())]

test.each(examples)('the example at %s fits its schema', async (place, example) => {
  expect(await faultsAt(place, example)).toEqual([])
})

test('there are examples of every error that is named', () => {
  const named = Object.keys(at(made(), 'components', 'responses'))
  expect(examples.map(([place]) => place.split('/')[3])).toEqual(expect.arrayContaining(named))
})

test.each([
  ['an error without a code', { error: { message: 'No.', type: 't', param: null } }],
  ['an error of no known code', { error: { message: 'No.', type: 't', param: null, code: 'odd' } }],
  ['a text', 'No.'],
])('%s does not fit', async (_what, value) => {
  expect(await faultsAt('/components/schemas/Error', value)).not.toEqual([])
})
