/** The rooms of one request with a clock beside each step. What they do, and what they throw, stays as it is. */
import type { Rooms } from './pipeline.ts'
import type { Watch } from './telemetry/story.ts'
import type { Attempt } from './terms/attempt.ts'

/** `watches` learns whose attempts the plan holds. */
export function watchedRooms(rooms: Rooms, watch: Watch, watches: WeakMap<Attempt, Watch>): Rooms {
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
    forward: (considered, witness) => {
      for (const attempt of considered.plan.attempts) watches.set(attempt, watch)
      return forward(considered, witness)
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
