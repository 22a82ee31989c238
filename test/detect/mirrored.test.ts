import { describe, expect, test } from '@jest/globals'
import { DETECTORS } from '../../src/detect/detectors.ts'
import { createDetect } from '../../src/detect/detect.ts'
import { asItIs } from '../../src/detect/layer.ts'
import { mirrored } from '../../src/detect/mirrored.ts'
import { seen, segment } from './look.ts'

const backwards = (text: string): string => [...text].reverse().join('')
const turned = (text: string): string =>
  text.replace(/[a-z]/gi, (letter) => String.fromCharCode(letter.charCodeAt(0) + (/[a-m]/i.test(letter) ? 13 : -13)))
const detect = createDetect({ detectors: DETECTORS, now: () => 0 })
const failed = (text: string) => detect({ segments: [segment(text)] }).failed

const PROMPTS = [
  ['US_SSN', 'My SSN is 536-22-8726, please file the form.', '536-22-8726'],
  ['PERSON', 'The patient John Smith was born on 12/03/1980.', 'John Smith'],
  ['DATE_OF_BIRTH', 'The patient John Smith was born on 12/03/1980.', '12/03/1980'],
  ['CREDIT_CARD', 'my card number is 4111 1111 1111 1111', '4111 1111 1111 1111'],
  ['EMAIL_ADDRESS', 'write to john.smith@example.com', 'john.smith@example.com'],
  ['SECRET', 'password: Xk29!fjQ2z', 'Xk29!fjQ2z'],
  ['SECRET', `use ${'AKIA'}IOSFODNN7EXAMPLF here`, `${'AKIA'}IOSFODNN7EXAMPLF`],
] as const

describe.each([
  ['backwards', backwards],
  ['in ROT13', turned],
])('%s', (_, write) => {
  test.each(PROMPTS)('%s in %j is found where it stands', (type, text, value) =>
    expect(seen(write(text))).toContain(`${type} ${write(value)}`),
  )

  test('within base64 as well', () =>
    expect(seen(Buffer.from(write(PROMPTS[0][1])).toString('base64')).join()).toMatch(/^US_SSN/))
})

test.each([
  ['reversed: 6278-22-635', '6278-22-635'],
  ['rückwärts 6278-22-635', '6278-22-635'],
])('%s: what a text says of itself is believed', (text, value) => expect(seen(text)).toContain(`US_SSN ${value}`))

test.each([
  'The committee met again in the autumn to decide how the old harbour should be used.',
  'It was not so on Monday, no? Si, il mio zl.',
  'const [a, b] = rows.filter(({ id }) => id > 2024)',
])('%s is read in one direction only', (text) => expect([...mirrored(asItIs(text))]).toEqual([]))

test('what is some in both directions is not turned to and fro', () =>
  expect(
    failed(`reversed ${backwards('reversed')} rot13 ${turned('rot13')} moc.a@b.pbz the eht gur and dna naq`),
  ).toEqual([]))
