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

  test('the name of a column counts for every cell below it', () => {
    const csv = 'who,ssn,amount\nA,536228726,200\nB,536228727,300\n'
    const table = '| who | SSN | amount |\n|---|---|---|\n| A | 536228726 | 1 |\n| B | 536228727 | 2 |\n'
    for (const text of [csv, table]) expect(seen(text)).toEqual(['US_SSN 536228726', 'US_SSN 536228727'])
  })

  test('the key path of a segment counts', () => {
    const at = (path: string) => score('US_SSN', { path, role: 'assistant', kind: 'value', text: bare })
    expect(at('/tools/0/person/ssn')).toBeGreaterThanOrEqual(0.7)
    expect(at('/tools/0/person/socialSecurity')).toBeGreaterThanOrEqual(0.7)
    expect(at('/tools/0/person/height')).toBe(0)
  })
})
