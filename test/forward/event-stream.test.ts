import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { EventSplitter, EventTooLarge, MAX_EVENT_BYTES, readEvent, withData } from '../../src/forward/event-stream.ts'

/** Cuts bytes at the given places, and returns the events and the rest, as text. */
function split(bytes: Buffer, cuts: readonly number[]) {
  const splitter = new EventSplitter()
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length]
  const events = places.flatMap((at, i) => splitter.push(bytes.subarray(at, places[i + 1] ?? bytes.length)))
  return {
    events: events.map((event) => Buffer.from(event).toString('utf8')),
    rest: Buffer.from(splitter.rest()).toString('utf8'),
  }
}

const newline = fc.constantFrom('\n', '\r\n')
const field = fc.tuple(
  fc.constantFrom('data: ', 'data:', ': ', 'event: ', 'id: '),
  fc.constantFrom('{"a":"ü😀"}', 'x', '[DONE]', 'a\rb'),
)
const event = fc
  .tuple(fc.array(field, { minLength: 1, maxLength: 3 }), newline)
  .map(([lines, end]) => `${lines.map((line) => line.join('') + end).join('')}${end}`)
const cuts = fc.array(fc.nat(2_000), { maxLength: 30 })

describe('a stream of events', () => {
  test('comes out the same however it was cut into chunks', () => {
    fc.assert(
      fc.property(
        fc.array(event, { maxLength: 12 }),
        fc.constantFrom('', 'data: half', 'data: [DONE]\n'),
        cuts,
        (events, rest, at) => {
          expect(split(Buffer.from(events.join('') + rest), at)).toEqual({ events, rest })
        },
      ),
      { numRuns: 1_000 },
    )
  })

  test('loses and invents no byte, whatever the bytes are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), cuts, (noise, at) => {
        const bytes = Buffer.from(noise.map((byte) => [10, 13, 65, 240, 159][byte % 5] ?? 65))
        const splitter = new EventSplitter()
        const places = [0, ...at.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length]
        const out = places.flatMap((from, i) => splitter.push(bytes.subarray(from, places[i + 1] ?? bytes.length)))
        expect(Buffer.concat([...out, splitter.rest()])).toEqual(bytes)
      }),
      { numRuns: 1_000 },
    )
  })

  test('an event that never ends is given up, and costs no more than its bytes', () => {
    const splitter = new EventSplitter()
    const chunk = Buffer.alloc(1024 * 1024, 'x')
    const pour = () => {
      for (let i = 0; i <= MAX_EVENT_BYTES / chunk.length; i += 1) splitter.push(chunk)
    }
    expect(pour).toThrow(EventTooLarge)
  })

  test('an event is read field by field', () => {
    expect(readEvent(Buffer.from(': hi\nevent: error\r\ndata: a\ndata:b\nid: 3\n\n'))).toEqual({
      name: 'error',
      data: 'a\nb',
      onlyComments: false,
    })
    expect(readEvent(Buffer.from(': only a comment\n\n'))).toEqual({ name: null, data: null, onlyComments: true })
    expect(readEvent(Buffer.from('id: 3\n\n'))).toEqual({ name: null, data: null, onlyComments: false })
  })

  test.each(['event: a\rdata: {"hidden":1}\n\n', ': comment\rdata: {"hidden":1}\n\n', 'data: {}\r\rdata: {}\n\n'])(
    'an event that another reader would read otherwise is not read at all: %j',
    (event) => expect(readEvent(Buffer.from(event))).toBeNull(),
  )

  test('an event with other data keeps its other fields', () => {
    const event = Buffer.from(': c\r\nid: 7\r\nevent: message_stop\r\ndata: {"a":\r\ndata: 1}\r\nretry: 5\r\n\r\n')
    const changed = withData(event, '{}')
    expect(Buffer.from(changed).toString()).toBe(': c\nid: 7\nevent: message_stop\ndata: {}\nretry: 5\n\n')
  })
})
