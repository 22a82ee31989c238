import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { compile } from '../../src/decide/compile.ts'
import { decide } from '../../src/decide/decide.ts'
import { createDetect } from '../../src/detect/detect.ts'
import { DETECTORS } from '../../src/detect/detectors.ts'
import { ENTITY_TYPES } from '../../src/detect/entity-types.ts'
import { loadPolicy } from '../../src/policy/load-policy.ts'
import { readRequest } from '../../src/read/read-request.ts'
import type { Caller } from '../../src/terms/caller.ts'
import type { JsonObject } from '../../src/terms/json.ts'
import { topOf } from '../../src/terms/level.ts'
import { Problem } from '../../src/terms/problem.ts'
import type { Api, Prompt } from '../../src/terms/prompt.ts'
import { ROWS as CHAT } from './planted-rows/chat.ts'
import { ROWS as MESSAGES } from './planted-rows/messages.ts'
import { ROWS as OTHER } from './planted-rows/other.ts'
import { ROWS as RESPONSES } from './planted-rows/responses.ts'

/*
 * One place of one API in which a prompt's text can stand, with a social security number in it. The shipped policy must put the request
 * on the top level, or the reader must refuse it by naming a field. What does not pin without the number is pinned by it.
 */

type Row = { readonly name: string; readonly api: Api; readonly body: JsonObject }

const SSN = '536-22-8726'
const file = 'policies/default.yaml'
const { policy } = loadPolicy({ text: readFileSync(file, 'utf8'), file, entities: ENTITY_TYPES })
const compiled = compile(policy)
const detect = createDetect({ detectors: DETECTORS, now: () => 0 })
const caller: Caller = {
  ...{ issuer: 'https://idp.example', subject: 'maria', client: null, tokenId: null, tokenKey: 'JWT/ES256/k' },
  ...{ attributes: { role: ['employee'] }, raises: [], otherAudiences: [], expires: 0 },
}

type Outcome =
  { readonly refused: Problem } | { readonly prompt: Prompt; readonly level: string; readonly zones: string }

function outcomeOf(api: Api, json: string): Outcome {
  let prompt: Prompt
  try {
    prompt = readRequest(api, new TextEncoder().encode(json))
  } catch (thrown) {
    if (thrown instanceof Problem) return { refused: thrown }
    throw thrown
  }
  const { level, permitted } = decide(compiled, { caller, prompt, detection: detect(prompt), raises: [], at: 0 })
  return { prompt, level, zones: [...new Set(permitted.map(({ zone }) => zone))].join(' ') }
}

const base64 = (text: string) => Buffer.from(text).toString('base64')

/** The same request without the number, whole, in two parts or encoded. */
const harmless = (json: string) =>
  json
    .replaceAll(base64(`My SSN is ${SSN}.`), base64('A word.'))
    .replaceAll(SSN, 'word')
    .replaceAll('536228726', '1')
    .replace(/536(?:-?22)?|-?8726/g, 'word')

/** The top-level fields of a body in which the number stands, in whatever form. */
const fieldsOf = (body: JsonObject, plain: JsonObject) =>
  Object.keys({ ...body, ...plain }).filter((key) => JSON.stringify(body[key]) !== JSON.stringify(plain[key]))

function check({ api, body }: Row): void {
  const json = JSON.stringify(body)
  const outcome = outcomeOf(api, json)
  if ('refused' in outcome) {
    const { code, param, says } = outcome.refused
    expect({ code, says }).toEqual({ code: 'invalid_request', says: expect.not.stringContaining(SSN) })
    const changed = fieldsOf(body, JSON.parse(harmless(json)) as JsonObject)
    if (changed.length > 0 && param !== null) expect(changed).toContain(/^\w+/.exec(param)?.[0])
    expect(param !== null || Object.keys(body).some((key) => key.includes(SSN))).toBe(true)
    return
  }
  expect({ level: outcome.level, zones: outcome.zones }).toEqual({ level: topOf(policy.levels), zones: 'lan' })
  const control = outcomeOf(api, harmless(json))
  if ('refused' in control || control.level === topOf(policy.levels)) expect(outcome.prompt.unread).not.toEqual([])
}

/** The sections of the list of places; how many rows each has at least. */
const SECTIONS: readonly (readonly [string, readonly Row[], number])[] = [
  ['chat completions', CHAT, 95],
  ['completions and embeddings', OTHER, 35],
  ['responses', RESPONSES, 110],
  ['messages', MESSAGES, 80],
]

describe.each(SECTIONS)('a number in a place of %s', (_section, rows, least) => {
  test('is planted in every place, once', () => {
    expect(rows.length).toBeGreaterThanOrEqual(least)
    expect(new Set(rows.map(({ api, name }) => `${api} ${name}`)).size).toBe(rows.length)
  })
  test.each(rows)('pins: $api $name', check)
})

describe('the same requests', () => {
  test.each(['chat_completions', 'responses', 'messages', 'completions', 'embeddings'] as const)(
    'of %s would go to the cloud without the number: most of them are pinned by it alone',
    (api) => {
      const rows = [...CHAT, ...OTHER, ...RESPONSES, ...MESSAGES].filter((row) => row.api === api)
      const outcomes = rows.map(({ body }) => outcomeOf(api, harmless(JSON.stringify(body))))
      const cloud = outcomes.filter((one) => 'zones' in one && one.zones.includes('cloud'))
      expect(cloud.length / rows.length).toBeGreaterThan(0.4)
    },
  )
})
