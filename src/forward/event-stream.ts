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

export type ReadEvent = {
  /** The `event:` field; null where there is none. */
  readonly name: string | null
  /** The joined `data:` fields; null where there is none. */
  readonly data: string | null
  /** True when the event has comments, and nothing else. */
  readonly onlyComments: boolean
}

/**
 * Reads one event; null when it has a CR that ends no line here, and would end one for a reader that follows the standard to the
 * letter: the two would not read the same event.
 */
export function readEvent(event: Uint8Array): ReadEvent | null {
  const text = utf8(event)
  if (LONE_CR.test(text)) return null
  let name: string | null = null
  let data: string | null = null
  let onlyComments = true
  for (const line of linesOf(text)) {
    if (line.startsWith('data:')) data = data === null ? valueOf(line) : `${data}\n${valueOf(line)}`
    if (line.startsWith('event:')) name = valueOf(line)
    if (!line.startsWith(':')) onlyComments = false
  }
  return { name, data, onlyComments }
}

const LONE_CR = /\r(?!\n)/

const linesOf = (event: string): readonly string[] => event.split(/\r?\n/).filter((line) => line !== '')

function valueOf(field: string): string {
  const at = field.indexOf(':') + 1
  return field.slice(field.startsWith(' ', at) ? at + 1 : at)
}

/** The event with other data, in one line, where its data was. */
export function withData(event: Uint8Array, data: string): Uint8Array {
  const lines = linesOf(utf8(event))
  const place = lines.findIndex((line) => line.startsWith('data:'))
  const others = lines.filter((line) => !line.startsWith('data:'))
  return Buffer.from(`${others.toSpliced(place, 0, `data: ${data}`).join('\n')}\n\n`)
}

function utf8(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')
}
