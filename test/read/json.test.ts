import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { isKeptExactly } from '../../src/read/exact-number.ts'
import { readJson } from '../../src/read/json.ts'
import { DEFAULT_LIMITS } from '../../src/read/limits.ts'
import { isJsonObject } from '../../src/terms/json.ts'
import type { JsonValue } from '../../src/terms/json.ts'
import { problemOf } from './problem-of.ts'

const bytesOf = (text: string) => new TextEncoder().encode(text)
const read = (text: string) => readJson(bytesOf(text), DEFAULT_LIMITS)
const reasonOf = (text: string) => problemOf(() => read(text)).reason

/** A plain, slow reader of the same strictness for objects, strings and keys: the duplicates by comparing what was parsed. */
function hasDuplicate(text: string): boolean {
  let found = false
  let at = 0
  const space = () => void (at += /^\s*/.exec(text.slice(at))?.[0].length ?? 0)
  const string = (): string => {
    const raw = /^"(?:[^"\\]|\\.)*"/s.exec(text.slice(at))?.[0] ?? ''
    at += raw.length
    return JSON.parse(raw) as string
  }
  const value = (): void => {
    space()
    if (text[at] === '{' || text[at] === '[') {
      const isObject = text[at++] === '{'
      const keys = new Set<string>()
      for (space(); text[at] !== '}' && text[at] !== ']'; space()) {
        if (text[at] === ',') at++
        space()
        if (isObject) {
          const key = string()
          if (keys.has(key)) found = true
          keys.add(key)
          space()
          at++ // the colon
        }
        value()
      }
      at++
    } else if (text[at] === '"') string()
    else at += /^[^\s,\]}]*/.exec(text.slice(at))?.[0].length ?? 0
  }
  value()
  return found
}

/** A JSON text with escapes, spaces and, now and then, a key twice. */
const spelledString = fc
  .array(
    fc.oneof(
      fc.constantFrom('a', 'b', '"', '\\', ':', ',', '{', '}', '[', ']', 'é', '😀', '\n', '/'),
      fc.string({ maxLength: 2 }),
    ),
    {
      maxLength: 4,
    },
  )
  .map((pieces) => pieces.join(''))
  .chain((text) => fc.boolean().map((escaped) => (escaped ? escapedAll(text) : JSON.stringify(text))))
const escapedAll = (text: string) =>
  `"${[...Array(text.length).keys()].map((at) => `\\u${text.charCodeAt(at).toString(16).padStart(4, '0')}`).join('')}"`
const space = fc.constantFrom('', ' ', '\n', '\t ', '\r\n')
const { spelled } = fc.letrec<{ spelled: string }>((tie) => ({
  spelled: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    fc.constantFrom('null', 'true', 'false', '0', '-1.5', '1e3', '12345678901234', '0.1', '-0', '1E-7'),
    spelledString,
    fc
      .array(fc.tuple(space, tie('spelled'), space), { maxLength: 4 })
      .map((all) => `[${all.map((one) => one.join('')).join(',')}]`),
    fc
      .array(fc.tuple(space, spelledString, space, tie('spelled'), space), { maxLength: 4 })
      .map((all) => `{${all.map(([a, key, b, value, c]) => `${a}${key}${b}:${value}${c}`).join(',')}}`),
  ),
}))

