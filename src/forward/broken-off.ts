import type { ProblemCode } from '../terms/problem.ts'
import { PROBLEMS } from '../terms/problem.ts'
import type { AnswerKind } from './answer.ts'
import type { Failure } from './failure.ts'
import type { Reply } from './reply.ts'

/**
 * Ends an answer that cannot be completed. A stream says so in the words of the chat API, and without `[DONE]`;
 * half of a JSON body is no answer, so that its connection is cut.
 */
export async function breakOff(reply: Reply, kind: AnswerKind, { result }: Failure): Promise<void> {
  if (kind === 'json') return reply.cut()
  await reply.end(errorEvent(result === 'timed_out' ? 'upstream_timeout' : 'upstream_error'))
}

function errorEvent(code: ProblemCode): Uint8Array {
  const error = { message: PROBLEMS[code].says, type: 'server_error', param: null, code }
  return Buffer.from(`data: ${JSON.stringify({ error })}\n\n`)
}
