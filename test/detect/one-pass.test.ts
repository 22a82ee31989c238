import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { parsePhoneNumberFromString } from 'libphonenumber-js/max'
import { atDigits } from '../../src/detect/at-digits.ts'
import { atWords } from '../../src/detect/at-words.ts'
import { isWordAt } from '../../src/detect/chars.ts'
import { codesOf } from '../../src/detect/codes.ts'
import { contextOf, evidence } from '../../src/detect/context.ts'
import { createDetect } from '../../src/detect/detect.ts'
import { DETECTORS } from '../../src/detect/detectors.ts'
import { digitGroups } from '../../src/detect/digit-groups.ts'
import { fold, phrases } from '../../src/detect/fold.ts'
import { keywordsOf } from '../../src/detect/keywords.ts'
import { forgetTexts, ofLastText } from '../../src/detect/memo.ts'
import { isAsLongAsIn, isOfRegion, isOfWorld } from '../../src/detect/phone-plans.ts'
import { wordSetOf } from '../../src/detect/word-set.ts'
import { wordNumber, wordStarts } from '../../src/detect/word-starts.ts'
import { wordTable } from '../../src/detect/word-table.ts'
import { segment } from './look.ts'

/** Texts of words, digits and signs, as they stand around numbers. */
const PARTS = [
  'Patient', 'patientId', 'PATIENT_NO', 'número', 'Straße', 'STRASSE', 'é', 'x', 'ABC', 'camelCase', '12', '4', '1234', '½', 'zł',
  'ж', '名', '여권', ' ', ' ', ' ', '\n', ':', ',', '-', '_', '.', '#', '\u00a0', '"', '(', ')', '\ud83d', 'İ',
] // prettier-ignore
const texts = fc.array(fc.constantFrom(...PARTS), { maxLength: 60 }).map((parts) => parts.join(''))
const WORDS = phrases('patient,patient no,número de,straße,camel case,여권,zł,12,x')

test('the words of a table are those of fold', () => {
  fc.assert(fc.property(texts, (text) => expect(wordTable(text, 0, text.length).folded).toBe(fold(text))))
})

test('where a word speaks for a place, the look for all words has seen it', () => {
  const gate = keywordsOf(WORDS)
  fc.assert(
    fc.property(texts, fc.nat(), (text, at) => {
      const start = at % (text.length + 1)
      fc.pre(!isWordAt(text, start - 1) || !isWordAt(text, start)) // no value begins in the middle of a word
      const says = evidence(contextOf(text, segment(text)).around(start, start), WORDS)
      expect(says === 'none' || says === 'against' || gate.isIn(text)).toBe(true)
    }),
    { numRuns: 1_000 },
  )
})

test.each(['Patient 12', 'der Straße nach', 'DER STRASSE NACH', 'un número', 'NUMERO DE', '여권: 1', 'myCamelCase'])(
  'the look for all words sees one in %j',
  (text) => expect(keywordsOf(WORDS).isIn(text)).toBe(true),
)

test.each(['patience', 'impatient', 'Strassen', 'boxes', '112'])('the look for all words sees none in %j', (text) => {
  expect(keywordsOf(WORDS).isIn(text)).toBe(false)
})

test('the digits of a text are those that an expression finds', () => {
  fc.assert(
    fc.property(texts, (text) => {
      const { count, starts, ends, digits } = digitGroups(text)
      const found = [...text.matchAll(/[0-9]+/g)]
      expect(starts).toEqual(found.map(({ index }) => index))
      expect(ends).toEqual(found.map(({ index, 0: run }) => index + run.length))
      expect([count, digits]).toEqual([found.length, found.map(([run]) => run).join('')])
    }),
  )
})

test('a pattern that begins with digits is found at digits as it is anywhere', () => {
  fc.assert(
    fc.property(texts, (text) => {
      const found = [...atDigits(text, /(?<![\w.])\d{1,4}(?:[-. ]\d{1,4})?/y)].map(({ index, match }) => [
        index,
        match[0],
      ])
      expect(found).toEqual([...text.matchAll(/(?<![\w.])\d{1,4}(?:[-. ]\d{1,4})?/g)].map((at) => [at.index, at[0]]))
    }),
  )
})

test('a pattern that begins with a word is found at words as it is anywhere', () => {
  fc.assert(
    fc.property(texts, (text) => {
      const found = [...atWords(text, /(?<![\p{L}\p{N}])[a-z0-9]+(?: [a-z]+)?/iuy, () => true)]
      const anywhere = [...text.matchAll(/(?<![\p{L}\p{N}])[a-z0-9]+(?: [a-z]+)?/giu)]
      expect(found.map((at) => [at.index, at[0]])).toEqual(anywhere.map((at) => [at.index, at[0]]))
    }),
  )
})