describe('strict JSON', () => {
  test('is what JSON.parse reads, for every JSON value', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false, maxDepth: 6 }), (value) => {
        const text = JSON.stringify(value)
        if (text.includes('"__proto__":')) return
        expect(read(text)).toStrictEqual(JSON.parse(text))
      }),
      { numRuns: 1000 },
    )
  })

  test('refuses exactly the texts with a key twice, however they are spelled', () => {
    let duplicates = 0
    fc.assert(
      fc.property(spelled, (text) => {
        const parsed = JSON.parse(text) as JsonValue
        if (hasDuplicate(text)) {
          duplicates++
          expect(reasonOf(text)).toBe('duplicate_key')
        } else expect(read(text)).toStrictEqual(parsed)
      }),
      { numRuns: 1500 },
    )
    expect(duplicates).toBeGreaterThan(30)
  })

  test('accepts nothing that JSON.parse refuses, when a text is damaged', () => {
    const damaged = fc.tuple(
      spelled,
      fc.nat(),
      fc.constantFrom('', '"', '\\', ',', ':', '}', '[', '0', '\u0000', '//', 'NaN'),
    )
    fc.assert(
      fc.property(damaged, ([text, where, insert]) => {
        const at = where % (text.length + 1)
        const broken = text.slice(0, at) + insert + text.slice(at + 1)
        let isJson = true
        try {
          JSON.parse(broken)
        } catch {
          isJson = false
        }
        if (!isJson) expect(problemOf(() => read(broken)).code).toBe('invalid_request')
      }),
      { numRuns: 1500 },
    )
  })

  const REFUSED = [
    [
      'not_json',
      ['', ' ', '{', '{"a":1}}', '{"a":1} x', '[1,]', "{'a':1}", '{"a":NaN}', '[Infinity]', '{"a":1,/* b */"c":2}'],
    ],
    ['not_json', ['\ufeff{}', '[01]', '[1.]', '[.5]', '[+1]', '"\t"', '{a:1}', 'undefined', '"\\x"', '{"a":1}\u0000']],
    [
      'duplicate_key',
      ['{"a":1,"a":1}', '{"a":1,"\\u0061":2}', '[[{"b":{"a":1,"a":{}}}]]', '{"":1,"":2}', '{"a\\/":1,"a/":2}'],
    ],
    ['proto_key', ['{"__proto__":1}', '[{"a":{"\\u005f_proto__":{}}}]']],
    ['lone_surrogate', ['"\\ud800"', '["\\uDC00\\uD800"]', '{"\\udfff":1}', '"\\ud83d x"', '"\\ud83d\\\\ude00"']],
    [
      'inexact_number',
      ['9007199254740993', '[1e400]', '-1e400', '1e-400', '0.1000000000000000055', '12345678901234567890'],
    ],
  ] as const
  test('is not misled by what was parsed before: a key is read as it is written', () => {
    // V8 13.6 takes the second key for the one that the same shape had before it, as their first letters are the same
    const prime = () => JSON.parse('[{"a":1,"\\\\":2},{"q":1,"\\\\u0":2}]') as unknown
    for (const [text, keys] of [
      ['{"q":1,"\\u0061bc":{"\\u0062":[{"\\n":3}]}}', '{"q":1,"abc":{"b":[{"\\n":3}]}}'],
      ['{"a":1,"\\u0062":2,"\uf8ff0":3}', '{"a":1,"b":2,"\uf8ff0":3}'],
      ['{"a":1,"\\\\":2}', '{"a":1,"\\\\":2}'],
    ] as const) {
      prime()
      expect(JSON.stringify(read(text))).toBe(keys)
    }
    for (const [text, reason] of [
      ['{"a":1,"\\u0061":2}', 'duplicate_key'],
      ['{"a":1,"\\u005f_proto__":2}', 'proto_key'],
      ['{"a":1,"\\u00":2}', 'not_json'],
      ['{"a":1,"\\u0061" 2}', 'not_json'],
      ['{"a":1,"\\ud800":2}', 'lone_surrogate'],
    ] as const) {
      prime()
      expect(reasonOf(text)).toBe(reason)
    }
  })

  test.each(REFUSED.flatMap(([reason, texts]) => texts.map((text) => ({ reason, text }))))(
    'refuses $text as $reason',
    ({ reason, text }) => expect(reasonOf(text)).toBe(reason),
  )

  test.each([
    ['a lead byte alone', [0x22, 0xc3, 0x22]],
    ['an overlong form', [0x22, 0xc0, 0xaf, 0x22]],
    ['an encoded surrogate', [0x22, 0xed, 0xa0, 0x80, 0x22]],
    ['a byte beyond Unicode', [0x22, 0xf5, 0x80, 0x80, 0x80, 0x22]],
  ])('refuses %s as not UTF-8', (_name, bytes) => {
    expect(problemOf(() => readJson(Uint8Array.from(bytes), DEFAULT_LIMITS)).reason).toBe('not_utf8')
  })

  test('refuses UTF-16', () => {
    expect(problemOf(() => readJson(Buffer.from('{"a":1}', 'utf16le'), DEFAULT_LIMITS)).code).toBe('invalid_request')
  })

  test('keeps a pair of escaped surrogates', () => expect(read('"\\ud83d\\ude00"')).toBe('😀'))

  test('ends at a depth of 10,000 as at any other, without overflowing', () => {
    expect(reasonOf('['.repeat(10_000) + ']'.repeat(10_000))).toBe('too_deep')
    expect(reasonOf('{"a":'.repeat(10_000) + '1' + '}'.repeat(10_000))).toBe('too_deep')
    expect(read('['.repeat(64) + ']'.repeat(64))).toEqual(JSON.parse('['.repeat(64) + ']'.repeat(64)))
    expect(reasonOf('['.repeat(65) + ']'.repeat(65))).toBe('too_deep')
  })

  test('bounds the entries of a list and the values of a body', () => {
    const limits = { ...DEFAULT_LIMITS, maxItems: 3, maxValues: 6 }
    const reason = (text: string) => problemOf(() => readJson(bytesOf(text), limits)).reason
    expect(readJson(bytesOf('[1,2,3]'), limits)).toEqual([1, 2, 3])
    expect(reason('[1,2,3,4]')).toBe('too_many_items')
    expect(reason('{"a":1,"b":2,"c":3,"d":4}')).toBe('too_many_items')
    expect(reason('[[1,2],[3,4],[5,6]]')).toBe('too_many_values')
    expect(reason('[[],[],[[],[],[]]]')).toBe('too_many_values')
  })

  test('says what is too large before it looks at it', () => {
    const problem = problemOf(() => readJson(bytesOf('"12345"'), { ...DEFAULT_LIMITS, maxBody: 6 }))
    expect(problem).toMatchObject({ code: 'payload_too_large', status: 413 })
  })

  test('never quotes the body, in the message, the cause or the sentence', () => {
    for (const text of ['{"Maria": Schneider}', 'Maria', '{"Maria":1,"Maria":2}', '["Maria \\ud800"]']) {
      const problem = problemOf(() => read(text))
      expect(`${problem.message} ${problem.says} ${String(problem.cause)}`).not.toMatch(/Maria|Schneider/)
    }
  })

  test('leaves the prototype of everything alone', () => {
    const value = read('{"constructor":{"prototype":{"polluted":true}},"toString":1}')
    expect(isJsonObject(value) && Object.keys(value)).toEqual(['constructor', 'toString'])
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })
})

