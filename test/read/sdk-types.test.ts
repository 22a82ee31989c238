import { resolve } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { readRequest } from '../../src/read/read-request.ts'
import { isJsonObject } from '../../src/terms/json.ts'
import type { JsonObject, JsonValue } from '../../src/terms/json.ts'
import { Problem } from '../../src/terms/problem.ts'
import type { Api } from '../../src/terms/prompt.ts'
import { declared, samplesOf } from './samples-of-type.ts'

/* The official SDKs' own types, walked to the last field: what they can send is known here, whether it is accepted or refused. */

const OPENAI = 'node_modules/openai/resources'
const ANTHROPIC = 'node_modules/@anthropic-ai/sdk/resources'
const PARAMS: readonly (readonly [Api, string, string])[] = [
  ['chat_completions', `${OPENAI}/chat/completions/completions.d.ts`, 'ChatCompletionCreateParamsBase'],
  ['completions', `${OPENAI}/completions.d.ts`, 'CompletionCreateParamsBase'],
  ['embeddings', `${OPENAI}/embeddings.d.ts`, 'EmbeddingCreateParams'],
  ['responses', `${OPENAI}/responses/responses.d.ts`, 'ResponseCreateParamsBase'],
  ['messages', `${ANTHROPIC}/messages/messages.d.ts`, 'MessageCreateParamsBase'],
  ['messages', `${ANTHROPIC}/beta/messages/messages.d.ts`, 'MessageCreateParamsBase'],
  ['count_tokens', `${ANTHROPIC}/beta/messages/messages.d.ts`, 'MessageCountTokensParams'],
]
/** The SDK writes them into a header. */
const NO_FIELDS = ['betas']

const program = declared(PARAMS.map(([, file]) => resolve(file)))

/** Responses leaves it to the server to say that there is no input; here it is required. */
const MISSING: Partial<Record<Api, JsonObject>> = { responses: { input: 'x' } }

function unknownIn(api: Api, sample: JsonValue): string | null {
  const body = { ...MISSING[api], ...(isJsonObject(sample) ? sample : {}), model: 'm' }
  try {
    readRequest(api, new TextEncoder().encode(JSON.stringify(body)))
  } catch (thrown) {
    if (!(thrown instanceof Problem)) throw thrown
    if (thrown.reason === 'field_unknown') return String(thrown.param).replace(/\[\d+\]/g, '[]')
  }
  return null
}

describe.each(PARAMS)('%s of %s', (api, file, name) => {
  const samples = samplesOf(program, resolve(file), name)

  test('has no field that is unknown here', () => {
    expect(samples.length).toBeGreaterThan(10)
    const unknown = samples.flatMap((sample) => unknownIn(api, sample) ?? [])
    expect([...new Set(unknown)].filter((field) => !NO_FIELDS.includes(field))).toEqual([])
  })
})
