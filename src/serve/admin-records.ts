import type { Express, Request, Response } from 'express'
import type { JsonObject } from '../terms/json.ts'
import { Problem, toProblem } from '../terms/problem.ts'
import { toAnswer } from './answers.ts'
import { newRequestId } from './request-id.ts'

/** Somebody wants to read records. */
export type ReadAsked = {
  readonly id: string
  readonly receivedAt: number
  readonly ip: string | null
  readonly rawHeaders: readonly string[]
  readonly what: 'records' | 'record' | 'aggregates'
  /** For one record: the request's id, as it was asked for. */
  readonly request: string | null
  readonly query: ReadonlyMap<string, string>
}

export type ReadRecords = (asked: ReadAsked) => Promise<JsonObject>

/** The paths under which records are read: all errors have OpenAI's shape, and nobody keeps an answer in between. */
export function recordRoutes(app: Express, read: ReadRecords, now: () => number): void {
  const serve = (what: ReadAsked['what']) => async (req: Request, res: Response) => {
    const receivedAt = now()
    const id = newRequestId(receivedAt)
    res.set({ 'cache-control': 'no-store', 'x-request-id': id })
    try {
      const { request = null } = req.params as Readonly<Record<string, string | undefined>>
      const ip = req.socket.remoteAddress ?? null
      const asked = { id, receivedAt, ip, rawHeaders: req.rawHeaders, what, request, query: toQuery(req.url) }
      res.json(await read(asked))
    } catch (thrown) {
      const { status, headers, body } = toAnswer(toProblem(thrown), null, id)
      res.status(status).set(headers).json(body)
    }
  }
  app.get('/admin/records', serve('records'))
  app.get('/admin/records/:request', serve('record'))
  app.get('/admin/aggregates', serve('aggregates'))
}

const MOST_QUERY = 4096

/** A parameter that stands there twice is refused: one of the two would be read and the other not. */
function toQuery(url: string): ReadonlyMap<string, string> {
  const text = url.split('?').slice(1).join('?')
  const pairs = text.length > MOST_QUERY ? [] : [...new URLSearchParams(text)]
  const query = new Map(pairs)
  if (text.length > MOST_QUERY || query.size !== pairs.length)
    throw new Problem('invalid_request', 'a bad query', {
      says: 'A parameter stands there twice, or they are too long.',
    })
  return query
}
