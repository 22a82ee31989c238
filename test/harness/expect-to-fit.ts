import { expect } from '@jest/globals'
import type { Operation } from '../../src/contract/operation.ts'
import { ErrorAnswer, statusOf } from '../../src/contract/openapi.ts'
import { PROBLEMS } from '../../src/terms/problem.ts'

/** An answer of the admin API, from supertest or as read from a fetch. */
export type Answered = { readonly status: number; readonly body: unknown }

/**
 * Holds an answer against what the contract says of it: the schema of the operation, with no field that stands in no schema, or the shape of
 * an error, with the status that belongs to its code.
 */
export function expectToFit({ answers }: Operation, { status, body }: Answered): void {
  const isFine = status === statusOf(answers)
  if (isFine && answers.kind !== 'json') return
  const schema = isFine && answers.kind === 'json' ? answers.schema : ErrorAnswer
  const fitted = schema.safeParse(body)
  expect(fitted.success ? [] : fitted.error.issues).toEqual([])
  expect(body).toEqual(fitted.data) // what a schema does not name is not in what it gives back
  if (!isFine) expect(status).toBe(PROBLEMS[(body as ErrorAnswer).error.code].status)
}

/** The same for one piece of data of a stream of events. */
export function expectEventToFit({ answers }: Operation, data: unknown): void {
  if (answers.kind !== 'events') throw new Error('these are no events')
  const fitted = answers.schema.safeParse(data)
  expect(fitted.success ? [] : fitted.error.issues).toEqual([])
  expect(data).toEqual(fitted.data)
}
