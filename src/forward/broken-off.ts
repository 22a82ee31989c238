import type { AnswerKind } from './answer.ts'
import type { Failure } from './failure.ts'
import type { Passage } from './passage.ts'
import type { Reply } from './reply.ts'

/**
 * Ends an answer that cannot be completed, or must not be. A stream says so in the words of the caller's API, and without its
 * end; what was passed on of it before cannot be taken back. Half of a JSON body is no answer, so that its connection is cut.
 */
export async function breakOff(reply: Reply, kind: AnswerKind, passage: Passage, { result }: Failure): Promise<void> {
  if (kind === 'json') return reply.cut()
  await reply.end(passage.brokenOff(result === 'timed_out' ? 'upstream_timeout' : 'upstream_error'))
}
