const LF = 10
const CR = 13

/** An upstream that never ends an event would otherwise fill the memory. Images inside of events take a few MiB. */
export const MAX_EVENT_BYTES = 16 * 1024 * 1024

/** An event that is larger than `MAX_EVENT_BYTES`. */
export class EventTooLarge extends Error {
  override readonly name = 'EventTooLarge'
}

/**
 * Cuts a byte stream into server-sent events (WHATWG HTML §9.2.6), each with the blank line that ends it, whatever
 * chunks it comes in. It works on bytes, so that no character can be torn. Lines end in LF or CRLF; a lone CR, which the
 * standard also allows and no model server sends, ends none. Takes time linear in the bytes.
 */
export class EventSplitter {
  #held: Uint8Array[] = []
  #heldBytes = 0
  /** True while the current line has nothing but, at most, CRs. */
  #blank = true

  /** The events that this chunk completes. Throws EventTooLarge. */
  push(chunk: Uint8Array): readonly Uint8Array[] {
    const events: Uint8Array[] = []
    let start = 0
    for (let at = 0; at < chunk.length;) {
      const end = chunk.indexOf(LF, at)
      const blank = this.#blank && isBlank(chunk, at, end === -1 ? chunk.length : end)
      this.#blank = end === -1 ? blank : true
      if (end === -1) break
      at = end + 1
      if (blank) {
        events.push(this.#complete(chunk.subarray(start, at)))
        start = at
      }
    }
    this.#hold(chunk.subarray(start))
    return events
  }

  /** What came after the last blank line; empty when nothing did. */
  rest(): Uint8Array {
    return this.#complete(new Uint8Array(0))
  }

  #complete(tail: Uint8Array): Uint8Array {
    if (this.#held.length === 0) return tail
    const event = Buffer.concat([...this.#held, tail])
    this.#held = []
    this.#heldBytes = 0
    return event
  }

  #hold(part: Uint8Array): void {
    if (part.length === 0) return
    this.#held.push(part)
    this.#heldBytes += part.length
    if (this.#heldBytes > MAX_EVENT_BYTES) throw new EventTooLarge('an event above the limit')
  }
}

function isBlank(bytes: Uint8Array, from: number, to: number): boolean {
  return to === from || (to === from + 1 && bytes[from] === CR)
}

/** The `event:` and joined `data:` fields of one event; null where it has none. Comments and other fields are left out. */
export function readEvent(event: Uint8Array): { readonly name: string | null; readonly data: string | null } {
  let name: string | null = null
  let data: string | null = null
  for (const line of utf8(event).split(/\r?\n/)) {
    const value = line.slice(line.indexOf(':') + 1).replace(/^ /, '')
    if (line.startsWith('data:')) data = data === null ? value : `${data}\n${value}`
    if (line.startsWith('event:')) name = value
  }
  return { name, data }
}

function utf8(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')
}
