import type { Express, Request, Response } from 'express'
import type { ConsoleFile, ConsoleFiles } from './console-files.ts'

/** Every page of the console is the same file, which looks at its own address. */
const PAGE = /^\/(?:sign-in|(?:records|policy|evidence)(?:\/.*)?)?$/

/**
 * What the page may do: run our own scripts and styles, and ask this very host. No frame, no form and no base may lead elsewhere, and no text
 * becomes a script (Trusted Types).
 */
const PAGE_POLICY = [
  "default-src 'none'",
  ...["script-src 'self'", "style-src 'self'", "img-src 'self'", "font-src 'self'", "connect-src 'self'"],
  ...["base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'"],
  "require-trusted-types-for 'script'",
].join('; ')

const NOT_BUILT = 'The console is not built here. In a clone: npm run build:console, and start again.\n'

/**
 * Serves the built console from memory: its files under the paths that they have, and its page under the paths of pages. Where nothing is
 * built, the pages say how to build it.
 */
export function consoleRoutes(app: Express, files: ConsoleFiles): void {
  const page = files.get('/index.html')
  app.get(/.*/, (req: Request, res: Response, next) => {
    if (PAGE.test(req.path)) {
      if (page !== undefined) return send(page, req, res.set({ 'content-security-policy': PAGE_POLICY }), 'no-store')
      return void res.status(404).set('cache-control', 'no-store').type('text/plain').send(NOT_BUILT)
    }
    const file = req.path === '/index.html' ? undefined : files.get(req.path)
    if (file === undefined) return next()
    send(file, req, res, file.isLasting ? 'public, max-age=31536000, immutable' : 'no-cache')
  })
}

function send(file: ConsoleFile, req: Request, res: Response, keep: string): void {
  const { bytes, coding } = inForm(file, req.headers['accept-encoding'] ?? '')
  const etag = `"${file.etag}${coding === null ? '' : `-${coding}`}"`
  res.set({ 'cache-control': keep, vary: 'accept-encoding', etag })
  if (keep !== 'no-store' && req.headers['if-none-match'] === etag) return void res.status(304).end()
  if (coding !== null) res.set('content-encoding', coding)
  res.set({ 'content-type': file.type, 'content-length': String(bytes.length) })
  res.status(200).end(bytes)
}

/** The shortest form that is asked for (RFC 9110 §12.5.3); `q=0` is a refusal, and any other weight as good as the next. */
function inForm(
  file: ConsoleFile,
  accepted: string,
): { readonly bytes: Buffer; readonly coding: 'br' | 'gzip' | null } {
  const named = accepted.split(',').map((part) => part.trim().toLowerCase())
  const takes = (coding: string) =>
    named.some((part) => part.split(';')[0]?.trim() === coding && !/;\s*q=0(?:\.0*)?$/.test(part))
  if (file.br !== null && takes('br')) return { bytes: file.br, coding: 'br' }
  if (file.gzip !== null && takes('gzip')) return { bytes: file.gzip, coding: 'gzip' }
  return { bytes: file.plain, coding: null }
}
