import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { readRequest } from '../../src/read/read-request.ts'
import type { JsonObject, JsonValue } from '../../src/terms/json.ts'
import { Problem } from '../../src/terms/problem.ts'
import type { Api, Prompt } from '../../src/terms/prompt.ts'
import { CANARY, isSeen, planted } from './planting.ts'
import { problemOf } from './problem-of.ts'

type Seen = {
  readonly segments: readonly string[]
  readonly unread: readonly string[]
  readonly lan: JsonObject
  readonly cloud: JsonObject
  readonly sessions: readonly string[]
  readonly turns: Prompt['conversation']['turns']
} & Pick<Prompt, 'model' | 'stream' | 'wantsUsage' | 'tools' | 'provider' | 'user' | 'stripped' | 'betas'>

type Expected = { readonly error?: { readonly param: string | null; readonly reason: string } } & Partial<Seen>

/**
 * One request of a caller, and everything that must be read from it. What a case does not say has its usual value: nothing is
 * unread or stripped, and the body is sent as it is, without what Cordon sets itself. Only `segments` and `turns` may be left open.
 */
export type WireCase = {
  readonly name: string
  readonly source: string
  /** Names and values in turn. */
  readonly headers?: readonly string[]
  readonly body: JsonObject
  readonly expect: Expected
}

export const wireCases = (folder: string): readonly WireCase[] =>
  readdirSync(join('test/wire', folder)).map(
    (file) => JSON.parse(readFileSync(join('test/wire', folder, file), 'utf8')) as WireCase,
  )

const OURS = ['model', 'stream', 'stream_options', 'user', 'provider', 'metadata']
const asSent = (body: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(body).filter(([field]) => !OURS.includes(field)))

function seen(prompt: Prompt): Seen {
  const { segments, unread, body, stripped, betas, model, stream, wantsUsage, tools, provider, user } = prompt
  return {
    segments: segments.map(({ role, kind, path }) => `${role} ${kind} ${path}`),
    unread: unread.map(({ kind, path }) => `${kind} ${path}`),
    lan: body.lan,
    cloud: body.cloud,
    ...prompt.conversation,
    ...{ stripped, betas, model, stream, wantsUsage, tools, provider, user },
  }
}

function expected({ body, expect: given }: WireCase, wantsUsage: boolean): Partial<Seen> {
  const nothing = { unread: [], stripped: [], betas: [], sessions: [], stream: false, tools: false }
  const lan = given.lan ?? asSent(body)
  return { ...nothing, wantsUsage, provider: null, user: null, model: String(body['model']), lan, cloud: lan, ...given }
}

/** One test for each case of a folder. `wantsUsage`: what a request of this API is taken to want when it does not say. */
export function testWireCases(api: Api, folder: string, wantsUsage: boolean): void {
  const cases = wireCases(folder)
  const read = ({ body, headers }: WireCase) =>
    readRequest(api, new TextEncoder().encode(JSON.stringify(body)), { rawHeaders: headers ?? [] })

  test.each(cases.filter((one) => one.expect.error === undefined))('$name', (one) => {
    const is = seen(read(one))
    expect(is).toEqual({ ...is, ...expected(one, wantsUsage) })
  })

  test.each(cases.filter((one) => one.expect.error !== undefined))('$name', (one) => {
    const { code, param, reason, says } = problemOf(() => read(one))
    expect({ code, param, reason }).toEqual({ code: 'invalid_request', ...one.expect.error })
    expect(says).toContain(param ?? 'e')
    expect(says).not.toMatch(/Maria|Schneider|536-22/)
  })
}

/** For each accepted case of a folder, and everything in it that can be changed: the canary is seen, or the request refused. */
export function testPlanting(api: Api, folder: string): void {
  const read = (body: JsonValue) => {
    try {
      return readRequest(api, new TextEncoder().encode(JSON.stringify(body)))
    } catch (thrown) {
      if (thrown instanceof Problem) return thrown
      throw thrown
    }
  }
  const bodies = wireCases(folder).filter((one) => one.expect.error === undefined)

  test('is seen, or refused without a word of it, wherever something is planted', () => {
    let accepted = 0
    for (const changed of bodies.flatMap(({ body }) => planted(body))) {
      const prompt = read(changed)
      if (prompt instanceof Problem) {
        expect(`${prompt.says} ${prompt.param} ${prompt.message}`).not.toContain(CANARY)
        continue
      }
      accepted++
      if (!isSeen(prompt)) throw new Error(`unseen in ${JSON.stringify(changed)}`)
    }
    expect(accepted).toBeGreaterThan(bodies.length)
  })

  test('reads again as itself in what is sent, with nothing left to strip and nothing for the LAN alone', () => {
    for (const { body } of bodies) {
      const { lan, cloud } = readRequest(api, new TextEncoder().encode(JSON.stringify(body))).body
      const again = read({ model: 'm', ...cloud })
      expect(again).toMatchObject({ body: { lan: cloud, cloud }, stripped: [] })
      expect(read({ model: 'm', ...lan })).toMatchObject({ body: { lan, cloud }, stripped: [] })
    }
  })
}
