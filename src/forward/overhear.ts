import type { ServerResponse } from 'node:http'

/** Keeps the first `limit` bytes of an answer as it passes to the caller, and holds nothing back. Returns what it has until now. */
export function overhear(res: ServerResponse, limit: number): () => { bytes: Uint8Array; cut: boolean } {
  const kept: Buffer[] = []
  let [length, cut] = [0, false]
  const take = (chunk: unknown) => {
    if (!(chunk instanceof Uint8Array) && typeof chunk !== 'string') return
    const bytes = Buffer.from(chunk)
    const room = bytes.subarray(0, limit - length)
    cut ||= room.length < bytes.length
    length += room.length
    if (room.length > 0) kept.push(room)
  }
  const [write, end] = [res.write.bind(res), res.end.bind(res)] as [
    (...args: unknown[]) => boolean,
    (...args: unknown[]) => ServerResponse,
  ]
  res.write = ((...args: unknown[]) => (take(args[0]), write(...args))) as typeof res.write
  res.end = ((...args: unknown[]) => (take(args[0]), end(...args))) as typeof res.end
  return () => ({ bytes: Buffer.concat(kept), cut })
}
