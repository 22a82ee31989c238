import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { yamlTokens } from '../../src/console/lib/yaml-tokens.ts'

const said = (line: string) =>
  (yamlTokens(line)[0] ?? []).filter(({ text }) => text.trim() !== '').map(({ kind, text }) => `${kind} ${text.trim()}`)

describe('the colours of a policy', () => {
  test.each([
    ['policy: acme # ours', ['key policy', 'mark :', 'text acme', 'comment # ours']],
    ['version: "2026.11: # 1"', ['key version', 'mark :', 'text "2026.11: # 1"']],
    ['  US_SSN: { sure: 0.6, level: restricted }', ['key US_SSN', 'mark :', 'mark {', 'key sure', 'mark :', 'number 0.6', 'mark ,', 'key level', 'mark :', 'text restricted', 'mark }']], // prettier-ignore
    ['  - { id: a, deny: [eu, us], shadow: true }', ['mark -', 'mark {', 'key id', 'mark :', 'text a', 'mark ,', 'key deny', 'mark :', 'mark [', 'text eu', 'mark ,', 'text us', 'mark ]', 'mark ,', 'key shadow', 'mark :', 'word true', 'mark }']], // prettier-ignore
    ['because: works council agreement 2026-04', ['key because', 'mark :', 'text works council agreement 2026-04']],
    ['  { 1: internal, 10: confidential }', ['mark {', 'key 1', 'mark :', 'text internal', 'mark ,', 'key 10', 'mark :', 'text confidential', 'mark }']], // prettier-ignore
    ['caller.role: [employee]', ['key caller.role', 'mark :', 'mark [', 'text employee', 'mark ]']],
    ['url: http://a#b', ['key url', 'mark :', 'text http://a#b']],
  ])('%s', (line, tokens) => {
    expect(said(line)).toEqual(tokens)
  })

  test('a block of text is text until it ends', () => {
    const kinds = yamlTokens('prompt: |\n  key: value\n\n  # no comment\nexpect: 1').map((line) =>
      line.map(({ kind }) => kind).filter((kind) => kind !== 'plain'),
    )
    expect(kinds).toEqual([['key', 'mark', 'mark'], ['text'], [], ['text'], ['key', 'mark', 'number']])
  })

  test('nothing is left out, whatever stands there', () => {
    const texts = fc.oneof(fc.string({ unit: 'binary' }), fc.array(fc.constantFrom(...'a: #,[]{}"\'\n-|>1\\&\t'), { maxLength: 60 }).map((parts) => parts.join(''))) // prettier-ignore
    fc.assert(
      fc.property(texts, (text) => {
        const lines = yamlTokens(text).map((tokens) => tokens.map((token) => token.text).join(''))
        expect(lines).toEqual(text.split(/\r?\n/))
      }),
    )
  })

  test('the policy that Cordon ships with has keys, texts and comments', () => {
    const kinds = new Set(yamlTokens(readFileSync('policies/default.yaml', 'utf8')).flatMap((line) => line.map(({ kind }) => kind))) // prettier-ignore
    expect([...kinds].sort()).toEqual(['comment', 'key', 'mark', 'number', 'plain', 'text', 'word'])
  })
})
