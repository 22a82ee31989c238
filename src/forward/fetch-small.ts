import type { Agent } from 'node:http'
import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'

export type Fetched = { readonly status: number; readonly body: Uint8Array }

export type FetchParts = {
  readonly agent: Agent
  readonly headers: Readonly<Record<string, string>>
  readonly timeoutMs: number
  readonly maxBytes: number
  /** Sent as JSON by POST; without it, a GET. */
  readonly json?: string
  /** Its media type, if it is another than application/json. */
  readonly type?: string
  /** Gives up before the time is over. */
  readonly signal?: AbortSignal
}

/**
 * Asks for something small through a guarded agent. No redirect is followed, nothing is decompressed. Rejects when the whole of it
 * does not arrive in time, breaks off, or is too large.
 */
export function fetchSmall(url: URL, parts: FetchParts): Promise<Fetched> {
  return new Promise((done, fail) => {
    const ask = url.protocol === 'https:' ? httpsRequest : httpRequest
    const { json, signal, type = 'application/json' } = parts
    const length = json === undefined ? {} : { 'content-type': type, 'content-length': String(Buffer.byteLength(json)) } // prettier-ignore
    const headers = { ...parts.headers, ...length, 'accept-encoding': 'identity', 'user-agent': 'cordon' }
    const request = ask(url, { method: json === undefined ? 'GET' : 'POST', agent: parts.agent, headers })
    const given = () => stop(signal?.reason as Error)
    const timer = setTimeout(() => stop(new Error(`no answer within ${String(parts.timeoutMs)} ms`)), parts.timeoutMs)
    const stop = (cause: Error) => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', given)
      request.destroy(cause)
      fail(cause) // before there is a socket, destroying alone is not heard
    }
    request.on('error', stop)
    request.on('response', (response) => {
      const chunks: Uint8Array[] = []
      let size = 0
      response.on('error', stop)
      response.on('data', (chunk: Uint8Array) => {
        chunks.push(chunk)
        size += chunk.length
        if (size > parts.maxBytes) stop(new Error(`more than ${String(parts.maxBytes)} bytes`))
      })
      response.on('end', () => {
        if (!response.complete) return stop(new Error('the answer broke off'))
        clearTimeout(timer)
        signal?.removeEventListener('abort', given)
        done({ status: response.statusCode ?? 0, body: Buffer.concat(chunks) })
      })
    })
    if (signal?.aborted === true) given()
    signal?.addEventListener('abort', given, { once: true })
    request.end(json)
  })
}
