/** A line without its line feed; null where it is longer than a line may be. Numbers count from 1. */
export type Line = { readonly number: number; readonly bytes: Uint8Array | null }

const FEED = 10

/** The lines of some bytes as they come. Holds one line at most, and of a line that is too long nothing. */
export async function* linesOf(chunks: AsyncIterable<Uint8Array>, maxBytes: number): AsyncGenerator<Line> {
  let parts: Uint8Array[] = []
  let [length, number] = [0, 1]
  const take = (part: Uint8Array): void => {
    length += part.length
    if (length > maxBytes) parts = []
    else parts.push(part)
  }
  const line = (): Line => {
    const [first] = parts
    const bytes = length > maxBytes ? null : parts.length === 1 && first !== undefined ? first : Buffer.concat(parts)
    parts = []
    length = 0
    return { number: number++, bytes }
  }
  for await (const chunk of chunks) {
    let from = 0
    for (let at = chunk.indexOf(FEED); at !== -1; at = chunk.indexOf(FEED, from)) {
      take(chunk.subarray(from, at))
      yield line()
      from = at + 1
    }
    if (from < chunk.length) take(chunk.subarray(from))
  }
  if (length > 0) yield line()
}
