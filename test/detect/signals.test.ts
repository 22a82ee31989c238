import { describe, expect, test } from '@jest/globals'
import { look, score, seen } from './look.ts'
import { madeIban, withLuhn } from './made-up.ts'

const CARD = withLuhn('453201511283036')
const MRZ = `P<UTOEXAMPLE<<JANE${'<'.repeat(26)}`

/** What is found, and what stands in the same place of a text that says nothing of it. */
const FOUND: readonly (readonly [text: string, found: string, harmless: string])[] = [
  ['CVV: 123', 'CARD_CVV 123', 'Chapter 123'],
  ['Kartenprüfnummer 1234', 'CARD_CVV 1234', 'Zimmer 1234'],
  [`${CARD} 12/29 123`, 'CARD_CVV 123', 'It was 12/29 123'],
  [`${CARD} 12/29`, 'CARD_EXPIRY 12/29', 'The score was 12/29'],
  ['my card, gültig bis 11/28', 'CARD_EXPIRY 11/28', 'Pass gültig bis 11/28'],
  ['BIC: DEUTDEFF500', 'SWIFT_BIC DEUTDEFF500', 'BIC: DEUTXXFF'],
  ['SWIFT code NEDSZAJJ', 'SWIFT_BIC NEDSZAJJ', 'PLEASE NEDSZAJJ'],
  ['Member ID: ABC123456', 'ID_NUMBER ABC123456', 'Order ID: ABC123456'],
  ['numer klienta: 4455667', 'ID_NUMBER 4455667', 'numer 4455667'],
  ['Kennzeichen: M-AB 1234', 'DE_KFZ M-AB 1234', 'Modell M-AB 1234'],
  ['number plate AB12 CDE', 'UK_VEHICLE_REGISTRATION AB12 CDE', 'number plate AB49 CDE'],
  ['vehicle number MH 12 AB 1234', 'IN_VEHICLE_REGISTRATION MH 12 AB 1234', 'part MH 12 AB 1234'],
  ['plaka: 34 ABC 123', 'TR_LICENSE_PLATE 34 ABC 123', 'kapı: 34 ABC 123'],
  ['vehicle registration number ABC-123-DE', 'NG_VEHICLE_REGISTRATION ABC-123-DE', 'model ABC-123-DE'],
  ['matrícula 1234 BCD', 'LICENSE_PLATE 1234 BCD', 'asiento 1234 BCD'],
  ['postcode SW1A 1AA', 'UK_POSTCODE SW1A 1AA', 'postcode XX1A 1AA'],
  ['PLZ: 80331', 'DE_PLZ 80331', 'PLZ: 00331'],
  ['postcode 1012 AB', 'NL_POSTCODE 1012 AB', 'postcode 1012 SS'],
  ['kod pocztowy 00-950', 'POSTCODE 00-950', 'wynik 00-950'],
  ['CEP 01310-100', 'POSTCODE 01310-100', 'lote 01310-100'],
  ['gps: 52.5200, 13.4049', 'GEO_COORDINATE 52.5200, 13.4049', 'gps: 1.0000, 2.0000, 3.0000'],
  ['{"lat": 48.137154, "lon": 11.576124}', 'GEO_COORDINATE 48.137154', '{"min": 48.137154, "max": 11.576124}'],
  ['48°08\'14"N 11°34\'34"E', 'GEO_COORDINATE 48°08\'14"N 11°34\'34"E', 'at 48° the sun'],
  ['username: jdoe42', 'USERNAME jdoe42', 'username: string'],
  ['Benutzername lautet max.muster', 'USERNAME max.muster', 'Benutzername lautet anders'],
  ['He is 47 years old', 'AGE 47 years old', 'For 47 years now'],
  ['eine 35-jährige Frau', 'AGE 35-jährige', 'ein 35-teiliges Set'],
  ['elle a 34 ans', 'AGE 34 ans', 'une garantie de 34 ans'],
  ['tiene 22 años', 'AGE 22 años', 'hace 22 años'],
  ['My salary is $85,000', 'FINANCIAL_AMOUNT $85,000', 'The ticket is $85,000'],
  ['Kontostand: 1.234,56 €', 'FINANCIAL_AMOUNT 1.234,56 €', 'Preis: 1.234,56 €'],
  ['ICD-10: E11.9', 'DIAGNOSIS E11.9', 'Room: E11.9'],
  ['she has multiple sclerosis', 'DIAGNOSIS multiple sclerosis', 'a cancer of bureaucracy'],
  ['Schizophrenie', 'DIAGNOSIS Schizophrenie', 'a schizophrenic market'],
  ['stwardnienie rozsiane', 'DIAGNOSIS stwardnienie rozsiane', 'stwardnienie'],
  ['takes metformin daily', 'MEDICATION metformin', 'takes vitamins daily'],
  ['912-93-1234 is the ATIN', 'US_ATIN 912-93-1234', '912931234 is the sum'],
  ['여권번호: M70689098', 'KR_PASSPORT M70689098', '모델: M70689098'],
  ['Indian passport no. J8369854', 'IN_PASSPORT J8369854', 'Indian train no. J8369854'],
  ['マイナンバーは123456789018です', 'JP_MY_NUMBER 123456789018', '番組は123456789018です'],
]

