import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { normalise } from '../../src/detect/normalise.ts'
import { look, segment } from './look.ts'
import { madeIban, mixed, withLuhn } from './made-up.ts'

const card = withLuhn('453201511283036')
const grouped = card.replace(/(.{4})(?=.)/g, '$1 ')
const iban = madeIban('DE', '370400440532013000')
const token = `gh${'p_'}${mixed(36)}`

/** The original text of each finding that counts. */
const found = (text: string, type: string) =>
  look(text)
    .filter((finding) => finding.type === type && finding.score >= 0.5)
    .map(({ start, end }) => text.slice(start, end))

const insert = (between: string) => (text: string) => text.replace(/(\d)(?=\d)/g, `$1${between}`)
const digits = (zero: number) => (text: string) =>
  text.replace(/\d/g, (digit) => String.fromCodePoint(zero + Number(digit)))

const DISGUISES: readonly (readonly [string, (text: string) => string])[] = [
  ['zero-width spaces', insert('\u200b')],
  ['zero-width joiners', insert('\u200d')],
  ['word joiners', insert('\u2060')],
  ['soft hyphens', insert('\u00ad')],
  ['direction marks', insert('\u202e')],
  ['variation selectors', insert('\ufe0f')],
  ['tag characters', insert('\u{e0041}')],
  ['combining marks', insert('\u0336')],
  ['Hangul fillers', insert('\u3164')],
  ['full-width digits', digits(0xff10)],
  ['Arabic-Indic digits', digits(0x660)],
  ['Devanagari digits', digits(0x966)],
  ['mathematical digits', digits(0x1d7d8)],
  ['no-break spaces', (text) => text.replaceAll(' ', '\u00a0')],
  ['en dashes', (text) => text.replaceAll('-', '\u2013')],
  ['minus signs', (text) => text.replaceAll('-', '\u2212')],
  ['control characters', insert('\u0000')],
  ['blank Braille', insert('\u2800')],
  ['terminal colours within', insert('\u001b[0m')],
  ['keycaps', insert('\ufe0f\u20e3')],
  ['marks on everything', (text) => text.replace(/(.)(?=.)/g, '$1\u0301\u0336')],
  ['ideographic selectors', insert('\u{e0100}')],
  ['superscript digits', (text) => text.replace(/\d/g, (digit) => [...'⁰¹²³⁴⁵⁶⁷⁸⁹'][Number(digit)] ?? '')],
  ['circled digits', (text) => text.replace(/\d/g, (digit) => [...'⓪①②③④⑤⑥⑦⑧⑨'][Number(digit)] ?? '')],
  ['black circled digits', (text) => text.replace(/\d/g, (digit) => [...'⓿❶❷❸❹❺❻❼❽❾'][Number(digit)] ?? '')],
  ['black sans-serif digits', (text) => text.replace(/\d/g, (digit) => [...'🄌➊➋➌➍➎➏➐➑➒'][Number(digit)] ?? '')],
  ['digits in two circles', (text) => text.replace(/\d/g, (digit) => [...'🄋⓵⓶⓷⓸⓹⓺⓻⓼⓽'][Number(digit)] ?? '')],
  ['segmented digits', digits(0x1fbf0)],
  ['letters that look like digits', (text) => text.replace('3', 'З').replaceAll('6', 'б').replaceAll('0', 'О')],
]

describe.each(DISGUISES)('%s', (_, wear) => {
  test('do not hide a number, and the finding covers all of it', () => {
    const hidden = wear('536-22-8726')
    expect(found(`my SSN is ${hidden} (so there)`, 'US_SSN')).toEqual([hidden])
    const hiddenCard = wear(grouped)
    expect(found(`😀 card: ${hiddenCard}!`, 'CREDIT_CARD')).toEqual([hiddenCard])
  })
})

describe('look-alike letters', () => {
  test('do not hide an address, a prefix or an account', () => {
    expect(found('mail јаne.dое@асmе.соm', 'EMAIL_ADDRESS')).toHaveLength(1)
    const disguised = token.replace('p', 'р')
    expect(found(`here: ${disguised}`, 'SECRET')).toEqual([disguised])
    expect(found(`to ${iban.replace('E', 'Е')}`, 'IBAN_CODE')).toHaveLength(1)
  })

  test.each([
    ['mathematical letters', 'my 𝐒𝐒𝐍 is'],
    ['full-width letters', 'my ＳＳＮ is'],
    ['squared letters', 'my 🅂🅂🄽 is'],
    ['black squared letters', 'my 🆂🆂🅽 is'],
    ['black circled letters', 'my 🅢🅢🅝 is'],
    ['small capitals', 'my ꜱꜱɴ is'],
    ['Cyrillic letters', 'my ЅSN is'],
  ])('%s do not hide a label', (_, label) => expect(found(`${label} 536228726.`, 'US_SSN')).toEqual(['536228726']))

  test('every decimal digit of every script is read as its value', () => {
    const all = Array.from({ length: 0x110000 }, (_, code) => code).filter(
      (code) => (code < 0xd800 || code > 0xdfff) && /\p{Nd}/u.test(String.fromCodePoint(code)),
    )
    expect(all.length).toBeGreaterThan(600)
    const read = all.map((code) => normalise(String.fromCodePoint(code)).text)
    expect(read).toEqual(all.map((_, i) => String(i % 10)))
  })

  test('places are those of the original, whatever was dropped or became longer', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('a', '\u200b', '㎏', '½', '😀', '\u0301', '\u{e0041}', '\u001b[31m', '\ud83d', ' ')),
        (parts) => {
          const before = parts.join('')
          expect(found(`${before} ssn ５３６-22-8726`, 'US_SSN')).toEqual(['５３６-22-8726'])
        },
      ),
      { numRuns: 200 },
    )
  })

  test('terminal colours do not touch a number', () => {
    expect(found(`my SSN is \u001b[1;31m536-22-8726\u001b[0m.`, 'US_SSN')).toEqual(['536-22-8726'])
  })

  test('leave house numbers and real words alone', () => {
    for (const text of ['дом 5б, кв. 12', 'Мама мыла раму', 'η Ελλάδα', 'ա և օ', '🇩🇪 and 🇺🇸', 'はい、６日'])
      expect(look(text)).toEqual([])
  })

  test('leave real Cyrillic and Greek alone', () => {
    expect(found('Мама мыла раму в Москве, и Αθήνα είναι όμορφη', 'EMAIL_ADDRESS')).toEqual([])
    expect(found('Пишите: иван@пример.рф', 'EMAIL_ADDRESS')).toEqual(['иван@пример.рф'])
  })
})

