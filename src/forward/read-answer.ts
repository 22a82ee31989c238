import type { IncomingMessage } from 'node:http'
import { hasEnd } from './answer.ts'
import { EventSplitter, EventTooLarge } from './event-stream.ts'
import type { Passage, Step } from './passage.ts'

/** A JSON answer is held back up to this size, so that a broken one is none and another attempt can be made. */
export const MAX_HELD_BYTES = 1024 * 1024
/**
 * One that must be verified, translated or heard is held back as a whole, and refused above this size. The largest batch of
 * embeddings that OpenAI's API takes has about 40 MB.
 */
export const MAX_WHOLE_BYTES = 64 * 1024 * 1024

/** Where what is read goes. */
export type Sink = {
  /** True when nothing more is wanted. */
  readonly over: () => boolean
  /** True as soon as something was passed on. */
  readonly started: () => boolean
  /** Something came. */
  readonly alive: () => void
  /** Passes bytes of a JSON body on whose length is known if they are all of it; or of a stream of events. */
  readonly body: (bytes: Uint8Array, length: number | null) => void
  readonly events: (bytes: Uint8Array) => void
  /** `why` is a short machine word. */
  readonly fail: (why: string, socket: 'keep' | 'destroy') => void
  /** The upstream's connection went away before its answer was whole. */
  readonly broke: (cause: Error) => void
  /** Something of ours went wrong. */
  readonly threw: (cause: unknown) => void
  readonly succeed: () => void
}

/** Reads a JSON answer: as a whole, or, when it is large and nothing in it needs to be seen, as it comes. */
export function readJson(response: IncomingMessage, passage: Passage, sink: Sink): void {
  const held: Uint8Array[] = []
  let size = 0
  const onData = (chunk: Uint8Array) => {
    sink.alive()
    size += chunk.length
    if (sink.started()) return sink.body(chunk, null)
    held.push(chunk)
    if (size > MAX_WHOLE_BYTES) return sink.fail('answer_too_large', 'destroy')
    if (size > MAX_HELD_BYTES && !passage.needsWhole) sink.body(Buffer.concat(held.splice(0)), null)
  }
  const onEnd = () => {
    if (sink.started()) return sink.succeed()
    const { pass, fault } = passage.whole(Buffer.concat(held))
    if (fault !== null) return sink.fail(fault, 'keep')
    for (const bytes of pass) sink.body(bytes, bytes.length)
    sink.succeed()
  }
  listen(response, sink, onData, onEnd)
}

/** Reads a stream of events, and passes each on as soon as it is complete. */
export function readEvents(response: IncomingMessage, passage: Passage, sink: Sink): void {
  const splitter = new EventSplitter()
  const take = (steps: readonly Step[]): boolean => {
    const good = steps.flatMap(({ pass }) => pass)
    const fault = steps.find((step) => step.fault !== null)?.fault ?? null
    const [first] = good
    if (first !== undefined) sink.events(good.length === 1 ? first : Buffer.concat(good))
    if (fault !== null) sink.fail(fault, 'destroy')
    return fault === null
  }
  const onData = (chunk: Uint8Array) => {
    sink.alive()
    take(untilFault(splitter.push(chunk), passage))
  }
  const onEnd = () => {
    const rest = splitter.rest()
    if (rest.length > 0 && !take(untilFault([Buffer.concat([rest, BLANK])], passage))) return
    if (passage.empty) return sink.fail('empty_answer', 'destroy')
    if (!passage.ended && (passage.mustEnd || !hasEnd(response))) return sink.broke(new Error('the stream has no end'))
    if (take([passage.end()])) sink.succeed()
  }
  listen(response, sink, onData, onEnd)
}

/** An exception in a socket's event would end the process. */
function listen(response: IncomingMessage, sink: Sink, onData: (chunk: Uint8Array) => void, onEnd: () => void): void {
  const guarded = (run: () => void) => {
    if (sink.over()) return
    try {
      run()
    } catch (cause) {
      if (cause instanceof EventTooLarge) sink.fail('event_too_large', 'destroy')
      else sink.threw(cause)
    }
  }
  response.on('data', (chunk: Uint8Array) => guarded(() => onData(chunk)))
  response.on('end', () => guarded(onEnd))
}

/** What follows a fault is not even looked at. */
function untilFault(events: readonly Uint8Array[], passage: Passage): readonly Step[] {
  const steps: Step[] = []
  for (const event of events) {
    const step = passage.event(event)
    steps.push(step)
    if (step.fault !== null) break
  }
  return steps
}

const BLANK = Buffer.from('\n\n')
