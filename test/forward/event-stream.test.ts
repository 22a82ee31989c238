import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { EventSplitter, EventTooLarge, MAX_EVENT_BYTES, readEvent } from '../../src/forward/event-stream.ts'
import { Meter } from '../../src/forward/meter.ts'

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
    })
    expect(readEvent(Buffer.from(': only a comment\n\n'))).toEqual({ name: null, data: null })
  })
})

describe('the meter', () => {
  const chunk = (fields: object) => Buffer.from(`data: ${JSON.stringify(fields)}\n\n`)
  const usage = { prompt_tokens: 3, completion_tokens: 4, cost: 0.5 }

  test('takes the last usage, and the first model and provider', () => {
    const meter = new Meter()
    const seen = [
      Buffer.from(': OPENROUTER PROCESSING\n\n'),
      chunk({ model: 'm', provider: 'P', choices: [{ delta: { content: 'say "usage" and "error"' } }] }),
      chunk({ model: 'other', choices: [{}], usage: null }),
      chunk({ choices: [{}], usage: { prompt_tokens: 1 } }),
      chunk({ choices: [], usage }),
      Buffer.from('data: [DONE]\n\n'),
    ].map((bytes) => meter.event(bytes))
    expect(seen).toEqual(['passed', 'passed', 'passed', 'passed', 'usage_only', 'end'])
    expect(meter).toMatchObject({
      model: 'm',
      provider: 'P',
      usage: { promptTokens: 3, completionTokens: 4, cost: 0.5 },
    })
  })

  test.each([
    { name: 'an error object', event: chunk({ error: { message: 'no' } }), seen: 'fault' },
    { name: 'an error text', event: chunk({ error: 'no' }), seen: 'fault' },
    { name: 'an error of null', event: chunk({ error: null, choices: [] }), seen: 'passed' },
    { name: 'an error event', event: Buffer.from('event: error\ndata: x\n\n'), seen: 'fault' },
    {
      name: 'a model that talks of errors',
      event: chunk({ choices: [{ delta: { content: '{"error":{"a":1}}' } }] }),
      seen: 'passed',
    },
    { name: 'a model that says [DONE]', event: chunk({ choices: [{ delta: { content: '[DONE]' } }] }), seen: 'passed' },
    { name: 'what is not JSON', event: Buffer.from('data: {"usage"\n\n'), seen: 'passed' },
  ])('takes $name for $seen', ({ event: bytes, seen }) => {
    const fresh = new Meter()
    const later = new Meter()
    later.event(chunk({ model: 'm' }))
    expect([fresh.event(bytes), later.event(bytes)]).toEqual([seen, seen])
  })

  test.each([
    { prompt_tokens: -1, completion_tokens: 1.5, cost: -2 },
    { prompt_tokens: '3', completion_tokens: null, cost: 'free' },
    { prompt_tokens: 1e300, completion_tokens: [], cost: {} },
  ])('takes over no number that is none: %p', (bad) => {
    const meter = new Meter()
    meter.body(JSON.stringify({ usage: bad }))
    expect(meter.usage).toEqual({ promptTokens: null, completionTokens: null, cost: null })
  })

  test.each(['My SSN is 536-22-8726, please help!', 'x'.repeat(129), 'a\nb', '', 7, null])(
    'takes over no name that could be a text: %p',
    (model) => {
      const meter = new Meter()
      meter.body(JSON.stringify({ model, provider: model }))
      expect([meter.model, meter.provider]).toEqual([null, null])
    },
  )
})
