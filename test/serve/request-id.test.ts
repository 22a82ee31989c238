import { expect, test } from '@jest/globals'
import { newRequestId } from '../../src/serve/request-id.ts'

test('ids are unique and have one shape', () => {
  const ids = Array.from({ length: 10_000 }, () => newRequestId(1_790_000_000_123))
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids.filter((id) => !/^req_[0-9A-HJKMNP-TV-Z]{26}$/.test(id))).toEqual([])
})

test('ids sort by time', () => {
  const ids = [0, 1, 31, 32, 1_790_000_000_123, 1_790_000_000_124].map(newRequestId)
  expect([...ids].sort()).toEqual(ids)
})
