import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { isFinding } from '../../src/detect/check-spotted.ts'
import { createDetect } from '../../src/detect/detect.ts'
import { DETECTORS } from '../../src/detect/detectors.ts'
import { segment } from './look.ts'

const detect = createDetect({ detectors: DETECTORS, now: () => 0 })

/** Where a text must not be cut: in the middle of a character of two halves. */
const isInside = (text: string, at: number) =>
  /[\ud800-\udbff]/.test(text.charAt(at - 1)) && /[\udc00-\udfff]/.test(text.charAt(at))

/** What every detection owes, whatever the texts are. */
function holds(texts: readonly string[]): void {
  const { findings, failed } = detect({ segments: texts.map((text) => segment(text)) })
  // There is no clock that runs out; the only thing that may be too much is what is left to decode.
  expect(failed.filter(({ detector, why }) => detector !== 'decode' || why !== 'overloaded')).toEqual([])
  for (const { segment: index, start, end, score, type, detector } of findings) {
    const text = texts[index] ?? ''
    const by = DETECTORS.find(({ id }) => id === detector)
    expect({ detector, ok: by !== undefined && isFinding(by, text.length, { type, score, start, end }) }).toEqual({
      detector,
      ok: true,
    })
    expect({ text, detector, start, end, cut: isInside(text, start) || isInside(text, end) }).toMatchObject({
      cut: false,
    })
  }
}

const PIECES = ['My SSN is ', '536-22-8726', '4539 1488 0343 6467', 'jane@acme.com', 'Maria Schneider', 'Mr. ', 'IBAN ', 'DE89 3704 0044 0532 0130 00', 'born ', '12.03.1980', '+49 30 901820', '12 Oak Lane', 'password=', 'https://a:b@c.org/', '8.8.4.4', '"ssn":', '{', '}', '\\u0035', '%35', '&#53;', '=35', 'NTM2LTIyLTg3MjY=', '3533362d32322d38373236', '\n', '|', ',', '\t', ' '] // prettier-ignore
const ODD = ['\u200b', '\u00ad', '\u0301', '\ufe0f', '\u202e', '\u{e0041}', '\u{1f468}\u200d\u{1f469}', '\u{1d7d3}', '\u{1d7db}', '\u{1f130}', '５', '٣', '\ud83d', '\udc00', '\ufeff', '\u0000', '\u2028', 'ﬁ', 'ß', 'İ', 'А', '½'] // prettier-ignore
const bytes = fc.uint8Array({ maxLength: 3_000 })
const pieces = fc.array(fc.constantFrom(...PIECES, ...ODD), { maxLength: 40 }).map((some) => some.join(''))
const typed = fc.string({ unit: 'grapheme', maxLength: 400 })
/** Something that is found, with something odd between all of its characters or some of them. */
const riddled = fc
  .tuple(fc.constantFrom(...PIECES), fc.array(fc.constantFrom('', '', '', ...ODD), { minLength: 1, maxLength: 8 }))
  .map(([piece, odd]) => `My SSN card is ${[...piece].map((char, at) => char + (odd[at % odd.length] ?? '')).join('')}`)

/** Letters and digits in mathematical alphabets, each of two halves. */
const mathematical = fc.constantFrom(...PIECES).map((piece) =>
  piece.replace(/[0-9a-z]/g, (char) => String.fromCodePoint((/\d/.test(char) ? 0x1d7ce - 48 : 0x1d41a - 97) + char.charCodeAt(0))),
) // prettier-ignore

describe('whatever a text is, detection never throws, and says where in it', () => {
  test.each([
    ['random bytes, each a character', bytes.map((some) => [Buffer.from(some).toString('latin1')])],
    ['random bytes, read as UTF-8', bytes.map((some) => [Buffer.from(some).toString('utf8')])],
    ['random halves of characters', fc.uint16Array({ maxLength: 1_000 }).map((some) => [String.fromCharCode(...some)])],
    ['random Unicode', fc.string({ unit: 'binary', maxLength: 1_000 }).map((text) => [text])],
    ['graphemes beside what is found', fc.tuple(typed, pieces, typed).map((some) => [some.join('')])],
    ['what is found, riddled', riddled.map((text) => [text])],
    [
      'what is found, in letters of two halves',
      fc.array(mathematical, { maxLength: 6 }).map((some) => [some.join(' ')]),
    ],
    ['several segments of all that', fc.array(fc.oneof(pieces, riddled, mathematical, typed), { maxLength: 6 })],
    ['what is found, encoded', fc.tuple(pieces, fc.constantFrom('base64', 'hex', 'base64url')).map(([text, as]) => [`x ${Buffer.from(text).toString(as as 'hex')} y`])], // prettier-ignore
  ])(
    '%s',
    (_, texts: fc.Arbitrary<string[]>) => {
      fc.assert(fc.property(texts, holds), { numRuns: 150 })
    },
    60_000,
  )

  test('long texts of characters of two halves, cut wherever they are cut', () => {
    const filler = fc.constantFrom('🦊', '🦊 ', '\u{1d7d7}', '𠮷𠮷 ', 'Ab 🦊')
    const long = fc
      .tuple(fc.nat(3), filler, pieces, filler, riddled)
      .map(([odd, one, found, other, last]) => [
        'x'.repeat(odd) + one.repeat(24_000 / one.length) + found + other.repeat(30_000 / other.length) + last,
      ])
    fc.assert(fc.property(long, holds), { numRuns: 25 })
  }, 60_000)
})
