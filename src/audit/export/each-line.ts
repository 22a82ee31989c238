import { Chain } from '../chain.ts'
import { beginningOf } from '../cut.ts'
import { listFiles } from '../ledger-files.ts'
import type { LogFile } from '../ledger-files.ts'
import { readLines } from '../read-lines.ts'

export type LineSeen = {
  readonly seq: number
  /** Milliseconds since 1970. */
  readonly time: number
  /** Base64. */
  readonly leaf: string
  /** Only valid during the call. */
  readonly bytes: Uint8Array
}

export type EachLine = {
  readonly dir: string
  readonly log: LogFile
  /** Records before this number; the ledger may have more. */
  readonly until: number
  /** So many are known to be under a signature: only their beginning is read. */
  readonly signed: number
}

/**
 * Hands over the first `until` records of a ledger, in order, each once, and follows their chain. Resolves with the leaf hash of the last,
 * which says all of what was read. Throws one sentence when they are not all there.
 */
export async function eachLine(
  { dir, log, until, signed }: EachLine,
  each: (seen: LineSeen) => void,
): Promise<string | null> {
  const { segments, seq: first, prev } = await beginningOf(dir, log.line, await listFiles(dir))
  let head: string | null = null
  const isOver = () => chain.head.seq >= until
  const chain: Chain = new Chain(
    { seq: first, prev },
    ({ seq, time }, _segment, bytes) => {
      const leaf = chain.head.prev ?? ''
      if (seq < until) each({ seq, time, leaf, bytes })
      if (seq === until - 1) head = leaf
      return null
    },
    signed,
  )
  for (const [at, segment] of segments.entries()) {
    if (isOver()) break
    let fault = chain.begin(segment.name, segment.first, segments[at + 1]?.first ?? null)
    const { rest } = await readLines(segment.path, (line) => !isOver() && (fault ??= chain.line(line)) === null)
    if (isOver()) break
    fault ??= chain.end(rest)
    if (fault !== null) throw new Error(`the ledger ${dir} is damaged at record ${String(fault.seq)}: ${fault.why}`)
  }
  if (!isOver()) throw new Error(`the ledger ${dir} holds fewer records than a moment ago`)
  return head
}
