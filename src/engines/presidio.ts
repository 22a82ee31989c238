import { InvalidAnswer } from '../terms/engine.ts'
import type { Engine } from '../terms/engine.ts'
import { isJsonObject } from '../terms/json.ts'
import type { JsonObject, JsonValue } from '../terms/json.ts'
import { fromCodePoints } from './code-points.ts'

/** Sends JSON somewhere that was agreed on, and resolves to what came back. No redirect is followed. */
export type Post = (
  url: URL,
  body: string,
  signal: AbortSignal,
) => Promise<{ readonly status: number; readonly body: Uint8Array }>

export type PresidioParts = {
  readonly name: string
  /** Where the analyzer is, without `/analyze`. */
  readonly url: URL
  /** What language the texts are taken for. */
  readonly language: string
  /** Its entity types, and what each is called here. It is asked for no others. */
  readonly entities: Readonly<Record<string, string>>
  readonly post: Post
}

/** Findings less sure than this are chance. */
const LEAST = 0.35

/**
 * A Microsoft Presidio analyzer, by its REST API: `POST /analyze` with a list of texts, which takes an analyzer of 2025 or later. It counts in
 * code points. What it was not asked for is no answer.
 */
export function presidio({ name, url, language, entities, post }: PresidioParts): Engine {
  const mapped = new Map(Object.entries(entities))
  const address = new URL(`${url.pathname.replace(/\/+$/, '')}/analyze`, url)
  return {
    name,
    types: [...new Set(mapped.values())],
    maxChars: 20_000,
    maxTexts: 64,
    look: async (texts, signal) => {
      const text = texts.map((one) => one.toWellFormed())
      const asked = { text, language, entities: [...mapped.keys()], score_threshold: LEAST }
      const { status, body } = await post(address, JSON.stringify(asked), signal)
      if (status !== 200) throw new Error(`the analyzer answered with status ${String(status)}`)
      return lists(body).map((found, index) => {
        const place = fromCodePoints(text[index] ?? '')
        return found.map((one) => ({
          type: mapped.get(String(one['entity_type'])),
          score: one['score'],
          start: place(one['start']),
          end: place(one['end']),
        }))
      })
    },
  }
}

function lists(body: Uint8Array): readonly (readonly JsonObject[])[] {
  const answer = parse(body)
  if (!Array.isArray(answer)) throw new InvalidAnswer('not a list')
  return answer.map((list: JsonValue) => {
    if (!Array.isArray(list) || !list.every(isJsonObject)) throw new InvalidAnswer('not a list of findings')
    return list as readonly JsonObject[]
  })
}

function parse(body: Uint8Array): JsonValue {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)) as JsonValue
  } catch {
    throw new InvalidAnswer('not JSON') // its message could quote the answer
  }
}
