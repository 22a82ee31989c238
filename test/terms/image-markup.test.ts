import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { mayHoldImageMarkup, stringsIn } from '../../src/terms/image-markup.ts'

describe('texts that may hold image markup', () => {
  test.each([
    ['as it is', ['see ![](http://a.test/x)']],
    ['with another text', ['![a [nested] one](http://a.test/x)']],
    ['over two texts, cut anywhere', ['look: ![a', '](http://a.test)']],
    ['over two texts, cut after the first character', ['hello! ', '[](http://a.test)']],
    ['over two texts, cut in the middle', ['x ![]', ' (http://a.test)']],
    ['character by character', ['!', '[', ']', '(http://a.test)']],
    ['in another order', ['](http://a.test)', '![']],
    ['as escapes of JSON', ['{"a":"\\u0021[](http://a.test)"}']],
    ['as escapes in capitals', ['{"a":"!\\u005B\\u005D(http://a.test)"}']],
  ])('%s', (_, texts) => expect(mayHoldImageMarkup(texts)).toBe(true))

  test.each([
    ['no text', []],
    ['plain words', ['Hello! How are you?', 'Fine (I think).']],
    ['a link', ['see [the page](http://a.test)']],
    ['code', ['let v = vec![1, 2];']],
    ['an escape of another character', ['{"a":"\\u00e9"}']],
  ])('and those that hold none: %s', (_, texts) => expect(mayHoldImageMarkup(texts)).toBe(false))

  test('no way to cut markup into texts hides it', () => {
    const cuts = fc.array(fc.integer({ min: 0, max: 24 }), { maxLength: 6 })
    fc.assert(
      fc.property(cuts, fc.constantFrom('', ' ', '\n'), (at, edge) => {
        const whole = 'a![b](http://x.test/y) z.'
        const ends = [0, ...at.toSorted((one, other) => one - other), whole.length]
        const texts = ends.slice(1).map((end, index) => `${edge}${whole.slice(ends[index], end)}${edge}`)
        expect(mayHoldImageMarkup(texts)).toBe(true)
      }),
    )
  })
})

test('every string of a value is seen: leaves and keys, however deep', () => {
  expect([...stringsIn({ a: ['b', { c: 'd' }], e: 1, f: null })].sort()).toEqual(['a', 'b', 'c', 'd', 'e', 'f'])
})
