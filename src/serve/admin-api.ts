import express from 'express'
import type { Express, NextFunction, Request, Response } from 'express'
import { Problem, toProblem } from '../terms/problem.ts'
import { toAnswer } from './answers.ts'
import { requireOwnHost } from './own-page.ts'
import type { Site } from './own-page.ts'
import { healthRoutes } from './caller-api.ts'
import type { Health } from './caller-api.ts'
import { OPERATIONS } from '../contract/operations.ts'
import type { OperationName } from '../contract/operations.ts'
import { operationRoutes } from './admin-operations.ts'
import type { ServeOperation } from './admin-operations.ts'
import type { ConsoleFiles } from './console-files.ts'
import { consoleRoutes } from './console-routes.ts'
import { signInRoutes } from './sign-in-routes.ts'
import type { SignInRoutes } from './sign-in-routes.ts'
import { safeHeaders } from './safe-headers.ts'
import { metricsRoute } from './metrics-route.ts'
import type { MetricsParts } from './metrics-route.ts'

export type AdminApiParts = {
  readonly health: () => Health
  /** The ledger's last signed checkpoint, as a signed note; null when there is none. */
  readonly checkpoint: () => string | null
  /** How far the ledger has grown beyond what a witness keeps; null when there is none. */
  readonly unwitnessed?: () => { readonly records: number; readonly seconds: number } | null
  /** A table of what each node and cloud has done, in numbers; none: there is no such path. */
  readonly usage?: () => string
  /** Answers what stands in the contract, for whoever may ask; none: there are no such paths. */
  readonly serve?: ServeOperation<OperationName>
  /** Under which address the console is opened, beside the listener's own. */
  readonly site?: () => Site
  /** Signing in at an identity provider; none: there are no such paths. */
  readonly signIn?: SignInRoutes
  /** The built console; none: there are no such paths. */
  readonly files?: ConsoleFiles
  /** Numbers for Prometheus, and from where they may be read besides this machine; none: there is no such path. */
  readonly metrics?: MetricsParts
  /** Milliseconds since 1970. */
  readonly now?: () => number
}

/**
 * The admin API: health and readiness, away from the callers' port, and the ledger's last checkpoint for whoever keeps one as a witness. Without a
 * token it tells nothing about any request but how many records there are, and, on this machine only, what each node has done; records are for
 * whoever may read them.
 */
export function adminApi({ health, checkpoint, ...more }: AdminApiParts): Express {
  const { unwitnessed = () => null, usage, metrics, serve, site = () => null, signIn, files, now } = more
  const app = express()
  app.disable('x-powered-by')
  app.disable('etag')
  app.set('query parser', false)
  app.enable('case sensitive routing')
  app.enable('strict routing')
  app.use((_req: Request, res: Response, next: NextFunction) => {
    res.set(safeHeaders(site()))
    next()
  })
  healthRoutes(app, health)
  app.get('/checkpoint', (_req, res) => {
    const note = checkpoint()
    res.type('text/plain; charset=utf-8')
    if (note === null) res.status(404).send('no checkpoint has been signed yet\n')
    else res.set(tailHeaders(unwitnessed())).send(note)
  })
  // What is open to this machine is open to each browser on it, and so to each page whose name was made to point here.
  app.use(['/usage', '/metrics'], (req: Request, _res: Response, next: NextFunction) => {
    if (isHere(req)) requireOwnHost(req.rawHeaders, site())
    next()
  })
  if (usage !== undefined) {
    app.get('/usage', (req: Request, res: Response) => {
      if (!isHere(req)) return void res.sendStatus(404)
      res.type('text/plain').send(usage())
    })
  }
  if (metrics !== undefined) metricsRoute(app, metrics)
  app.use((req: Request, _res: Response, next: NextFunction) => {
    requireOwnHost(req.rawHeaders, site())
    next()
  })
  if (serve !== undefined && now !== undefined) operationRoutes(app, { operations: OPERATIONS, serve, now })
  if (signIn !== undefined && now !== undefined) signInRoutes(app, signIn, now)
  if (files !== undefined) consoleRoutes(app, files)
  app.use(() => {
    throw new Problem('not_found', 'no such path')
  })
  app.use((thrown: unknown, _req: Request, res: Response, _next: NextFunction) => {
    const { status, headers, body } = toAnswer(isMalformed(thrown) ? MALFORMED : toProblem(thrown), null, '')
    res.status(status).set(headers).json(body)
  })
  return app
}

function tailHeaders(tail: ReturnType<NonNullable<AdminApiParts['unwitnessed']>>): Readonly<Record<string, string>> {
  return tail === null ? {} : { 'x-cordon-unwitnessed': `${String(tail.records)} records, ${String(tail.seconds)} s` }
}

/** A path that no text can be made of (`%zz`): the router's own error. */
const isMalformed = (thrown: unknown) => thrown instanceof URIError
const MALFORMED = new Problem('invalid_request', 'a path that cannot be read')

/** From this machine, at whichever of its own addresses (RFC 1122 §3.2.1.3, RFC 4291 §2.5.3). */
const isHere = ({ socket }: Request) => /^(?:(?:::ffff:)?127\.|::1$)/.test(socket.remoteAddress ?? '')
