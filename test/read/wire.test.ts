import { describe, expect, test } from '@jest/globals'
import { testWireCases, wireCases } from './wire-cases.ts'

describe('a Messages request', () => {
  test('has at least ninety wire cases', () => expect(wireCases('messages').length).toBeGreaterThan(90))
  testWireCases('messages', 'messages', true)
})

describe('a request to count tokens', () => testWireCases('count_tokens', 'count-tokens', true))
describe('a completion request', () => testWireCases('completions', 'completions', false))
describe('an embeddings request', () => testWireCases('embeddings', 'embeddings', true))
