import { open } from 'node:fs/promises'

const CHUNK = 1 << 18
/** More than one commit can leave behind unfinished; see the writer's limit on a batch. */
const MAX_REST = 4 << 20
const LF = 0x0a

export type LinesRead = {
  /** Bytes after the last LF. */
  readonly rest: Uint8Array
  /** Where the rest begins. */
  readonly offset: number
  /** True when the reader asked to stop, or when no LF came for 4 MiB; then `rest` is not all that is left. */
  readonly stopped: boolean
}

/**
 * Hands over each line of a file without its LF, in order, until `onLine` returns false. The bytes are only valid during the
 * call. Holds one chunk and one line in memory, whatever the file's length.
 */
export async function readLines(path: string, onLine: (line: Uint8Array) => boolean): Promise<LinesRead> {
  const file = await open(path, 'r')
  try {
    const chunk = Buffer.allocUnsafe(CHUNK)
    let rest: Uint8Array = Buffer.alloc(0)
    let offset = 0
    for (;;) {
      const { bytesRead } = await file.read(chunk, 0, CHUNK, null)
      if (bytesRead === 0) return { rest, offset, stopped: false }
      const fresh = chunk.subarray(0, bytesRead)
      const bytes = rest.length === 0 ? fresh : Buffer.concat([rest, fresh])
      const { at, stopped } = split(bytes, onLine)
      offset += at
      rest = Buffer.from(bytes.subarray(at))
      if (stopped || rest.length > MAX_REST) return { rest, offset, stopped: true }
    }
  } finally {
    await file.close()
  }
}

function split(bytes: Uint8Array, onLine: (line: Uint8Array) => boolean): { at: number; stopped: boolean } {
  let at = 0
  for (let end = bytes.indexOf(LF); end !== -1; end = bytes.indexOf(LF, at)) {
    const more = onLine(bytes.subarray(at, end))
    at = end + 1
    if (!more) return { at, stopped: true }
  }
  return { at, stopped: false }
}
