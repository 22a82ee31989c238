import type { ServerResponse } from 'node:http'

export type ReplyParts = {
  readonly res: ServerResponse
  readonly now: () => number
  /** Milliseconds of silence in an event stream after which a comment is sent. */
  readonly heartbeatMs: number
  /** Milliseconds that a caller may take none of what waits for it. */
  readonly stallMs: number
}

const HEARTBEAT = ': keep-alive\n\n'

/** The answer to the caller. It begins at most once, and knows whether the caller is still there. */
export class Reply {
  readonly #parts: ReplyParts
  readonly #gone: (() => void)[] = []
  readonly #began: number
  #heartbeat: NodeJS.Timeout | null = null
  /** True while the caller is to take something. */
  #waits = false
  bytes = 0
  firstByteMs: number | null = null

  constructor(parts: ReplyParts) {
    this.#parts = parts
    this.#began = parts.now()
    parts.res.once('close', () => this.#closed())
    parts.res.on('timeout', () => this.#waits && this.cut())
    parts.res.on('error', () => parts.res.destroy()) // a caller that broke off; 'close' follows
  }

  get started(): boolean {
    return this.#parts.res.headersSent
  }

  /** True when the caller went away before its answer ended. */
  get gone(): boolean {
    const { res } = this.#parts
    return !res.writableFinished && (res.destroyed || res.closed)
  }

  /** Called once, when the caller goes away. */
  onGone(react: () => void): void {
    this.#gone.push(react)
  }

  set(headers: Readonly<Record<string, string>>): void {
    if (this.started || this.gone) return
    for (const [name, value] of Object.entries(headers)) this.#parts.res.setHeader(name, headerValue(value))
  }

  /** Sends status 200 and the headers with the first bytes of the answer. `length` is that of the whole body, if known. */
  begin(contentType: string, length: number | null): void {
    const { res, now } = this.#parts
    res.statusCode = 200
    res.setHeader('content-type', contentType)
    if (length !== null) res.setHeader('content-length', length)
    this.firstByteMs = now() - this.#began
  }

  /** An event stream also tells proxies on the way not to keep it, and is kept alive with comments. */
  beginEvents(): void {
    this.#parts.res.setHeader('cache-control', 'no-cache')
    this.begin('text/event-stream; charset=utf-8', null)
    this.#heartbeat = setInterval(() => this.write(Buffer.from(HEARTBEAT)), this.#parts.heartbeatMs)
  }

  /** False when the caller is slow and should be waited for with `drained`. */
  write(chunk: Uint8Array): boolean {
    if (this.gone) return true
    this.bytes += chunk.length
    this.#heartbeat?.refresh()
    return this.#parts.res.write(chunk)
  }

  /** Calls back when the caller has taken what waited for it; cuts a caller that takes nothing for too long. */
  drained(react: () => void): void {
    this.#mustTake(true)
    this.#parts.res.once('drain', () => {
      this.#mustTake(false)
      react()
    })
  }

  /** Ends the answer. Resolves when it is sent, or when the caller is gone; one that takes nothing for too long is. */
  end(last?: Uint8Array): Promise<void> {
    const { res } = this.#parts
    this.#stopHeartbeat()
    if (this.gone) return Promise.resolve()
    this.bytes += last?.length ?? 0
    this.#mustTake(true)
    return new Promise((done) => {
      res.once('finish', done)
      res.once('close', done)
      if (last === undefined) res.end()
      else res.end(last)
    })
  }

  /** Breaks the answer off, so that the caller cannot take what it has for all of it. */
  cut(): void {
    this.#stopHeartbeat()
    this.#parts.res.destroy()
  }

  /** Node looks at what the system has taken of a write, however large that is, and at nothing else while nobody waits for the caller. */
  #mustTake(must: boolean): void {
    this.#waits = must
    this.#parts.res.setTimeout(must ? this.#parts.stallMs : 0)
  }

  #closed(): void {
    this.#stopHeartbeat()
    if (this.gone) this.#gone.forEach((react) => react())
  }

  #stopHeartbeat(): void {
    if (this.#heartbeat !== null) clearInterval(this.#heartbeat)
    this.#heartbeat = null
  }
}

/** Printable ASCII only (RFC 9110 §5.5): a model's name may come from the caller. */
function headerValue(value: string): string {
  return value.replace(/[^\x20-\x7e]/g, '?').slice(0, 256)
}