test('the codes of a text are its own, with a zero behind them, and are forgotten', () => {
  fc.assert(
    fc.property(texts, (text) => {
      const codes = codesOf(text)
      expect([...codes.subarray(0, text.length + 1)]).toEqual([...text.split('').map((unit) => unit.charCodeAt(0)), 0])
      forgetTexts()
      expect(codes.every((code) => code === 0)).toBe(true)
    }),
    { numRuns: 20 },
  )
  expect(codesOf('a'.repeat(200_000))).toHaveLength(200_001)
  forgetTexts()
})

test('a list of words has its own words in either case, and hardly any other', () => {
  const words = wordSetOf(['anna', 'pierre', 'émile', 'r2d2'])
  expect(['anna', 'ANNA', 'Pierre'].map((word) => words.mayHave(wordNumber(word)))).toEqual([true, true, true])
  expect(['ann', 'annab', 'hans'].map((word) => words.mayHave(wordNumber(word)))).toEqual([false, false, false])
  expect(['émile', 'r2d2', ''].map(wordNumber)).toEqual([0, 0, 0])
  expect(wordStarts('Anna r2d2 émile 12').numbers).toEqual([wordNumber('anna'), 0, 0, wordNumber('12')])
})

test('a word begins after whatever is none', () => {
  const { places, isMixed } = wordStarts('ab, c1-Über "x"')
  expect(places).toEqual([0, 4, 7, 13])
  expect(isMixed).toBe(true)
})

describe('the numbering plans', () => {
  const digits = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 7, maxLength: 15 }).map((all) => all.join(''))
  const regions = fc.constantFrom('US', 'GB', 'DE', 'FR', 'ES', 'IT', 'BR', 'MX', 'AU', 'IN', 'SE', 'JP', 'SG', 'AR')

  test('know a national number as the library does, or leave it to the library', () => {
    fc.assert(
      fc.property(digits, regions, (number, region) => {
        const read = parsePhoneNumberFromString(number, region)
        const [isValid, isPossible] = [isOfRegion(number, region), isAsLongAsIn(number, region)]
        if (isValid !== null) expect(isValid).toBe(read?.isValid() ?? false)
        if (isPossible !== null) expect(isPossible).toBe(read?.isPossible() ?? false)
      }),
      { numRuns: 2_000 },
    )
  })

  test('know an international number as the library does, or leave it to the library', () => {
    fc.assert(
      fc.property(digits, fc.constantFrom('1', '44', '49', '33', '39', '7', '54', '61'), (number, code) => {
        const isValid = isOfWorld(code + number)
        if (isValid !== null) expect(isValid).toBe(parsePhoneNumberFromString(`+${code}${number}`)?.isValid() ?? false)
      }),
      { numRuns: 2_000 },
    )
  })

  test('leave a length to the library that only a neighbour with the same code has', () => {
    expect(isAsLongAsIn('3100000', 'US')).toBeNull()
    expect(isAsLongAsIn('310000', 'US')).toBe(false)
  })

  test('are asked: real numbers and none', () => {
    expect(isOfRegion('2127365010', 'US')).toBe(true)
    expect(isOfRegion('2120000000', 'US')).toBe(false)
    expect(isOfRegion('0301234567', 'DE')).toBeNull()
    expect(isOfWorld('493012345678')).toBe(true)
  })
})

test('what is made of a text is made once, for two texts, until it is forgotten', () => {
  let made = 0
  const lengthOf = ofLastText((text) => {
    made++
    return text.length
  })
  expect([lengthOf('a'), lengthOf('bc'), lengthOf('a'), lengthOf('bc')]).toEqual([1, 2, 1, 2])
  expect(made).toBe(2)
  forgetTexts()
  expect(lengthOf('a')).toBe(1)
  expect(made).toBe(3)
})

test.each([
  ['one letter', 'a', 9_000_000],
  ['letters and hyphens', 'ab-', 9_000_000],
  ['findings', '81.2.3.4, ', 1_500_000],
])('a very long row of %s is looked at to its end', (_, unit, length) => {
  const detect = createDetect({
    detectors: DETECTORS.filter(({ id }) => id === 'ip-address'),
    now: () => 0,
    maxChars: Infinity,
  })
  const text = unit.repeat(Math.floor(length / unit.length))
  const { findings, failed } = detect({ segments: [segment(`${text}\nIP 81.2.3.5`)] })
  expect(failed).toEqual([])
  expect(findings.at(-1)).toMatchObject({ type: 'IP_ADDRESS', end: text.length + 12 })
})