describe('a signal', () => {
  test.each(FOUND)('%s', (text, found, harmless) => {
    expect(seen(text)).toContain(found)
    const type = found.slice(0, found.indexOf(' '))
    expect(look(harmless).filter((finding) => finding.type === type && finding.score >= 0.5)).toEqual([])
  })

  test.each([
    ['LOCATION', 'She lives in Berlin, near the river.'],
    ['LOCATION', 'Shipped from São Paulo'],
    ['ORGANIZATION', 'Invoice of Example Widgets, Inc. of May'],
    ['ORGANIZATION', 'Umowa z Kowalski sp. z o.o. z maja'],
    ['DATE_TIME', 'We meet on 12 March 2024.'],
    ['DATE_TIME', 'le 3 février 2024'],
    ['DATE_TIME', 'log of 2024-05-06'],
    ['USERNAME', 'ask @jane_doe'],
  ])('%s is there and does not count: %s', (type, text) => {
    expect(score(type, text)).toBeGreaterThanOrEqual(0.35)
    expect(score(type, text)).toBeLessThan(0.5)
  })
})

describe('a machine-readable zone', () => {
  const second = 'L898902C36UTO7408122F1204159ZE184226B<<<<<10'
  test('is sure when its fields check, and less with each that does not', () => {
    const scores = [second, second.replace('36UTO', '37UTO'), second.replace('36UTO', '37UTO').replace('2F', '3F')].map(
      (line) => score('PASSPORT_MRZ', `${MRZ}\n${line}`),
    )
    expect(scores).toEqual([1, 0.85, 0.5])
  })
  test.each([
    ['of a visa', `V<UTOEXAMPLE<<JANE${'<'.repeat(18)}\nL898902C36UTO7408122F1204159<<<<<<<8`],
    [
      'of a card',
      `I<UTOD231458907${'<'.repeat(15)}\n7408122F1204159UTO${'<'.repeat(11)}6\nEXAMPLE<<JANE${'<'.repeat(17)}`,
    ],
  ])('%s', (_, zone) => expect(score('PASSPORT_MRZ', `scan:\n${zone}\nend`)).toBe(1))
  test('is not made of shifts', () =>
    expect(look('a << 2; b <<= 3; cout << x << y').map(({ type }) => type)).toEqual([]))
})

/** Numbers of ordinary texts, near words that labels are made of. */
test.each([
  'The card game needs 52 cards, the policy paper has 123 pages and the member states number 27.',
  'Post 12345 on the forum got 4321 likes; the reg file is at line 1234567.',
  'Plate 4711 in figure 12, see registration of images 2019.',
  'The company numbered 120000 people; its capital was 12345678.',
  'INSERT INTO files VALUES (123456789, 987654321, 555666777);',
  'sha1 da39a3ee5e6b4b0d3255bfef95601890afd80709, etag 5d41402abc4b2a76b9719d911017c592',
  'ISBN 9783161484100, EAN 4006381333931, order no 81234567890',
  '20240315103045 and 1710498645123 and 1710498645',
  'Release 2024.11.3 build 20241103, tag v1.2.3, port 8443, pid 31337',
])('%s raises nothing', (text) => expect(seen(text)).toEqual([]))

describe('a word before a number is no country', () => {
  const account = madeIban('NO', '12345678901').slice(2)
  test.each(['no', 'No'])('%s', (word) => expect(score('IBAN_CODE', `It is ${word} ${account}.`)).toBe(0))
  test('unless the label or the print says so', () =>
    expect([score('IBAN_CODE', `IBAN: no ${account}`), score('IBAN_CODE', `It is NO${account}.`)]).toEqual([1, 0.95]))
})

test.each([
  ['00441632960123', 0],
  ['00491712345678', 0.6],
])('%s in one piece is a telephone if it can exist', (number, expected) =>
  expect(score('PHONE_NUMBER', `It says ${number} there.`)).toBe(expected),
)

describe('a list that goes up is no card', () => {
  test.each(['53 54 55 56 57 58 59 60 61 62', '4 5 6 7 8 9 10 11 12 13 14 15 16 17'])('%s', (list) =>
    expect(score('CREDIT_CARD', `It has ${list} and more.`)).toBe(0),
  )
  test('and a card with spaces everywhere is one', () =>
    expect(score('CREDIT_CARD', `It is ${[...CARD].join(' ')}.`)).toBeGreaterThanOrEqual(0.5))
})
