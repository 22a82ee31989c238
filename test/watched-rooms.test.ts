import { expect, test } from '@jest/globals'
import type { Considered, Rooms } from '../src/pipeline.ts'
import { createWatch } from '../src/telemetry/story.ts'
import type { Watch } from '../src/telemetry/story.ts'
import type { Attempt } from '../src/terms/attempt.ts'
import type { Witness } from '../src/terms/witness.ts'
import { watchedRooms } from '../src/watched-rooms.ts'

const attempts = [{ destination: 'lan' }, { destination: 'cloud' }] as unknown as readonly Attempt[]
const considered = { plan: { kind: 'attempts', attempts } } as unknown as Considered

test.each([
  { name: 'a request that was answered', end: () => Promise.resolve(null) },
  { name: 'a request that failed', end: () => Promise.reject(new Error('no')) },
])('of $name, nothing is kept when it has been forwarded', async ({ end }) => {
  const watches = new Map<Attempt, Watch>()
  const watch = createWatch({ request: 'r', api: null, known: {}, now: () => 0 })
  const known: boolean[] = []
  const forward = () => {
    known.push(...attempts.map((attempt) => watches.get(attempt) === watch))
    return end()
  }
  const rooms = { record: {}, forward } as unknown as Rooms
  await watchedRooms(rooms, watch, watches).forward(considered, {} as Witness).catch(() => null) // prettier-ignore
  expect({ known, kept: watches.size }).toEqual({ known: [true, true], kept: 0 })
})
