import { isJsonObject } from '../terms/json.ts'
import type { JsonObject, JsonValue } from '../terms/json.ts'
import type { Prompt, Unread } from '../terms/prompt.ts'
import type { ApiTable } from './api-table.ts'
import { betasIn } from './betas.ts'
import { objectOf, textOf } from './look.ts'
import { checkModelName } from './model-name.ts'
import type { Limits } from './limits.ts'
import { pointerOf } from './place.ts'
import { refuse } from './refuse.ts'
import { textsOf } from './segments.ts'
import { sessionsIn } from './sessions.ts'
import type { Notes } from './shape.ts'
import { without } from './without.ts'

/** A body as it came, and what goes with it. */
export type Received = {
  readonly body: JsonValue
  /** Bytes. */
  readonly bytes: number
  /** Names and values in turn, as node gives them. */
  readonly rawHeaders: readonly string[]
}

export type Reading = {
  readonly limits: Limits
  /** An unknown field is stripped and recorded, not refused. */
  readonly lenient: boolean
}

/**
 * A request, from parsed JSON and its API's table. Throws `invalid_request` naming the field when one is unknown, refused
 * or of the wrong type.
 */
export function readBody(table: ApiTable, { body, bytes, rawHeaders }: Received, { limits, lenient }: Reading): Prompt {
  const notes: Notes = { unread: [], drops: [], stripped: new Set(), lenient }
  if (!isJsonObject(body) || !table.request.fits(body, null, notes)) {
    throw refuse(null, 'The body must be an object.', 'field_type')
  }
  const model = textOf(body['model'])
  checkModelName(model)
  table.check(body)
  const betas = betasIn(rawHeaders)
  const texts = textsOf(table, body, notes.unread, limits)
  return {
    api: table.api,
    model,
    stream: body['stream'] === true,
    wantsUsage: table.wantsUsage(body),
    tools: table.offersTools(body),
    bytes,
    segments: texts.segments,
    unread: [...notes.unread.map(toUnread), ...texts.unread],
    body: bodyOf(body, notes),
    provider: providerOf(body['provider']),
    user: table.userOf(body),
    stripped: [...notes.stripped, ...betas.dropped],
    betas: betas.known,
    conversation: {
      sessions: [...new Set([...table.sessionsOf(body), ...sessionsIn(rawHeaders)])],
      turns: table.turnsOf(body),
    },
  }
}

function toUnread({ at, kind }: Notes['unread'][number]): Unread {
  const path = pointerOf(at)
  const value = kind === 'encrypted' ? (at.inside as Readonly<Record<string, JsonValue>>)[at.key] : undefined
  return typeof value === 'string' ? { path, kind, sealed: value } : { path, kind }
}

function bodyOf(body: JsonObject, { drops }: Notes): Prompt['body'] {
  const lan = drops.filter(({ from }) => from === 'any')
  return { lan: without(body, lan), cloud: lan.length === drops.length ? without(body, lan) : without(body, drops) }
}

/** The caller's wishes without those it left open: `null` is no wish. */
function providerOf(value: JsonValue | undefined): JsonObject | null {
  const provider = objectOf(value)
  if (provider === null) return null
  return Object.fromEntries(Object.entries(provider).filter(([, wish]) => wish !== null))
}
