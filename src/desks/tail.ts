/** Looking on: requests as they are decided and as they end. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Filter } from '../audit/index/filter.ts'
import type { IndexDesk } from '../audit/index/index-desk.ts'
import type { Newer } from '../audit/index/newer.ts'
import type { Asked } from '../serve/admin-operations.ts'
import type { JsonObject } from '../terms/json.ts'
import { Problem } from '../terms/problem.ts'
import type { Visitor } from './front-desk.ts'

export type TailTimes = {
  /** How often it looks. */
  readonly everyMs: number
  /** How often, at the least, it asks again who is there and leaves a record. */
  readonly renewMs: number
  /** How long a connection may be; a browser makes another one by itself. */
  readonly mostMs: number
}

export const TAIL_TIMES: TailTimes = { everyMs: 1_000, renewMs: 60_000, mostMs: 900_000 }

const [MOST_TAILS, LIMIT] = [32, 200]

type TailEvent = { readonly event: string; readonly data: JsonObject }

export type TailQuestion = { readonly filter: Filter; readonly asked: JsonObject }

/**
 * Makes tails, of which there are only so many at a time. A tail ends when whoever looks on is gone or may not any more, when their token
 * expires, and after a while.
 */
export function tails({ index, now }: { readonly index: IndexDesk; readonly now: () => number }, times = TAIL_TIMES) {
  let open = 0

  async function* follow(
    visitor: Visitor,
    { filter, asked }: TailQuestion,
    gone: AbortSignal,
  ): AsyncIterable<TailEvent> {
    let [who, rows] = [visitor, 0]
    const begin = now()
    let renewAt = renewalOf(who, begin, times)
    const newer = async (after: number | null) => {
      const { body } = await index.ask({ what: 'newer', scope: who.grants.records, filter, after, limit: LIMIT })
      return body as unknown as Newer
    }
    let { next } = await newer(null)
    yield { event: 'requests', data: { requests: [], next } }
    while (!gone.aborted && now() - begin < times.mostMs) {
      if (now() >= renewAt) {
        who = await who.renew({ rows, asked })
        rows = 0
        renewAt = renewalOf(who, now(), times)
      }
      const found = await newer(next)
      if (found.requests.length > 0) yield { event: 'requests', data: found as unknown as JsonObject }
      rows += found.requests.length
      next = found.next
      if (found.requests.length < LIMIT) await sleep(times.everyMs, undefined, { signal: gone, ref: false })
    }
  }

  /** Once for each visitor. Throws the Problem when there are too many. */
  return (visitor: Visitor, question: TailQuestion, { gone }: Pick<Asked, 'gone'>): AsyncIterable<TailEvent> => {
    if (open >= MOST_TAILS) throw new Problem('rate_limited', 'too many look on', { says: 'Too many look on already.' })
    open += 1
    const over = new Promise<void>((done) => {
      if (gone.aborted) done()
      else gone.addEventListener('abort', () => done(), { once: true })
    })
    void over.then(() => (open -= 1)) // also of a tail that was never begun
    return ending(follow(visitor, question, gone), gone)
  }
}

/** The token may expire before. */
const renewalOf = ({ caller: { expires } }: Visitor, now: number, { renewMs }: TailTimes) =>
  Math.min(now + renewMs, Math.max(now, expires * 1000))

/** Says that it ended, and not why: whoever may not look on any more is told when they ask again. */
async function* ending(events: AsyncIterable<TailEvent>, gone: AbortSignal): AsyncIterable<TailEvent> {
  try {
    yield* events
  } catch (thrown) {
    if (gone.aborted) return
    if (!(thrown instanceof Problem)) throw thrown
  }
  yield { event: 'end', data: { requests: [], next: -1 } }
}
