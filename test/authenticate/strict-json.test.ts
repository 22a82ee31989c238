import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { parseStrictJson } from '../../src/authenticate/strict-json.ts'

const read = (text: string, depth = 8) => parseStrictJson(Buffer.from(text), depth)

describe('strict JSON', () => {
  test.each([
    ['a name twice', '{"a":1,"a":1}', 'dup_key'],
    ['a name twice, once escaped', '{"a":1,"\\u0061":1}', 'dup_key'],
    ['a name twice, with an escaped quote in it', '{"a\\"":1,"a\\u0022":1}', 'dup_key'],
    ['a name twice, far inside', '[{"x":[{"a":{},"b":[],"a":{}}]}]', 'dup_key'],
    ['__proto__ twice', '{"__proto__":1,"__proto__":2}', 'dup_key'],
    ['too many levels', '[[[[[[[[[]]]]]]]]]', 'depth'],
    ['a hundred thousand levels', '['.repeat(100_000) + ']'.repeat(100_000), 'depth'],
    ['two values', '{}{}', 'json'],
    ['a comment', '{/**/}', 'json'],
    ['a byte order mark', '\uFEFF{}', 'json'],
    ['nothing', '', 'json'],
  ])('%s is a flaw', (_name, text, flaw) => {
    expect(read(text).flaw).toBe(flaw)
  })

  test('bytes that are not UTF-8 are a flaw', () => {
    for (const bytes of [
      [0x22, 0xff, 0x22],
      [0x22, 0xc0, 0xaf, 0x22],
      [0x22, 0xed, 0xa0, 0x80, 0x22],
    ]) {
      expect(parseStrictJson(Uint8Array.from(bytes), 8).flaw).toBe('utf8')
    }
  })

  test('the same name in two objects, or as name and value, is none', () => {
    const text = '{"a":{"a":"a"},"b":[{"a":"a:{"},{"a":"]}"}],"c":"a","d\\\\":"\\\\"}'
    expect(read(text)).toEqual({ value: JSON.parse(text), flaw: null })
  })

  test('whatever JSON.stringify writes is read as JSON.parse reads it', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        const text = JSON.stringify(value)
        expect(read(text, 100)).toEqual({ value: JSON.parse(text), flaw: null })
      }),
    )
  })

  test('an object into which one of its names is written again is always refused', () => {
    const named = fc.dictionary(fc.string({ minLength: 1 }), fc.jsonValue({ maxDepth: 2 }), { minKeys: 1, maxKeys: 8 })
    fc.assert(
      fc.property(named, fc.nat(), (object, at) => {
        const names = Object.keys(object)
        const name = JSON.stringify(names[at % names.length])
        expect(read(`{${name}:0,${JSON.stringify(object).slice(1)}`, 100).flaw).toBe('dup_key')
      }),
    )
  })
})
