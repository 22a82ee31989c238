import { Problem } from '../terms/problem.ts'
import type { Api, Prompt } from '../terms/prompt.ts'
import { readJson } from './json.ts'
import { DEFAULT_LIMITS } from './limits.ts'
import type { Limits } from './limits.ts'
import { readBody } from './read-body.ts'
import { tableOf } from './tables.ts'

export type ReadOptions = {
  readonly limits?: Limits
  /** Strips and records an unknown field in place of refusing it. */
  readonly lenient?: boolean
  /** Names and values in turn. Only betas and names of conversations are read from them. */
  readonly rawHeaders?: readonly string[]
}

/**
 * What the caller is saying: every text in the body, what could not be read, and what of it may be sent to each zone.
 * Throws `not_found` for an API that is not read here, `payload_too_large` above the limit, and `invalid_request` for
 * whatever is not understood to the last field. Pure; time and memory are linear in the bytes.
 */
export function readRequest(api: Api, bytes: Uint8Array, options: ReadOptions = {}): Prompt {
  const { limits = DEFAULT_LIMITS, lenient = false, rawHeaders = [] } = options
  const table = tableOf(api)
  if (table === null) throw new Problem('not_found', `${api} is not read`)
  return readBody(table, { body: readJson(bytes, limits), bytes: bytes.length, rawHeaders }, { limits, lenient })
}
