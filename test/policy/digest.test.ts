import { createHash } from 'node:crypto'
import { expect, test } from '@jest/globals'
import { canonical } from '../../src/policy/digest.ts'

test('canonical JSON sorts members by UTF-16 code units at every depth and leaves lists in order (RFC 8785)', () => {
  expect(canonical({ b: [3, { z: null, a: true }, 'x"'], a: 1.5, '\u20ac': 0, B: undefined })).toBe(
    '{"a":1.5,"b":[3,{"a":true,"z":null},"x\\""],"€":0}',
  )
})

test('a digest can be made again by anyone from canonical JSON', () => {
  const text = canonical({ name: 'p', levels: ['a', 'b'] })
  expect(text).toBe('{"levels":["a","b"],"name":"p"}')
  expect(createHash('sha256').update(text).digest('hex')).toHaveLength(64)
})
