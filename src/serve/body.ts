import type { IncomingMessage } from 'node:http'
import { Problem } from '../terms/problem.ts'

/** How much request text may be in memory at once, over all requests. */
export type BodyBudget = { readonly maxBody: number; readonly maxTotal: number; held: number }

export function createBodyBudget(maxBody: number, maxTotal: number): BodyBudget {
  return { maxBody, maxTotal: Math.max(maxBody, maxTotal), held: 0 }
}

/** A whole request body, and how to give its share of the budget back. */
export type Body = { readonly bytes: Uint8Array; readonly release: () => void }

/**
 * Reads a request body whole, or throws: `payload_too_large` beyond `maxBody`, `rate_limited` when all
 * requests together hold too much, `invalid_request` when the client breaks off. A prefix is never returned.
 */
export function readBody(req: IncomingMessage, budget: BodyBudget): Promise<Body> {
  const known = broken.get(req)
  if (known !== undefined) return Promise.reject(known)
  if (req.destroyed) return Promise.reject(brokenOff()) // whoever has left already would never be heard of again
  const declared = Number(req.headers['content-length'] ?? 0)
  if (declared > budget.maxBody) return Promise.reject(tooLarge(budget))
  if (budget.held + declared > budget.maxTotal)
    return Promise.reject(new Problem('rate_limited', 'body memory is used up'))
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = []
    let size = 0
    let reserved = declared
    budget.held += declared
    const release = () => {
      budget.held -= reserved
      reserved = 0
    }
    const fail = (problem: Problem) => {
      release()
      req.removeListener('data', onData)
      req.pause()
      reject(problem)
    }
    const onData = (chunk: Uint8Array) => {
      size += chunk.length
      if (size > budget.maxBody) return fail(tooLarge(budget))
      if (size > reserved) {
        budget.held += size - reserved
        reserved = size
        if (budget.held > budget.maxTotal) return fail(new Problem('rate_limited', 'body memory is used up'))
      }
      chunks.push(chunk)
    }
    req.on('data', onData)
    req.once('end', () =>
      resolve({ bytes: chunks.length === 1 ? (chunks[0] ?? EMPTY) : Buffer.concat(chunks), release }),
    )
    req.once('error', (cause) => fail(brokenOff(cause)))
    req.once('aborted', () => fail(brokenOff()))
    req.once(BROKEN, fail)
  })
}

const BROKEN = Symbol('broken')
const broken = new WeakMap<IncomingMessage, Problem>()

/** The rest of a body cannot be read: whoever reads it now, or will, hears why. */
export function breakBody(req: IncomingMessage, problem: Problem): void {
  broken.set(req, problem)
  req.emit(BROKEN, problem)
}

const brokenOff = (cause?: unknown) => new Problem('invalid_request', 'the request broke off', { cause })

const EMPTY = new Uint8Array(0)

function tooLarge(budget: BodyBudget): Problem {
  return new Problem('payload_too_large', 'body above the limit', {
    says: `The request body is larger than ${String(budget.maxBody)} bytes.`,
  })
}