describe('a number', () => {
  test('is accepted exactly when it is written again as the same value', () => {
    const digits = fc.stringMatching(/^[0-9]{1,20}$/)
    const spelling = fc
      .tuple(
        fc.constantFrom('', '-'),
        fc.bigInt({ min: 0n, max: 10n ** 20n }),
        fc.option(digits),
        fc.option(fc.integer({ min: -25, max: 25 })),
      )
      .map(
        ([sign, whole, fraction, power]) =>
          `${sign}${whole}${fraction === null ? '' : `.${fraction}`}${power === null ? '' : `e${power}`}`,
      )
    fc.assert(
      fc.property(spelling, (text) => expect(isKeptExactly(text)).toBe(isSame(text, String(Number(text))))),
      { numRuns: 1500 },
    )
  })

  test('that any JSON writer makes of a double is accepted', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(isKeptExactly(JSON.stringify(value))).toBe(true)
      }),
    )
  })

  test.each(['1.0', '0.10', '1e5', '-0', '0e99', '100000000000000000000', '9007199254740992', '2.0E-3'])(
    '%s is accepted',
    (text) => {
      expect(read(text)).toBe(Number(text))
    },
  )
})

/** Equality of two decimals in whole numbers, by bringing both to the same power of ten. */
function isSame(one: string, other: string): boolean {
  const scaled = (text: string) => {
    const [mantissa = '', power = '0'] = text.toLowerCase().split('e')
    const [whole = '', fraction = ''] = mantissa.split('.')
    return BigInt(whole + fraction) * 10n ** BigInt(Number(power) - fraction.length + 100)
  }
  return scaled(one) === scaled(other)
}
