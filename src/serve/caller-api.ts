import express from 'express'
import type { Express, NextFunction, Request, Response } from 'express'
import type { Log } from '../terms/logger.ts'
import { Problem, toProblem } from '../terms/problem.ts'
import { whyOf } from '../terms/why.ts'
import type { Api } from '../terms/prompt.ts'
import { toAnswer } from './answers.ts'
import { apiOfPath, methodOf, PATHS, POST_APIS } from './apis.ts'
import { readBody } from './body.ts'
import type { BodyBudget } from './body.ts'
import { formOf, modelEntry, modelList } from './model-list.ts'
import type { ListForm } from './model-list.ts'
import { newRequestId } from './request-id.ts'

/** One request at the edge. `req` and `res` are for the forwarder only. */
export type Arrival = {
  readonly id: string
  readonly api: Api
  readonly receivedAt: number
  readonly ip: string | null
  readonly rawHeaders: readonly string[]
  readonly levels: readonly string[]
  readonly reasons: readonly string[]
  readonly body: () => Promise<Uint8Array>
  readonly req: Request
  readonly res: Response
}

export type CallerApiParts = {
  /** Serves one arrival: answers it through `res`, or throws the Problem to answer with. */
  readonly handle: (arrival: Arrival) => Promise<void>
  /** The names of the models that the caller may use; recorded. Throws the Problem to answer with. */
  readonly models: (arrival: Arrival, form: ListForm) => Promise<readonly string[]>
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

/** The caller API: which paths there are, ids on every answer, and errors in the shape of the API that was called. Query strings are dropped. */
export function callerApi(parts: CallerApiParts): Express {
  const app = express()
  app.disable('x-powered-by')
  app.disable('etag')
  app.set('query parser', false)
  app.enable('case sensitive routing')
  app.enable('strict routing')

  healthRoutes(app, parts.health)
  // Some clients look whether there is anybody before they begin. It tells nothing that /healthz does not.
  app.get('/', (_req: Request, res: Response) => {
    res.json({ service: 'cordon', status: parts.health().status })
  })

  app.use((_req: Request, res: Response, next: NextFunction) => {
    const id = newRequestId(parts.now())
    res.locals['id'] = id
    res.setHeader('x-request-id', id)
    res.setHeader('request-id', id)
    next()
  })

  for (const api of POST_APIS) {
    app.post(PATHS[api], async (req: Request, res: Response) => {
      const { arrival, release } = arrive(req, res, api, parts)
      try {
        await parts.handle(arrival)
      } catch (thrown) {
        answer(toProblem(thrown), api, res, parts.log)
      } finally {
        release()
      }
    })
  }

  app.get(['/v1/models', '/v1/models/*id'], async (req: Request, res: Response) => {
    const form = formOf(req.headers['anthropic-version'] !== undefined, req.url.split('?')[1] ?? '')
    const shape: Api = form === 'anthropic' ? 'messages' : 'models'
    try {
      if (isWebSocket(req)) throw new Problem('upgrade_required', 'a WebSocket was asked for')
      const ids = await parts.models(arrive(req, res, 'models', parts).arrival, form)
      const asked = modelIn(req.path)
      if (asked === null) return void res.json(modelList(ids, form))
      if (!ids.includes(asked)) throw new Problem('model_not_found', 'the model is not in the list', { param: 'model' })
      res.json(modelEntry(asked))
    } catch (thrown) {
      answer(toProblem(thrown), shape, res, parts.log)
    }
  })

  // Everything else, with one record and an error in the shape of the API whose path it is.
  app.use(async (req: Request, res: Response) => {
    const api = apiOfPath(req.path)
    const method = methodOf(req.path)
    const code = isWebSocket(req) ? 'upgrade_required' : method === null ? 'not_found' : 'method_not_allowed'
    const problem = new Problem(code, 'no such endpoint')
    const shape = api ?? (req.headers['anthropic-version'] === undefined ? null : 'messages')
    if (method !== null) res.setHeader('allow', method)
    try {
      await parts.refuse({ id: idOf(res), api, receivedAt: parts.now(), ip: ipOf(req), problem })
      answer(problem, shape, res, parts.log)
    } catch (thrown) {
      answer(toProblem(thrown), shape, res, parts.log)
    }
  })

  // Express's own errors (a malformed path, say). It needs four parameters to be seen as an error handler.
  app.use(async (thrown: unknown, req: Request, res: Response, _next: NextFunction) => {
    const status = statusOf(thrown)
    const problem =
      status !== null && status < 500 ? new Problem('invalid_request', 'bad request line') : toProblem(thrown)
    const api = apiOfPath(req.path)
    try {
      await parts.refuse({ id: idOf(res), api, receivedAt: parts.now(), ip: ipOf(req), problem })
      answer(problem, api, res, parts.log)
    } catch (unrecorded) {
      answer(toProblem(unrecorded), api, res, parts.log)
    }
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
  const reasons = headerValues(req.rawHeaders, 'x-cordon-reason')
  const { rawHeaders } = req
  const arrival: Arrival = {
    id: idOf(res),
    api,
    receivedAt: parts.now(),
    ip: ipOf(req),
    rawHeaders,
    levels,
    reasons,
    body,
    req,
    res,
  }
  return { arrival, release: () => release() }
}

/** The model that a path names, which may hold slashes, as it is and escaped; null for the list. */
function modelIn(path: string): string | null {
  const written = path.slice('/v1/models/'.length)
  try {
    return written === '' ? null : decodeURIComponent(written)
  } catch {
    throw new Problem('invalid_request', 'the path is not well escaped') // RFC 3986 §2.1
  }
}

const isWebSocket = (req: Request) => req.headers.upgrade?.toLowerCase() === 'websocket'

/** Every value of a header, also when it was sent twice. */
function headerValues(rawHeaders: readonly string[], name: string): readonly string[] {
  return rawHeaders.filter((_value, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === name)
}

function answer(problem: Problem, api: Api | null, res: Response, log: Log): void {
  const id = idOf(res)
  const { code, reason } = problem
  if (code === 'internal_error')
    log.error('a request failed unexpectedly', { request: id, why: whyOf(problem) }) // a message may quote the prompt
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
