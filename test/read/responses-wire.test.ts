import { describe, expect, test } from '@jest/globals'
import { testPlanting, testWireCases, wireCases } from './wire-cases.ts'

describe('a Responses request', () => {
  test('has at least a hundred wire cases', () => expect(wireCases('responses').length).toBeGreaterThan(100))
  testWireCases('responses', 'responses', true)
  testPlanting('responses', 'responses')
})
