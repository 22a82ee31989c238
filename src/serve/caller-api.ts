import express from 'express'
import type { Express, NextFunction, Request, Response } from 'express'
import type { Log } from '../terms/logger.ts'
import { Problem, toProblem } from '../terms/problem.ts'
import type { Api } from '../terms/prompt.ts'
import { toAnswer } from './answers.ts'
import { apiOfPath } from './apis.ts'
import { readBody } from './body.ts'
import type { BodyBudget } from './body.ts'
import { newRequestId } from './request-id.ts'

/** One request at the edge. `req` and `res` are for the forwarder only. */
export type Arrival = {
  readonly id: string
  readonly api: Api
  readonly receivedAt: number
  readonly ip: string | null
  readonly rawHeaders: readonly string[]
  readonly levels: readonly string[]
  readonly body: () => Promise<Uint8Array>
  readonly req: Request
  readonly res: Response
}

export type CallerApiParts = {
  /** Serves one arrival: answers it through `res`, or throws the Problem to answer with. */
  readonly handle: (arrival: Arrival) => Promise<void>
  /** Records a request that never became an arrival (unknown path, wrong method); throws when it cannot. */
  readonly refuse: (refused: {
    id: string
    api: Api | null
    receivedAt: number
    ip: string | null
    problem: Problem
  }) => Promise<void>
  /** Refuses a media type or content encoding that cannot be read. */
  readonly checkHeaders: (contentType: string | undefined, contentEncoding: string | undefined) => void
  readonly health: () => Health
  readonly budget: BodyBudget
  readonly now: () => number
  readonly log: Log
}

/** What `/healthz` and `/readyz` say. `ready` lists what is missing; empty means ready. */
export type Health = { readonly status: string; readonly missing: readonly string[] }

/** The caller API: which paths there are, ids on every answer, and errors in the shape of the API that was called. */
export function callerApi(parts: CallerApiParts): Express {
  const app = express()
  app.disable('x-powered-by')
  app.disable('etag')
  app.set('query parser', false)
  app.enable('case sensitive routing')
  app.enable('strict routing')

  healthRoutes(app, parts.health)

  app.use((_req: Request, res: Response, next: NextFunction) => {
    const id = newRequestId(parts.now())
    res.locals['id'] = id
    res.setHeader('x-request-id', id)
    res.setHeader('request-id', id)
    next()
  })

  app.post('/v1/chat/completions', async (req: Request, res: Response) => {
    const arrival = arrive(req, res, 'chat_completions', parts)
    try {
      await parts.handle(arrival.arrival)
    } catch (thrown) {
      answer(toProblem(thrown), 'chat_completions', res, parts.log)
    } finally {
      arrival.release()
    }
  })

  // Everything else, for now with one record and an error in the shape of the API whose path it is.
  app.use(async (req: Request, res: Response) => {
    const api = apiOfPath(req.path)
    const known = req.path === '/v1/chat/completions'
    const problem = new Problem(known ? 'method_not_allowed' : 'not_found', 'no such endpoint')
    if (known) res.setHeader('allow', 'POST')
    try {
      await parts.refuse({ id: idOf(res), api, receivedAt: parts.now(), ip: ipOf(req), problem })
      answer(problem, api, res, parts.log)
    } catch (thrown) {
      answer(toProblem(thrown), api, res, parts.log)
    }
  })

  // Express's own errors (a malformed path, say). It needs four parameters to be seen as an error handler.
  app.use((thrown: unknown, req: Request, res: Response, _next: NextFunction) => {
    const status = statusOf(thrown)
    const problem =
      status !== null && status < 500 ? new Problem('invalid_request', 'bad request line') : toProblem(thrown)
    answer(problem, apiOfPath(req.path), res, parts.log)
  })
  return app
}

/** `/healthz`: the process works (always 200 while it answers). `/readyz`: it can serve (503 when not, with what is missing). */
export function healthRoutes(app: Express, health: () => Health): void {
  app.get('/healthz', (_req: Request, res: Response) => {
    res.json({ status: health().status })
  })
  app.get('/readyz', (_req: Request, res: Response) => {
    const { missing } = health()
    res.status(missing.length === 0 ? 200 : 503).json({ ready: missing.length === 0, missing })
  })
}

function arrive(req: Request, res: Response, api: Api, parts: CallerApiParts) {
  let release = () => {}
  const body = async () => {
    parts.checkHeaders(req.headers['content-type'], req.headers['content-encoding'])
    const read = await readBody(req, parts.budget)
    release = read.release
    return read.bytes
  }
  const levels = headerValues(req.rawHeaders, 'x-cordon-level')
  const { rawHeaders } = req
  const arrival: Arrival = {
    id: idOf(res),
    api,
    receivedAt: parts.now(),
    ip: ipOf(req),
    rawHeaders,
    levels,
    body,
    req,
    res,
  }
  return { arrival, release: () => release() }
}

/** Every value of a header, also when it was sent twice. */
function headerValues(rawHeaders: readonly string[], name: string): readonly string[] {
  return rawHeaders.filter((_value, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === name)
}

function answer(problem: Problem, api: Api | null, res: Response, log: Log): void {
  const id = idOf(res)
  const { code, reason } = problem
  if (code === 'internal_error') log.error('a request failed unexpectedly', { request: id, cause: problem })
  else if (problem.status >= 500) log.warn('a request was not served', { request: id, code, reason })
  if (res.headersSent) return void res.destroy() // the answer has begun: half of one and half of another would be neither
  const { status, headers, body } = toAnswer(problem, api, id)
  for (const [name, value] of Object.entries(headers)) res.setHeader(name, value)
  res.status(status).json(body)
}

function idOf(res: Response): string {
  return String(res.locals['id'])
}

function ipOf(req: Request): string | null {
  return req.socket.remoteAddress ?? null
}

function statusOf(thrown: unknown): number | null {
  const status = typeof thrown === 'object' && thrown !== null && 'status' in thrown ? thrown.status : null
  return typeof status === 'number' ? status : null
}
