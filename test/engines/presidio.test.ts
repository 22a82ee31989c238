import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { isFinding } from '../../src/detect/check-spotted.ts'
import { createEngineDesk } from '../../src/engines/engine-desk.ts'
import { presidio } from '../../src/engines/presidio.ts'
import { createEngineDoor } from '../../src/forward/engine-door.ts'
import type { EngineDoorParts } from '../../src/forward/engine-door.ts'
import type { Destination } from '../../src/terms/destination.ts'
import { segment } from '../detect/look.ts'
import { fakePresidio } from '../fakes/presidio.ts'
import type { FakePresidio, Trouble } from '../fakes/presidio.ts'

const LEVELS = ['public', 'restricted'] as const
const LAN: Destination = { name: 'lan', zone: 'lan', maxLevel: 'restricted', allowedCidrs: ['127.0.0.0/8'], hosts: [], region: null, provider: null, onBreach: 'withhold' } // prettier-ignore
const ENTITIES = { PERSON: 'PERSON', NRP: 'NRP', US_DRIVER_LICENSE: 'US_DRIVER_LICENSE' }

let fake: FakePresidio
beforeEach(async () => void (fake = await fakePresidio({ 'Jane Doe': 'PERSON', Quaker: 'NRP', Paris: 'LOCATION' })))
afterEach(() => fake.stop())

type Changes = { destination?: Destination; url?: URL; dialling?: EngineDoorParts['dialling']; timeoutMs?: number }

function asking({ destination = LAN, url = fake.url, dialling = {}, timeoutMs = 5_000 }: Changes = {}) {
  const places = [{ url, destination: 'lan' }]
  const door = createEngineDoor({ destinations: [destination], levels: LEVELS, places, dialling })
  const post = (to: URL, body: string, signal: AbortSignal) =>
    door.post({ destination: 'lan', url: to, body, apiKey: null, signal })
  const engine = presidio({ name: 'engine:presidio', url, language: 'en', entities: ENTITIES, post })
  const limits = { timeoutMs, parallel: 2, failures: 100, cooldownMs: 1_000 }
  const ask = createEngineDesk({ engine, limits, now: () => 0, isFinding, keyOf: (parts) => parts.join(' ') })
  return async (...texts: readonly string[]) => {
    const { findings, failed } = await ask(
      texts.map((text) => segment(text)),
      'me',
    )
    door.close()
    const found = findings.map(({ type, segment, start, end }) => `${type} ${texts[segment]?.slice(start, end) ?? ''}`)
    return { found, failed: failed.map(({ why }) => why) }
  }
}

