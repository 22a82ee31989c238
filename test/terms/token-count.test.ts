import { expect, test } from '@jest/globals'
import { tokensIn } from '../../src/terms/token-count.ts'

/** Texts, and what widely used tokenizers make of them, roughly: the count is to hold on both sides. */
test.each([
  { name: 'nothing', text: '', real: 0 },
  { name: 'English', text: 'The quick brown fox jumps over the lazy dog. '.repeat(20), real: 200 },
  { name: 'German', text: 'Die Versicherungsnummer steht auf dem Sozialversicherungsausweis. '.repeat(20), real: 340 },
  { name: 'code', text: "const answer = await fetchJson(new URL('/v1', base), { retry: 3 })\n".repeat(20), real: 440 },
  { name: 'digits, one token each', text: '0123456789'.repeat(20), real: 200 },
  { name: 'Chinese', text: '今天天气很好我们去公园散步'.repeat(20), real: 260 },
  { name: 'Russian', text: 'Сегодня хорошая погода '.repeat(20), real: 160 },
  { name: 'emoji', text: '🙂🚀'.repeat(20), real: 120 },
])('the tokens of $name are between the two', ({ text, real }) => {
  const { least, most } = tokensIn([text])
  expect(least).toBeLessThanOrEqual(real)
  expect(most).toBeGreaterThanOrEqual(real)
})

test('texts are counted together, each with something around it, and prose not far too high', () => {
  const prose = 'Please write a short letter to our landlord about the broken heating in the hall. '.repeat(50)
  const [one, two] = [tokensIn([prose]), tokensIn([prose, prose])]
  expect(two.most).toBe(one.most * 2)
  expect(tokensIn(['', '', '']).most).toBeGreaterThan(0)
  expect(one.most).toBeLessThan(50 * 16 * 2.5)
})
