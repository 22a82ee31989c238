import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { jsonKeysAt, jsonValuesIn } from '../../src/detect/json-keys.ts'
import { look, score } from './look.ts'

const values = (text: string) => jsonValuesIn(text).map(({ start, end, keys }) => [text.slice(start, end), ...keys])

describe('the values of a JSON text', () => {
  test('are told with the last two names above them', () => {
    expect(values('{"a":{"b":{"c":"x","d":[1,{"e":-2.5e3}]}},"f":["y"],"g":true}')).toEqual([
      ['x', 'b', 'c'],
      ['1', 'b', 'd'],
      ['-2.5e3', 'd', 'e'],
      ['y', 'f'],
    ])
  })

  test('are found in the middle of other text, and up to where it is cut off', () => {
    expect(values('Here: {"a": "x"} and [{"b": "y"}, {"c": 1} so {it} goes [on] {"d": {"e": "z"')).toEqual([
      ['x', 'a'],
      ['y', 'b'],
      ['1', 'c'],
      ['z', 'd', 'e'],
    ])
  })

  test('are those that a parser finds, each once and in order', () => {
    const leaves = (value: unknown): readonly string[] =>
      typeof value === 'string' || typeof value === 'number'
        ? [JSON.stringify(value).replace(/^"|"$/g, '')]
        : typeof value === 'object' && value !== null
          ? Object.values(value).flatMap(leaves)
          : []
    fc.assert(
      fc.property(fc.oneof(fc.array(fc.jsonValue()), fc.dictionary(fc.string(), fc.jsonValue())), (value) => {
        const text = JSON.stringify(value)
        expect(values(text).map(([leaf]) => leaf)).toEqual(leaves(JSON.parse(text)))
      }),
    )
  })

  test('speak for what is nearly all of a value, and not for a word in a sentence', () => {
    const text = `{"ssn": "536228726", "note": "${'it was so '.repeat(9)}536228726"}`
    const all = jsonValuesIn(text)
    const at = text.indexOf('536228726')
    const later = text.lastIndexOf('536228726')
    expect([jsonKeysAt(all, at, at + 9), jsonKeysAt(all, later, later + 9)]).toEqual([['ssn'], []])
  })
})

const far =
  'this says at great length how the value is to be read, by whom, when and why, and it says it more than once'

describe('names speak for their values', () => {
  const body = { ssn: { description: far, value: '536228726' } }
  test.each([
    ['far above', JSON.stringify(body)],
    ['over many lines', JSON.stringify(body, null, 8)],
    ['in JSON in JSON', JSON.stringify(JSON.stringify(body))],
    ['in JSON in JSON in JSON', JSON.stringify({ arguments: JSON.stringify(JSON.stringify(body)) })],
    ['in base64', Buffer.from(JSON.stringify(body)).toString('base64')],
    ['in a list', JSON.stringify({ ssn: ['219099998', far, '536228726'] })],
    ['in a fence', `See:\n\`\`\`json\n${JSON.stringify(body, null, 2)}\n\`\`\`\nDone.`],
  ])('%s', (_, text) => expect(score('US_SSN', text)).toBe(0.8))

  test('together, where it takes two', () => {
    expect(score('MEDICAL_RECORD', JSON.stringify({ patient: { note: far, id: '00123456' } }))).toBe(0.85)
  })

  test('and not where they name something else', () => {
    expect(look(JSON.stringify({ order: { note: far, id: '536228726' } }))).toEqual([])
  })
})
