import { expect, test } from '@jest/globals'
import { listedModels } from '../../src/route/listed-models.ts'
import type { ModelTable } from '../../src/terms/destination.ts'

const choice = (model: string) => ({ destination: 'lan', model, timeoutMs: 1 })

test.each<{ name: string; table: ModelTable; served: string[]; want: string[] }>([
  { name: 'names are listed', table: [{ name: 'b', choices: [choice('x')] }, { name: 'a', choices: [] }], served: ['x'], want: ['a', 'b'] },
  { name: 'a prefix is no name', table: [{ name: 'openai/*', choices: [choice('x')] }], served: ['openai/y'], want: [] },
  { name: 'a prefix that takes names as they are lists those that are served', table: [{ name: 'l/*', choices: [choice('*')] }], served: ['l/b', 'l/a', 'x'], want: ['l/a', 'l/b'] },
  { name: 'each name once', table: [{ name: '*', choices: [choice('*')] }, { name: 'x', choices: [] }], served: ['x', 'x'], want: ['x'] },
])('$name', ({ table, served, want }) => {
  expect(listedModels(table, served)).toEqual(want)
}) // prettier-ignore
