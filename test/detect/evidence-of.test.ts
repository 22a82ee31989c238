import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { evidenceOf } from '../../src/detect/evidence-of.ts'
import { look, segment } from './look.ts'

const evidence = (type: string, text: string) => {
  const finding = look(text).find((finding) => finding.type === type)
  return finding === undefined ? null : evidenceOf(finding, segment(text))
}

test.each([
  ['CREDIT_CARD', 'card number: 4539 1488 0343 6467', { checksum: 'passed', words: { says: 'label', phrase: 'card' } }],
  ['CREDIT_CARD', '4539 1488 0343 6467', { checksum: 'passed' }],
  ['IBAN_CODE', 'DE89 3704 0044 0532 0130 00', { checksum: 'passed' }],
  ['US_SSN', 'SSN 536-22-8726', { words: { says: 'label', phrase: 'ssn' } }],
  ['UK_NHS', 'NHS number 943 476 5919', { checksum: 'passed', words: { says: 'label', phrase: 'nhs number' } }],
  ['ES_NIF', 'DNI 12345678Z', { checksum: 'passed', words: { says: 'label', phrase: 'dni' } }],
  ['ES_NIF', 'DNI 12345678A', { checksum: 'failed', words: { says: 'label', phrase: 'dni' } }],
  ['PERSON', 'My name is Jane Example.', {}],
])('%s in "%s"', (type, text, expected) => {
  expect(evidence(type, text)).toEqual({ via: 'plain', ...expected })
})

test('digits of another script are checked as what they stand for', () => {
  const wide = 'card 4539 1488 0343 6467'.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0))
  expect(evidence('CREDIT_CARD', wide)).toEqual({
    via: 'normalised',
    checksum: 'passed',
    words: { says: 'label', phrase: 'card' },
  })
})

test('of what was decoded, only that is said', () => {
  expect(evidence('US_SSN', `x ${Buffer.from('My SSN is 536-22-8726').toString('base64')} y`)).toEqual({
    via: 'decoded',
  })
})

test('no evidence holds a word of the text that is not ours', () => {
  const text = fc.tuple(fc.constantFrom('zyxwv', 'ssn zyxwv', 'zyxwv card', '{"zyxwv_ssn":'), fc.constantFrom('536-22-8726', '4539 1488 0343 6467')) // prettier-ignore
  fc.assert(
    fc.property(text, ([before, value]) => {
      const whole = `${before} ${value}`
      for (const finding of look(whole))
        expect(JSON.stringify(evidenceOf(finding, segment(whole)))).not.toMatch(/zyxwv|536|8726|4539|6467/)
    }),
  )
})