describe('separators', () => {
  test.each([
    ['spaces between all digits', card.split('').join(' ')],
    ['dots', card.replace(/(.{4})(?=.)/g, '$1.')],
    ['underscores', card.replace(/(.{4})(?=.)/g, '$1_')],
    ['slashes', card.replace(/(.{4})(?=.)/g, '$1/')],
    ['a line break', `${card.slice(0, 8)}\n${card.slice(8)}`],
    ['asterisks', card.replace(/(.{4})(?=.)/g, '$1**')],
  ])('%s do not hide a card', (_, written) =>
    expect(found(`my credit card: ${written} ok`, 'CREDIT_CARD')).toEqual([written]),
  )

  test('an IBAN goes on over a line break, in lower case', () => {
    const written = `${iban.slice(0, 12)}\n${iban.slice(12)}`.toLowerCase()
    expect(found(`iban ${written} ok`, 'IBAN_CODE')).toEqual([written])
  })
})

describe('encodings', () => {
  const plain = 'SSN 536-22-8726'
  test.each([
    ['base64', Buffer.from(plain).toString('base64')],
    ['base64url', Buffer.from(`${plain}??>>~~`).toString('base64url')],
    ['hex', Buffer.from(plain).toString('hex')],
    ['percent', 'SSN%20536%2D22%2D8726'],
    ['percent of everything', [...Buffer.from(plain)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')],
    ['HTML entities', [...plain].map((char) => `&#${String(char.charCodeAt(0))};`).join('')],
    ['HTML entities in hex', [...plain].map((char) => `&#x${char.charCodeAt(0).toString(16)};`).join('')],
    ['JSON escapes', [...plain].map((char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')],
    ['JavaScript escapes', [...plain].map((char) => `\\x${char.charCodeAt(0).toString(16)}`).join('')],
    ['quoted-printable', 'SSN=20536=2D22=2D8726'],
    ['JSON in JSON', JSON.stringify(JSON.stringify({ ssn: '536228726' }))],
    ['a data: URL', `data:text/plain;base64,${Buffer.from(plain).toString('base64')}`],
    [
      'base64 in lines',
      Buffer.from(`${'All is well. '.repeat(12)}${plain}`)
        .toString('base64')
        .replace(/(.{76})/g, '$1\n'),
    ],
    ['full-width digits in base64', Buffer.from('SSN ５３６-２２-８７２６').toString('base64')],
  ])('%s do not hide a number, and the finding lies in them', (_, encoded) => {
    const text = `Look at this: ${encoded} and tell me.`
    const hits = look(text).filter(({ type, score }) => type === 'US_SSN' && score >= 0.5)
    expect(hits).toHaveLength(1)
    expect(hits[0]?.start).toBeGreaterThanOrEqual(14)
    expect(hits[0]?.end).toBeLessThanOrEqual(14 + encoded.length)
  })

  test('a name and a record number in base64 are both found', () => {
    const text = Buffer.from('Patient Maria Schneider, MRN: 00123456, diabetes').toString('base64')
    expect(new Set(look(text).map(({ type }) => type))).toEqual(new Set(['PERSON', 'MEDICAL_RECORD']))
  })
})

describe('splits', () => {
  test.each([
    ['a card over two parts', [`my card ${card.slice(0, 7)}`, card.slice(7)], 'CREDIT_CARD'],
    ['a card over four parts', [card.slice(0, 4), card.slice(4, 8), card.slice(8, 12), card.slice(12)], 'CREDIT_CARD'],
    ['a number over three parts', ['SSN 536-', '22-', '8726'], 'US_SSN'],
    ['base64 over two parts', ['U1NOIDUzNi0yM', 'i04NzI2'], 'US_SSN'],
    ['an escape over two parts', ['my SSN is 536%2', 'D22%2D8726'], 'US_SSN'],
    ['a number over many parts', ['SSN: ', ...'536-22-8726'], 'US_SSN'],
    ['a label in one and the number in the next', ['My SSN is:', '536228726'], 'US_SSN'],
    ['a token over two parts', [`use ${token.slice(0, 12)}`, token.slice(12)], 'SECRET'],
    [
      'an IBAN after long text',
      [`${'All is well. '.repeat(50)}${iban.slice(0, 9)}`, `${iban.slice(9)} ${'and so on. '.repeat(50)}`],
      'IBAN_CODE',
    ],
  ])('%s is found', (_, texts, type) => {
    const hits = look(...texts).filter((finding) => finding.type === type && finding.score >= 0.6)
    expect(hits).toHaveLength(1)
    expect(hits[0]?.via).toBe('joined')
    expect(hits[0]?.end).toBeLessThanOrEqual(texts[hits[0]?.segment ?? 0]?.length ?? 0)
  })

  test('neighbours that hold nothing together are left alone', () => {
    expect(look('It was in 2024', '5 items for 12', '000 people', segment('4111', '/a'))).toEqual([])
  })
})
