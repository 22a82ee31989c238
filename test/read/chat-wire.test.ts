import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { readRequest } from '../../src/read/read-request.ts'
import type { JsonObject } from '../../src/terms/json.ts'
import type { Prompt } from '../../src/terms/prompt.ts'
import { problemOf } from './problem-of.ts'

type Expected = {
  readonly error?: { readonly param: string | null; readonly reason: string }
  readonly segments?: readonly string[]
  readonly unread?: readonly string[]
  readonly lan?: JsonObject
  readonly cloud?: JsonObject
  readonly stripped?: readonly string[]
} & Partial<Pick<Prompt, 'model' | 'stream' | 'wantsUsage' | 'tools' | 'provider' | 'user'>>

/** One request of a caller, and everything that must be read from it. `raw` is the text of a body that JSON cannot hold. */
type WireCase = { readonly name: string; readonly body?: JsonObject; readonly raw?: string; readonly expect: Expected }

const FOLDER = 'test/wire/chat-completions'
const cases = readdirSync(FOLDER).map(
  (file): WireCase => JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as WireCase,
)

const bytesOf = ({ body, raw }: WireCase) => new TextEncoder().encode(raw ?? JSON.stringify(body))

/** What there is to compare, in the words of a wire case. */
function seen(prompt: Prompt): Required<Omit<Expected, 'error'>> {
  const { segments, unread, body, stripped, model, stream, wantsUsage, tools, provider, user } = prompt
  return {
    segments: segments.map(({ role, kind, path }) => `${role} ${kind} ${path}`),
    unread: unread.map(({ kind, path }) => `${kind} ${path}`),
    lan: body.lan,
    cloud: body.cloud,
    stripped,
    ...{ model, stream, wantsUsage, tools, provider, user },
  }
}

describe('a chat completion request', () => {
  test('has at least a hundred wire cases', () => expect(cases.length).toBeGreaterThan(100))

  test.each(cases.filter((one) => one.expect.error === undefined))('$name', (one) => {
    const defaults = {
      unread: [],
      stripped: [],
      stream: false,
      wantsUsage: false,
      tools: false,
      provider: null,
      user: null,
    }
    const expected = { ...defaults, model: 'openai/gpt-4o', cloud: one.expect.lan, ...one.expect }
    expect(seen(readRequest('chat_completions', bytesOf(one)))).toEqual(expected)
  })

  test.each(cases.filter((one) => one.expect.error !== undefined))('$name', (one) => {
    const { code, param, reason, says } = problemOf(() => readRequest('chat_completions', bytesOf(one)))
    expect({ code, param, reason }).toEqual({ code: 'invalid_request', ...one.expect.error })
    expect(says).toContain(param ?? 'e')
    expect(says).not.toMatch(/Maria|Schneider|536-22|hologram|oracle/)
  })
})
