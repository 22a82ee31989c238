import { describe, expect, test } from '@jest/globals'
import { CHECKED, LABELLED, SECRETS, WALLETS, WRONG_WALLETS } from './examples.ts'
import { look, score, seen } from './look.ts'
import { oneDigitOff } from './made-up.ts'

const cases = CHECKED.map((example) => ({ ...example, name: `${example.type} (${example.label})` }))

describe('identifiers with a check', () => {
  test.each(cases)('$name is found after its label, and is sure', ({ type, label, value }) => {
    const text = `For the file: ${label}: ${value}, thank you.`
    const found = look(text).find((finding) => finding.type === type)
    expect(found?.score).toBeGreaterThanOrEqual(0.95)
    expect(text.slice(found?.start, found?.end)).toBe(value)
  })

  test.each(cases)('$name with one digit changed is not', ({ type, label, value }) => {
    const count = value.replace(/\D/g, '').length
    const fooled = Array.from({ length: count }, (_, i) => oneDigitOff(value, i)).filter(
      (wrong) => score(type, `For the file: ${label}: ${wrong}, thank you.`) >= 0.5,
    )
    // Checks modulo 10 with a wrong weight, and two-way readings, may let a digit or two through; none lets most through.
    expect(fooled.length).toBeLessThanOrEqual(count / 3)
  })

  test.each(cases)('$name weighs no more after the label of something else', ({ type, value }) => {
    expect(score(type, `Order number: ${value}`)).toBeLessThanOrEqual(score(type, `Here you are: ${value}.`))
  })
})

describe('identifiers by their label', () => {
  test.each(LABELLED.map((example) => ({ ...example, name: `${example.type} (${example.label})` })))(
    '$name is found after its label',
    ({ type, label, value }) => {
      const text = `For the file: ${label}: ${value}, thank you.`
      expect(seen(text)).toContain(`${type} ${value}`)
    },
  )

  test.each(LABELLED.map((example) => ({ ...example, name: `${example.type} (${example.label})` })))(
    '$name is found under a JSON key',
    ({ type, label, value }) => {
      expect(seen(JSON.stringify({ [label]: value }))).toContain(`${type} ${value}`)
    },
  )
})

describe('secrets', () => {
  test.each(SECRETS.map((secret, i) => ({ ...secret, name: `${secret.family} ${String(i)}` })))(
    '$name is found',
    ({ family, value }) => {
      const found = look(`Here it is:\n${value}\nDo not share it.`).filter(({ type }) => type === 'SECRET')
      expect(found.map(({ detector }) => detector)).toContain(family)
      expect(Math.max(...found.map(({ score }) => score))).toBeGreaterThanOrEqual(0.65)
    },
  )
})

describe('wallets', () => {
  test.each(WALLETS)('%s is found', (address) =>
    expect(score('CRYPTO', `pay to ${address}`)).toBeGreaterThanOrEqual(0.9),
  )
  test.each(WRONG_WALLETS)('%s is not, as its check is wrong', (address) =>
    expect(score('CRYPTO', `this string: ${address}`)).toBeLessThan(0.5),
  )
})

describe('context', () => {
  const bare = '536228726'
  test.each([
    { name: 'no word', text: `It says ${bare} there.`, least: 0, most: 0.34 },
    {
      name: 'a word nearby',
      text: `About my social security, as asked: it says ${bare} there.`,
      least: 0.5,
      most: 0.7,
    },
    { name: 'a label', text: `SSN: ${bare}`, least: 0.75, most: 1 },
    { name: 'a label after', text: `${bare} is my SSN`, least: 0.5, most: 1 },
    { name: 'the label of the value after it', text: `${bare}, SSN: none`, least: 0, most: 0.34 },
    {
      name: 'the label of the value before it',
      text: `SSN 536-22-8727 and my shoe box holds ${bare}`,
      least: 0,
      most: 0.34,
    },
    { name: 'the label of an order', text: `Order number: ${bare}`, least: 0, most: 0.34 },
  ])('$name weighs as it should', ({ text, least, most }) => {
    const found = look(text).find(({ type, start, end }) => type === 'US_SSN' && text.slice(start, end) === bare)
    expect(found?.score ?? 0).toBeGreaterThanOrEqual(least)
    expect(found?.score ?? 0).toBeLessThanOrEqual(most)
  })

  test('the name of a column counts for every cell below it, however far', () => {
    const rows = Array.from({ length: 40 }, (_, i) => `Row${String.fromCharCode(65 + (i % 26))}`)
    const number = (i: number) => `5362287${String(10 + i)}`
    const csv = `who,ssn,amount\n${rows.map((who, i) => `${who},${number(i)},200`).join('\n')}\n`
    const table = `| who | SSN | amount |\n|---|---|---|\n${rows.map((who, i) => `| ${who} | ${number(i)} | 1 |`).join('\n')}\n`
    for (const text of [csv, table])
      expect(look(text).filter(({ type, score }) => type === 'US_SSN' && score >= 0.8)).toHaveLength(rows.length)
    const other = csv.replace('ssn', 'steps')
    expect(look(other).filter(({ type }) => type === 'US_SSN')).toEqual([])
  })

  test('the label of something else lowers what would stand alone', () => {
    const card = '4532015112830366'
    expect(score('CREDIT_CARD', `It is ${card}.`)).toBeGreaterThanOrEqual(0.85)
    expect(score('CREDIT_CARD', `Order number: ${card}`)).toBeLessThan(0.5)
    expect(score('US_SSN', 'It is 536-22-8726.')).toBeGreaterThanOrEqual(0.5)
    expect(score('US_SSN', 'Part number: 536-22-8726')).toBeLessThan(0.5)
  })

  test('the key path of a segment counts', () => {
    const at = (path: string) => score('US_SSN', { path, role: 'assistant', kind: 'value', text: bare })
    expect(at('/tools/0/person/ssn')).toBeGreaterThanOrEqual(0.7)
    expect(at('/tools/0/person/socialSecurity')).toBeGreaterThanOrEqual(0.7)
    expect(at('/tools/0/person/height')).toBe(0)
  })
})

describe('what was never issued', () => {
  test.each(['000-22-8726', '666-22-8726', '987-65-4321', '536-00-8726', '536-22-0000', '999-99-9999', '111111111'])(
    '%s is no social security number, even after its label',
    (number) => expect(score('US_SSN', `SSN: ${number}`)).toBeLessThan(0.5),
  )

  test.each(['0000 0000 0000 0000', '9999 9999 9999 9995', '1234567890123452'])('%s is no card', (number) =>
    expect(score('CREDIT_CARD', `It says ${number} there.`)).toBeLessThan(0.5),
  )

  test('a key that goes on is another thing', () => {
    const key = `AK${'IA'}Q2W3E4R5T6Y7ABCD`
    expect(score('SECRET', `It is ${key} so`)).toBeGreaterThanOrEqual(0.9)
    expect([`It is ${key}E so`, `It is ${key}é so`, `It is x${key} so`].map((text) => score('SECRET', text))).toEqual([
      0, 0, 0,
    ])
  })

  test.each([
    'password: "changeme"',
    'passwd="placeholder"',
    'pwd: "xxxxxxxx"',
    "password = '<secret>'",
    'password: "${PASSWORD}"',
  ])('%s stands for a password', (text) => expect(score('SECRET', text)).toBeLessThan(0.5))
})
