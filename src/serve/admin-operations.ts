import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Express, Request, Response } from 'express'
import type { Operation } from '../contract/operation.ts'
import type { Caller } from '../terms/caller.ts'
import type { JsonValue } from '../terms/json.ts'
import { Problem, toProblem } from '../terms/problem.ts'
import { toAnswer } from './answers.ts'
import { createBodyBudget, readBody } from './body.ts'
import type { BodyBudget } from './body.ts'
import { newRequestId } from './request-id.ts'

/** Somebody asks the admin API for something. */
export type Asked = {
  readonly id: string
  /** Milliseconds since 1970. */
  readonly receivedAt: number
  readonly ip: string | null
  readonly rawHeaders: readonly string[]
  /** What stands in the path in place of `{name}`. */
  readonly params: Readonly<Record<string, string>>
  readonly query: ReadonlyMap<string, string>
  /** Reads the body whole; null where the operation takes none. Throws the Problem for one that is too large, or no JSON. */
  readonly body: () => Promise<JsonValue>
  /** Aborted when whoever asked is gone. */
  readonly gone: AbortSignal
  /** Says who asks, in place of a token in a header. Only the door sets it, for whoever is signed in. */
  readonly whoAsks?: () => Promise<Caller>
}

export type AdminAnswer =
  /** `cookie`: a whole `set-cookie` header. */
  | { readonly kind: 'json'; readonly body: JsonValue; readonly cookie?: string }
  /** `name` is what a browser saves it as: it is made of letters, digits, dots and dashes. */
  | {
      readonly kind: 'file'
      readonly name: string
      readonly type: string
      /** It is shown, as a page that may do nothing and load nothing, and not saved. */
      readonly shown?: true
      readonly chunks: AsyncIterable<string | Uint8Array>
    }
  /** Goes on until whoever asked is gone, or it ends. */
  | { readonly kind: 'events'; readonly events: AsyncIterable<{ readonly event: string; readonly data: JsonValue }> }

/** Answers an operation, or throws the Problem to answer with. */
export type ServeOperation<Name extends string> = (name: Name, asked: Asked) => Promise<AdminAnswer>

export type OperationParts<Name extends string> = {
  readonly operations: Readonly<Record<Name, Operation>>
  readonly serve: ServeOperation<Name>
  /** Milliseconds since 1970. */
  readonly now: () => number
}

/** The paths of the admin API: all errors have OpenAI's shape. */
export function operationRoutes<Name extends string>(app: Express, parts: OperationParts<Name>): void {
  const budget = createBodyBudget(MOST_BODY, 8 * MOST_BODY)
  for (const name of Object.keys(parts.operations) as Name[]) {
    const { method, path, body } = parts.operations[name]
    app[method](path.replaceAll(/\{(\w+)\}/g, ':$1'), async (req: Request, res: Response) => {
      const receivedAt = parts.now()
      const id = newRequestId(receivedAt)
      const gone = new AbortController()
      res.once('close', () => gone.abort())
      res.set('x-request-id', id)
      try {
        const asked: Asked = {
          ...{ id, receivedAt, ip: req.socket.remoteAddress ?? null, rawHeaders: req.rawHeaders, gone: gone.signal },
          params: req.params as Readonly<Record<string, string>>,
          query: toQuery(req.url),
          body: () => (body === undefined ? Promise.resolve(null) : readJson(req, budget)),
        }
        await send(await parts.serve(name, asked), parts.operations[name], res)
      } catch (thrown) {
        if (res.headersSent) return void res.destroy() // what is there of it is no whole answer
        const { status, headers, body } = toAnswer(toProblem(thrown), null, id)
        res.status(status).set(headers).json(body)
      }
    })
  }
}

async function send(answer: AdminAnswer, { answers }: Operation, res: Response): Promise<void> {
  if (answer.kind === 'json') {
    if (answer.cookie !== undefined) res.set('set-cookie', answer.cookie)
    return void res.status(answers.kind === 'json' ? (answers.status ?? 200) : 200).json(answer.body)
  }
  if (answer.kind === 'file') {
    const { name, type, chunks, shown } = answer
    res.set({ 'content-type': type, 'content-disposition': `${shown ? 'inline' : 'attachment'}; filename="${name}"` })
    if (shown) res.set({ 'content-security-policy': HARMLESS, 'x-content-type-options': 'nosniff' })
    return pipeline(Readable.from(chunks), res)
  }
  res.set({ 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' })
  res.flushHeaders()
  const written = async function* () {
    for await (const { event, data } of answer.events) yield `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`
  }
  await pipeline(Readable.from(written()), res)
}

/** For a page that was made of records: no script, no form, nothing to load, and an origin of its own. */
const HARMLESS = "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"

/** Bytes of a body: a draft of a policy and a prompt to try it with. */
const MOST_BODY = 2 * 1024 * 1024
const MOST_QUERY = 4096

async function readJson(req: Request, budget: BodyBudget): Promise<JsonValue> {
  if (!/^application\/json(?:;|$)/i.test(req.headers['content-type'] ?? '')) {
    throw new Problem('unsupported_media_type', 'not JSON') // and so no form of another page can send it
  }
  const { bytes, release } = await readBody(req, budget)
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as JsonValue
  } catch (cause) {
    throw new Problem('invalid_request', 'no JSON', { says: 'The body is no JSON.', cause })
  } finally {
    release()
  }
}

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
