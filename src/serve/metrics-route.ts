import type { Express, NextFunction, Request, Response } from 'express'

export type MetricsParts = {
  /** The text of all metrics, in the form that an `accept` header asks for. */
  readonly expose: (accept: string | undefined) => Promise<{ readonly type: string; readonly body: string }>
  /** Whether somebody at an address may read them. */
  readonly allows: (address: string) => boolean
}

/**
 * `/metrics`, for Prometheus. It holds numbers and names of the configuration, and tells how much is going on: whoever is not at an address
 * that may read it finds no such path. Reading it leaves no record.
 */
export function metricsRoute(app: Express, { expose, allows }: MetricsParts): void {
  app.get('/metrics', async (req: Request, res: Response, next: NextFunction) => {
    if (!allows(req.socket.remoteAddress ?? '')) return next()
    const exposed = await expose(req.headers.accept).catch(() => null) // logged where it happened
    if (exposed === null) return void res.sendStatus(500)
    // Not by `send`, which would write the media type in its own way.
    res.set('cache-control', 'no-store').setHeader('content-type', exposed.type).end(exposed.body)
  })
}
