import express from 'express'
import type { Express } from 'express'
import { healthRoutes } from './caller-api.ts'
import type { Health } from './caller-api.ts'

/** The admin API: health and readiness, away from the callers' port. It tells nothing about any request. */
export function adminApi({ health }: { readonly health: () => Health }): Express {
  const app = express()
  app.disable('x-powered-by')
  app.disable('etag')
  app.set('query parser', false)
  app.enable('case sensitive routing')
  app.enable('strict routing')
  healthRoutes(app, health)
  return app
}
