import type { Detection, DetectorFailure } from '../terms/finding.ts'
import type { Prompt, Segment } from '../terms/prompt.ts'
import { stretchesOf, windowsOf } from './join.ts'
import type { Joined, Window } from './join.ts'
import { fail } from './look-at.ts'
import type { Clock } from './look-at.ts'
import { merged } from './merge.ts'
import type { Seen } from './merge.ts'
import { placeNames } from './place-names.ts'
import { createKeys } from './segment-cache.ts'
import type { SegmentCache } from './segment-cache.ts'
import type { Sight } from './sight.ts'

export type RunOptions = {
  /** Milliseconds, as the budget counts them; any origin. `workedMs` leaves out what others do meanwhile. */
  readonly now: () => number
  /** Milliseconds for one prompt; 2,000 unless said otherwise. */
  readonly budgetMs?: number
  /** Milliseconds for one text, which is never interrupted; as many as for the prompt unless said otherwise. */
  readonly textMs?: number
  /** UTF-16 units for one prompt; 4,000,000 unless said otherwise. */
  readonly maxChars?: number
  /** Remembers what was seen, so that the cost of a conversation follows its new text. None unless said otherwise. */
  readonly cache?: SegmentCache
}

/** What is to be looked at, and all that the answer depends on. Plain data, which can be sent to a thread. */
export type Asked = {
  readonly segment: Segment
  /** For neighbouring segments that are read as one; null for a segment by itself. */
  readonly window: Window | null
}

/** The same, with what tells it from other ways to ask about its text, and where what is seen in it belongs. */
export type Ask = Asked & {
  readonly how: string
  readonly place: (sights: readonly Sight[]) => readonly Seen[]
}

/** What a look showed. One that failed in any way is not remembered; after one that is late nothing more is looked at. */
export type Answered = {
  readonly sights: readonly Sight[]
  readonly failed: readonly DetectorFailure[]
  readonly isLate: boolean
}

/** One prompt that is being looked at: what is asked, what is known already, and what came of it so far. */
export type Run = {
  readonly clock: Clock & { deadline: number }
  readonly asks: () => Generator<Ask>
  readonly known: (ask: Ask) => Answered | null
  /** The clock for one text that is looked at now. */
  readonly clockOf: () => Clock
  /** Takes an answer, and remembers it where it may. Answers come in the order of what was asked. */
  readonly take: (ask: Ask, answer: Answered) => void
  readonly isLate: () => boolean
  readonly end: () => Detection
}

/** Begins with prompts, and looks at nothing itself: whoever does brings the answers. */
export function createRun({ now, budgetMs = 2_000, textMs = budgetMs, maxChars = 4_000_000, cache }: RunOptions) {
  const keyOf = createKeys()
  return ({ segments }: Pick<Prompt, 'segments'>, scope: string): Run => {
    const clock = { now, deadline: now() + budgetMs }
    const failed = new Map<string, DetectorFailure>()
    const seen: Seen[] = []
    const keys = new Map<Ask, string>()
    const fits = fitting(segments, maxChars)
    if (fits.length < segments.length) fail({ failed }, 'detect', 'overloaded')
    let isLate = false
    return {
      clock,
      asks: () => asksOf(fits),
      known: (ask) => {
        if (cache === undefined) return null
        const { role, kind, path, text } = ask.segment
        const key = keyOf([scope, ask.how, role, kind, path, text])
        const sights = cache.get(key)
        if (sights !== undefined) return { sights, failed: [], isLate: false }
        keys.set(ask, key)
        return null
      },
      clockOf: () => ({ now, deadline: Math.min(clock.deadline, now() + textMs) }),
      take: (ask, answer) => {
        for (const { detector, why } of answer.failed) fail({ failed }, detector, why)
        const key = keys.get(ask)
        if (key !== undefined && answer.failed.length === 0 && !answer.isLate) cache?.set(key, answer.sights)
        for (const some of ask.place(answer.sights)) seen.push(some)
        isLate ||= answer.isLate
      },
      isLate: () => isLate,
      end: () => ({ findings: merged(seen), failed: [...failed.values()] }),
    }
  }
}

function fitting(segments: readonly Segment[], maxChars: number): readonly Segment[] {
  let left = maxChars
  const over = segments.findIndex(({ text }) => (left -= text.length) < 0)
  return over === -1 ? segments : segments.slice(0, over)
}

/** Every segment by itself; then short ones, and the ends of long ones, joined as if nothing stood between them, and as lines. */
function* asksOf(segments: readonly Segment[]): Generator<Ask> {
  for (const [index, segment] of segments.entries()) yield askAlone(segment, index)
  for (const edges of stretchesOf(segments.map(({ text }) => text))) {
    for (const window of windowsOf(edges, '', true)) yield askJoined(window)
    for (const window of windowsOf(edges, '\n', false)) yield askJoined(window)
  }
}

const askAlone = ({ path, ...rest }: Segment, index: number): Ask => ({
  segment: { ...rest, path: placeNames(path) },
  window: null,
  how: 'alone',
  place: (sights) => sights.map((sight) => ({ ...sight, segment: index })),
})

const askJoined = ({ text, shape, ends, owned, cutOnly, locate }: Joined): Ask => ({
  segment: { path: '', role: 'joined', kind: 'value', text },
  window: { ends, owned, cutOnly },
  how: shape,
  place: (sights) =>
    sights.flatMap((sight) => {
      const place = locate(sight.start, sight.end)
      return place === null ? [] : [{ ...sight, ...place }]
    }),
})
