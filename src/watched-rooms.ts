/** The rooms of one request with a clock beside each step. What they do, and what they throw, stays as it is. */
import type { Rooms } from './pipeline.ts'
import type { Watch } from './telemetry/story.ts'
import type { Attempt } from './terms/attempt.ts'

/**
 * `watches` knows whose the attempts of a plan are while they may be made, and not longer. A WeakMap whose values lead back to their keys, as a watch
 * does, forgets only when all of the memory is looked through: until then each request would be kept, with all that it holds.
 */
export function watchedRooms(rooms: Rooms, watch: Watch, watches: Map<Attempt, Watch>): Rooms {
  const { timed } = watch
  const { seal } = rooms
  let outcomes = 0
  const forward = timed('forward', rooms.forward)
  const [record, outcome] = [timed('record', rooms.append), timed('outcome', rooms.append)]
  return {
    ...rooms,
    authenticate: timed('authenticate', rooms.authenticate),
    read: timed('read', rooms.read),
    recall: timed('recall', rooms.recall),
    detect: timed('detect', rooms.detect),
    decide: timed('decide', rooms.decide),
    rehearse: timed('rehearse', rooms.rehearse),
    prove: timed('prove', rooms.prove),
    route: timed('route', rooms.route),
    ...(seal && { seal: timed('seal', seal) }),
    forward: async (considered, witness) => {
      const { attempts } = considered.plan
      for (const attempt of attempts) watches.set(attempt, watch)
      try {
        return await forward(considered, witness)
      } finally {
        for (const attempt of attempts) watches.delete(attempt)
      }
    },
    models: timed('models', rooms.models),
    record: {
      decision: rooms.record.decision,
      outcome: (seen, came) => {
        outcomes += 1
        watch.heard(came)
        return rooms.record.outcome(seen, came)
      },
    },
    append: (entry) => (outcomes === 0 ? record(entry) : outcome(entry)),
  }
}
