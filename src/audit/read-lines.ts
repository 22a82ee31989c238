import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { errorCode } from './error-text.ts'
import { GZ } from './segment-name.ts'

const CHUNK = 1 << 18
const LEAST = 1 << 12
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
 * call. `from` is where in the file, unpacked, a line begins. Holds one chunk and one line in memory, whatever the file's length. A
 * packed file is unpacked on the way; one that cannot be is read up to there, and what follows counts as a rest that never ends.
 */
export async function readLines(path: string, onLine: (line: Uint8Array) => boolean, from = 0): Promise<LinesRead> {
  if (path.endsWith(GZ)) return readPacked(path, onLine, from)
  const file = await open(path, 'r')
  try {
    const chunk = Math.min(CHUNK, Math.max(LEAST, (await file.stat()).size - from + 1)) // a small file needs no large buffer
    let buffer = Buffer.allocUnsafe(2 * chunk)
    let [held, offset] = [0, from] // bytes of a line that is not whole yet, at the buffer's beginning; where they lie in the file
    for (;;) {
      if (buffer.length - held < chunk) buffer = Buffer.concat([buffer.subarray(0, held)], 2 * buffer.length)
      const { bytesRead } = await file.read(buffer, held, chunk, offset + held)
      const bytes = buffer.subarray(0, held + bytesRead)
      if (bytesRead === 0) return { rest: Buffer.from(bytes), offset, stopped: false }
      const { at, stopped } = split(bytes, held, onLine)
      offset += at
      held = bytes.length - at
      if (stopped || held > MAX_REST) return { rest: Buffer.from(bytes.subarray(at)), offset, stopped: true }
      buffer.copyWithin(0, at, bytes.length)
    }
  } finally {
    await file.close()
  }
}

async function readPacked(path: string, onLine: (line: Uint8Array) => boolean, from: number): Promise<LinesRead> {
  let [held, offset, stopped] = [Buffer.alloc(0), from, false]
  let toSkip = from
  const stop = new AbortController()
  const take = async (chunks: AsyncIterable<Buffer>) => {
    for await (const whole of chunks) {
      const chunk = whole.subarray(Math.min(toSkip, whole.length))
      toSkip -= whole.length - chunk.length
      const bytes = Buffer.concat([held, chunk])
      const read = split(bytes, held.length, onLine)
      offset += read.at
      held = bytes.subarray(read.at)
      if (!read.stopped && held.length <= MAX_REST) continue
      stopped = true
      return stop.abort()
    }
  }
  try {
    await pipeline(createReadStream(path), createGunzip(), take, { signal: stop.signal })
  } catch (cause) {
    if (!stopped && errorCode(cause)?.startsWith('Z_') !== true) throw cause
    stopped = true
  }
  return { rest: Buffer.from(held), offset, stopped }
}

/** `from`: no LF lies before. */
function split(
  bytes: Uint8Array,
  from: number,
  onLine: (line: Uint8Array) => boolean,
): { at: number; stopped: boolean } {
  let at = 0
  for (let end = bytes.indexOf(LF, from); end !== -1; end = bytes.indexOf(LF, at)) {
    const more = onLine(bytes.subarray(at, end))
    at = end + 1
    if (!more) return { at, stopped: true }
  }
  return { at, stopped: false }
}
