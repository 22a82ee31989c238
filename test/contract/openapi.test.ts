import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { z } from 'zod'
import { openapi } from '../../src/command/openapi.ts'
import { openApi } from '../../src/contract/openapi.ts'
import { OPERATIONS } from '../../src/contract/operations.ts'
import type { Operation } from '../../src/contract/operation.ts'
import { runWith } from '../command/an-io.ts'
import { expectToFit } from '../harness/expect-to-fit.ts'

const document = openApi(OPERATIONS, '1.2.3')

/** Every object in it, with its place. */
function* objectsIn(value: unknown, at = '#'): Generator<readonly [string, Readonly<Record<string, unknown>>]> {
  if (typeof value !== 'object' || value === null) return
  if (!Array.isArray(value)) yield [at, value as Readonly<Record<string, unknown>>]
  for (const [key, inner] of Object.entries(value)) yield* objectsIn(inner, `${at}/${key.replaceAll('/', '~1')}`)
}
const at = (pointer: string): unknown =>
  pointer
    .slice(2)
    .split('/')
    .reduce<unknown>((value, key) => (value as Readonly<Record<string, unknown>> | undefined)?.[key.replaceAll('~1', '/')], document) // prettier-ignore

describe('the document', () => {
  test('is OpenAPI 3.1, in what makes one', () => {
    expect(document).toMatchObject({ openapi: '3.1.0', info: { title: expect.any(String), version: '1.2.3' } })
    expect(Object.keys(document).sort()).toEqual(['components', 'info', 'openapi', 'paths', 'servers'])
  })

  test('has every operation once, with an id of its own', () => {
    const paths = document['paths'] as Readonly<Record<string, Readonly<Record<string, { readonly operationId: string }>>>> // prettier-ignore
    const found = Object.entries(paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, { operationId }]) => [operationId, `${method} ${path}`])) // prettier-ignore
    expect(Object.fromEntries(found)).toEqual(Object.fromEntries(Object.entries(OPERATIONS).map(([name, { method, path }]) => [name, `${method} ${path}`]))) // prettier-ignore
  })

  test('names every part of a path as a required parameter, and no parameter twice', () => {
    for (const [place, value] of objectsIn(document['paths'])) {
      if (!('operationId' in value)) continue
      const parameters = value['parameters'] as readonly { name: string; in: string; required: boolean }[]
      const names = [...place.replaceAll('~1', '/').matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
      expect(parameters.filter((one) => one.in === 'path' && one.required).map(({ name }) => name)).toEqual(names)
      expect(new Set(parameters.map(({ name }) => name)).size).toBe(parameters.length)
      expect(Object.keys(value['responses'] as object)).toContain('default')
    }
  })

  test('refers to nothing that is not there', () => {
    const refs = [...objectsIn(document)].flatMap(([, value]) => (typeof value['$ref'] === 'string' ? [value['$ref']] : [])) // prettier-ignore
    expect(refs.length).toBeGreaterThan(5)
    expect(refs.filter((ref) => !ref.startsWith('#/components/') || at(ref) === undefined)).toEqual([])
  })

  test('names a security scheme that there is, or none', () => {
    const schemes = Object.keys(at('#/components/securitySchemes') as object)
    const named = [...objectsIn(document['paths'])].flatMap(([, { security = [] }]) => security as readonly object[])
    expect(named.flatMap(Object.keys).filter((name) => !schemes.includes(name))).toEqual([])
  })
})

test('docs/openapi.json is the one that the code makes; otherwise: npm run -s cordon -- openapi > docs/openapi.json', async () => {
  const { code, out } = await runWith(openapi, [])
  expect([code, JSON.parse(out)]).toEqual([0, JSON.parse(readFileSync('docs/openapi.json', 'utf8'))])
})

describe('an answer', () => {
  const operation: Operation = {
    ...{ method: 'get', path: '/admin/x', summary: 'x', who: 'anybody' },
    answers: { kind: 'json', schema: z.object({ a: z.int(), b: z.array(z.object({ c: z.string() })) }) },
  }
  const error = { message: 'No.', type: 't', param: null, code: 'not_found' }
  test.each<[string, number, unknown, boolean]>([
    ['that fits', 200, { a: 1, b: [{ c: '' }] }, true],
    ['that lacks a field', 200, { b: [] }, false],
    ['with a field more', 200, { a: 1, b: [], d: 1 }, false],
    ['with a field more, deep inside', 200, { a: 1, b: [{ c: '', d: 1 }] }, false],
    ['that is an error', 404, { error }, true],
    ['that is an error with another status', 403, { error }, false],
    ['that is an error with a field more', 404, { error: { ...error, stack: 'x' } }, false],
    ['that is an error of no known code', 404, { error: { ...error, code: 'odd' } }, false],
  ])('%s is seen', (_what, status, body, fits) => {
    const hold = () => expectToFit(operation, { status, body })
    if (fits) hold()
    else expect(hold).toThrow()
  })
})
