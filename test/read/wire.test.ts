import { describe, expect, test } from '@jest/globals'
import { testPlanting, testWireCases, wireCases } from './wire-cases.ts'

describe('a Messages request', () => {
  test('has at least ninety wire cases', () => expect(wireCases('messages').length).toBeGreaterThan(90))
  testWireCases('messages', 'messages', true)
  testPlanting('messages', 'messages')
})

describe('a request to count tokens', () => {
  testWireCases('count_tokens', 'count-tokens', true)
  testPlanting('count_tokens', 'count-tokens')
})

describe('a completion request', () => {
  testWireCases('completions', 'completions', false)
  testPlanting('completions', 'completions')
})

describe('an embeddings request', () => {
  testWireCases('embeddings', 'embeddings', true)
  testPlanting('embeddings', 'embeddings')
})