describe('a Presidio analyzer', () => {
  test('is asked for what it is mapped to, and found at its places, behind emoji too', async () => {
    const { found, failed } = await asking()(
      '😀👩‍🚀 Jane Doe, a Quaker in Paris 😀',
      'nothing',
      '𝒳 Jane Doe \ud800 Quaker',
    )
    expect(failed).toEqual([])
    expect(found).toEqual(['PERSON Jane Doe', 'NRP Quaker', 'PERSON Jane Doe', 'NRP Quaker'])
    expect(fake.asked.map(({ text, ...rest }) => ({ ...rest, texts: text.length }))).toEqual([
      { language: 'en', entities: ['PERSON', 'NRP', 'US_DRIVER_LICENSE'], score_threshold: 0.35, texts: 3 },
    ])
  })

  const says = (body: unknown, status = 200): Trouble => (res) => void res.writeHead(status).end(typeof body === 'string' ? body : JSON.stringify(body)) // prettier-ignore
  const one = (more: object) => says([[{ entity_type: 'PERSON', start: 0, end: 4, score: 0.5, ...more }]])
  const troubles: readonly { name: string; trouble: Trouble; why: string }[] = [
    { name: 'an error', trouble: says({ error: 'no such language' }, 500), why: 'threw' },
    { name: 'a redirect', trouble: (res) => void res.writeHead(307, { location: 'http://127.0.0.1:9/analyze' }).end(), why: 'threw' }, // prettier-ignore
    { name: 'a reset', trouble: (res) => void res.destroy(), why: 'threw' },
    { name: 'half an answer', trouble: (res) => void res.writeHead(200, { 'content-length': 90 }).write('[[', () => res.destroy()), why: 'threw' }, // prettier-ignore
    { name: 'too large an answer', trouble: says(`[[${' '.repeat(5_000_000)}]]`), why: 'threw' },
    { name: 'nothing at all', trouble: () => {}, why: 'timed_out' },
    { name: 'no JSON', trouble: says('<html>'), why: 'invalid_finding' },
    { name: 'no UTF-8', trouble: (res) => void res.writeHead(200).end(Buffer.from([0x5b, 0xff, 0x5d])), why: 'invalid_finding' }, // prettier-ignore
    { name: 'no list', trouble: says({}), why: 'invalid_finding' },
    { name: 'one list for all', trouble: says([{ entity_type: 'PERSON', start: 0, end: 4, score: 1 }]), why: 'invalid_finding' }, // prettier-ignore
    { name: 'a list too few', trouble: says([]), why: 'invalid_finding' },
    { name: 'a type that nobody asked for', trouble: one({ entity_type: 'LOCATION' }), why: 'invalid_finding' },
    { name: 'no type', trouble: one({ entity_type: null }), why: 'invalid_finding' },
    { name: 'a place outside', trouble: one({ end: 99 }), why: 'invalid_finding' },
    { name: 'a place before', trouble: one({ start: -1 }), why: 'invalid_finding' },
    { name: 'no score', trouble: one({ score: null }), why: 'invalid_finding' },
  ]
  test.each(troubles)('that answers with $name has failed', async ({ trouble, why }) => {
    fake.trouble = trouble
    const ask = asking(why === 'timed_out' ? { timeoutMs: 100 } : {})
    expect(await ask('Jane Doe')).toEqual({ found: [], failed: [why] })
  })

  test('that is not there has failed', async () => {
    const server = createServer()
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    const url = new URL(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}`)
    await new Promise((done) => server.close(done))
    expect(await asking({ url })('Jane Doe')).toEqual({ found: [], failed: ['threw'] })
  })

  const outside: readonly ({ name: string } & Changes)[] = [
    { name: 'a literal address', url: new URL('http://8.8.8.8:3000') },
    { name: 'a name', url: new URL('http://presidio.test:3000'), dialling: { lookup: async () => ['8.8.8.8'] } },
    { name: 'a name with one address inside', url: new URL('http://presidio.test:3000'), dialling: { lookup: async () => ['127.0.0.1', '8.8.8.8'] } }, // prettier-ignore
    { name: 'a range of the policy’s', destination: { ...LAN, allowedCidrs: ['10.0.0.0/8'] } },
    { name: 'a destination in the cloud', destination: { ...LAN, zone: 'cloud' } },
    { name: 'a destination for less', destination: { ...LAN, maxLevel: 'public' } },
  ]
  test.each(outside)('outside of $name is not dialled', async ({ name: _, ...changes }) => {
    expect(await asking(changes)('Jane Doe')).toEqual({ found: [], failed: ['threw'] })
    expect(fake.asked).toEqual([])
  })

  test('gets texts at no other place than the configured one', async () => {
    const other = await fakePresidio({})
    const door = createEngineDoor({
      destinations: [LAN],
      levels: LEVELS,
      places: [{ url: fake.url, destination: 'lan' }],
    })
    const ask = {
      destination: 'lan',
      url: other.url,
      body: '{"text":["x"]}',
      apiKey: null,
      signal: AbortSignal.timeout(5_000),
    }
    await expect(door.post(ask)).rejects.toMatchObject({ code: 'EGRESS_HOST' })
    await expect(door.post({ ...ask, destination: 'elsewhere' })).rejects.toMatchObject({ code: 'EGRESS_LEVEL' })
    expect(other.asked).toEqual([])
    await other.stop()
  })
})
