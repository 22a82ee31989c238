import { describe, expect, test } from '@jest/globals'
import { isProvider } from '../../src/forward/provider-names.ts'
import { Verifier, withoutMetadata } from '../../src/forward/verifier.ts'
import type { JsonObject, JsonValue } from '../../src/terms/json.ts'

describe('a provider as an answer names it', () => {
  test.each([
    ['Amazon Bedrock', 'amazon-bedrock', 'yes'],
    ['amazon-bedrock', 'amazon-bedrock', 'yes'],
    ['Google', 'google-vertex', 'yes'],
    ['Google Vertex', 'google-vertex', 'yes'],
    ['Google AI Studio', 'google-ai-studio', 'yes'],
    ['Google AI Studio', 'google-vertex', 'no'],
    ['Z.AI', 'z-ai', 'yes'],
    ['Moonshot AI', 'moonshotai', 'yes'],
    ['google-vertex/us-east5', 'google-vertex', 'yes'],
    ['google-vertex/us-east5', 'google-vertex/us-east5', 'yes'],
    ['google-vertex/europe', 'google-vertex/us-east5', 'no'],
    ['Google', 'google-vertex/us-east5', 'perhaps'],
    ['deepinfra/turbo', 'deepinfra', 'yes'],
    ['OpenAI', 'azure', 'no'],
    ['OpenAI Compatible', 'openai', 'no'],
    ['', '', 'no'],
    ['', 'openai', 'no'],
    ['…', '!', 'no'],
  ])('%j is what %j stands for: %s', (named, slug, is) => {
    expect(isProvider(named, slug)).toBe(is)
  })
})

const DIRECT = { strategy: 'direct', endpoints: { total: 1, available: [{ provider: 'Acme', selected: true }] } }
const verify = (metadata: JsonValue, provider: JsonObject | null = { only: ['acme'] }) => {
  const verifier = new Verifier(provider)
  verifier.metadata(metadata)
  return verifier.verification
}

describe('metadata', () => {
  test.each<{ name: string; metadata: JsonValue; provider?: JsonObject | null }>([
    { name: 'the selected endpoint', metadata: DIRECT },
    { name: 'no wish at all', metadata: DIRECT, provider: null },
    { name: 'another provider that was only available', metadata: { strategy: 'direct', endpoints: { available: [{ provider: 'Other', selected: false }, { provider: 'Acme', selected: true }] } } }, // prettier-ignore
    {
      name: 'a guardrail',
      metadata: { ...DIRECT, pipeline: [{ type: 'guardrail', name: 'content-filter', data: {} }] },
    },
    { name: 'an empty pipeline', metadata: { ...DIRECT, pipeline: [] } },
    { name: 'a provider that is not ignored', metadata: DIRECT, provider: { ignore: ['other'] } },
  ])('keeps to what was asked with $name', ({ metadata, provider }) => {
    expect(verify(metadata, provider)).toEqual({ verdict: 'kept', breaches: [] })
  })

  test.each<{ name: string; metadata: JsonValue; provider?: JsonObject | null; breaches: readonly string[] }>([
    {
      name: 'another provider',
      metadata: { ...DIRECT, attempts: [{ provider: 'Other', status: 200 }] },
      breaches: ['provider'],
    },
    { name: 'a provider that was tried first and failed', metadata: { ...DIRECT, attempts: [{ provider: 'Other', status: 503 }, { provider: 'Acme', status: 200 }] }, breaches: ['provider'] }, // prettier-ignore
    { name: 'a provider without a name', metadata: { ...DIRECT, attempts: [{ status: 200 }] }, breaches: ['provider'] },
    { name: 'an ignored provider', metadata: DIRECT, provider: { ignore: ['acme'] }, breaches: ['provider'] },
    { name: 'any provider when none is left', metadata: DIRECT, provider: { only: [] }, breaches: ['provider'] },
    { name: 'a router', metadata: { ...DIRECT, strategy: 'auto' }, breaches: ['strategy'] },
    { name: 'a fallback model', metadata: { ...DIRECT, strategy: 'fallback' }, breaches: ['strategy'] },
    { name: 'a strategy that is no word', metadata: { ...DIRECT, strategy: ['direct'] }, breaches: ['strategy'] },
    {
      name: 'web search',
      metadata: { ...DIRECT, pipeline: [{ type: 'plugin', name: 'web-search' }] },
      breaches: ['pipeline'],
    },
    {
      name: 'moderation',
      metadata: { ...DIRECT, pipeline: [{ type: 'guardrail', name: 'moderation' }] },
      breaches: ['pipeline'],
    },
    {
      name: 'a stage of a new kind',
      metadata: { ...DIRECT, pipeline: [{ type: 'guardrail' }, { name: 'x' }] },
      breaches: ['pipeline'],
    },
    { name: 'a pipeline of another form', metadata: { ...DIRECT, pipeline: { web: true } }, breaches: ['pipeline'] },
    { name: 'stages of another form', metadata: { ...DIRECT, pipeline: ['web-search'] }, breaches: ['pipeline'] },
    { name: 'everything at once', metadata: { strategy: 'fusion', attempts: [{ provider: 'X' }], pipeline: [1] }, breaches: ['provider', 'strategy', 'pipeline'] }, // prettier-ignore
    { name: 'a text', metadata: 'direct', breaches: ['strategy'] },
  ])('is a breach with $name', ({ metadata, provider, breaches }) => {
    expect(verify(metadata, provider)).toEqual({ verdict: 'breached', breaches })
  })

  test.each<{ name: string; metadata: JsonValue; provider?: JsonObject | null }>([
    { name: 'nothing', metadata: {} },
    { name: 'no strategy', metadata: { endpoints: DIRECT.endpoints } },
    { name: 'no provider', metadata: { strategy: 'direct' } },
    { name: 'the provider, but not its region', metadata: DIRECT, provider: { only: ['acme/eu'] } },
    { name: 'the provider, but not the variant that is ignored', metadata: DIRECT, provider: { ignore: ['acme/us'] } },
  ])('verifies nothing when it tells $name', ({ metadata, provider }) => {
    expect(verify(metadata, provider)).toEqual({ verdict: 'unverified', breaches: [] })
  })

  test('that follows a breach does not undo it', () => {
    const verifier = new Verifier({ only: ['acme'] })
    verifier.metadata({ ...DIRECT, strategy: 'auto' })
    verifier.metadata(DIRECT)
    expect(verifier.verification).toEqual({ verdict: 'breached', breaches: ['strategy'] })
  })

  test('is taken from the top, and from the answer that an event is about, and nothing else is', () => {
    const answer = {
      openrouter_metadata: 1,
      response: { openrouter_metadata: 2, a: 1 },
      message: { openrouter_metadata: 3 },
      kept: { openrouter_metadata: 4 },
    }
    const { rest, metadata } = withoutMetadata(answer)
    expect(metadata).toEqual([1, 2, 3])
    expect(rest).toEqual({ response: { a: 1 }, message: {}, kept: { openrouter_metadata: 4 } })
    const none = { a: 1 }
    expect(withoutMetadata(none).rest).toBe(none)
  })
})
