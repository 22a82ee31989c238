import type { Express, Request, Response } from 'express'
import { Problem } from '../terms/problem.ts'
import type { Asked } from './admin-operations.ts'
import { newRequestId } from './request-id.ts'

/** Where a browser goes next, and the cookies that it gets. */
export type Redirect = { readonly to: string; readonly cookies: readonly string[] }

export type SignInRoutes = {
  readonly begin: (asked: Asked) => Promise<Redirect>
  /** `search`: the query as it came, with its question mark. */
  readonly finish: (asked: Asked, search: string) => Promise<Redirect>
}

const MOST_QUERY = 8192

/** The two addresses that a browser itself goes to, and no script asks: to the identity provider, and back from it. */
export function signInRoutes(app: Express, { begin, finish }: SignInRoutes, now: () => number): void {
  const route = (path: string, run: (asked: Asked, search: string) => Promise<Redirect>) =>
    app.get(path, async (req: Request, res: Response) => {
      const at = req.url.indexOf('?')
      const search = at === -1 ? '' : req.url.slice(at)
      if (search.length > MOST_QUERY) throw new Problem('invalid_request', 'a long query')
      const { to, cookies } = await run(toAsked(req, res, search, now()), search)
      res.set('location', to)
      if (cookies.length > 0) res.set('set-cookie', [...cookies])
      res.status(303).end()
    })
  route('/admin/sign-in', begin)
  route('/admin/sign-in/callback', finish)
}

function toAsked(req: Request, res: Response, search: string, receivedAt: number): Asked {
  const gone = new AbortController()
  res.once('close', () => gone.abort())
  const [ip, query] = [req.socket.remoteAddress ?? null, new Map(new URLSearchParams(search))]
  return { id: newRequestId(receivedAt), receivedAt, ip, rawHeaders: req.rawHeaders, params: {}, query, body: async () => null, gone: gone.signal } // prettier-ignore
}
