import type { SentAttempt } from './sent-attempts.ts'

/** A request that a node has logged. */
export type Logged = {
  readonly file: string
  /** From 1. */
  readonly line: number
  readonly at: number | null
  readonly client: string | null
  readonly method: string
  readonly path: string
  readonly status: number
}

export type Matched = {
  readonly accounted: number
  /** Logged by the node, and no record accounts for it. */
  readonly unaccounted: readonly Logged[]
  /** Recorded as answered by the node, within the time that its log covers, and not logged. */
  readonly missing: readonly SentAttempt[]
}

export type MatchOptions = {
  /** How far the node's clock may be off, and how coarse its times are, in milliseconds. */
  readonly slackMs: number
  /** Milliseconds since 1970, between which the log says everything. */
  readonly covers: { readonly from: number; readonly to: number }
}

/**
 * Pairs what a node has logged with what the ledger says was sent to it: one to one, the same status, at a time at which the request was under
 * way. Of several that fit, the one that ends first is taken, so that as many are paired as can be. What is left of the lines is
 * then paired with attempts that broke off, whatever their status: nobody can say what the node wrote of those.
 *
 * One to one is all that it shows: a stranger's request that takes the place of one that the node did not log is not seen.
 */
export function match(lines: readonly Logged[], attempts: readonly SentAttempt[], options: MatchOptions): Matched {
  const { slackMs, covers } = options
  const sorted = lines.toSorted(byTime)
  const free = new Set(attempts)
  const unpaired = [...Map.groupBy(sorted, (line) => line.status)].flatMap(
    ([status, same]) =>
    pair(same, attempts.filter((one) => one.status === status), free, slackMs), // prettier-ignore
  )
  const left = pair(unpaired.toSorted(byTime), [...free].filter(({ sure }) => !sure), free, slackMs) // prettier-ignore
  const isCovered = ({ from, to }: SentAttempt) => from - slackMs >= covers.from && to + slackMs <= covers.to
  return {
    accounted: lines.length - left.length,
    unaccounted: left,
    missing: [...free].filter((one) => one.sure && isCovered(one)),
  }
}

const NEVER = Number.MAX_SAFE_INTEGER
const byTime = (a: Logged, b: Logged) => (a.at ?? NEVER) - (b.at ?? NEVER)

/** Takes from `free` what is paired; gives the lines that found nothing. `lines` are in the order of their times, those without one last. */
function pair(
  lines: readonly Logged[],
  attempts: readonly SentAttempt[],
  free: Set<SentAttempt>,
  slackMs: number,
): Logged[] {
  // prettier-ignore
  const waiting = attempts.toSorted((a, b) => a.from - b.from)
  const open = soonest()
  const left: Logged[] = []
  const rest = attempts.values() // for lines without a time, when all that have one are done
  let next = 0
  for (const line of lines) {
    const { at } = line
    for (let one = waiting[next]; at !== null && one !== undefined && one.from - slackMs <= at; one = waiting[next]) {
      open.add(one)
      next += 1
    }
    const found = at === null ? firstOf(rest, free) : takeFrom(open, at - slackMs)
    if (found === undefined) left.push(line)
    else free.delete(found)
  }
  return left
}

function firstOf(rest: Iterator<SentAttempt, undefined>, free: ReadonlySet<SentAttempt>): SentAttempt | undefined {
  let one = rest.next().value
  while (one !== undefined && !free.has(one)) one = rest.next().value
  return one
}

/** The first that ends at `from` or later. What ends before is let go for good. */
function takeFrom(open: Soonest, from: number): SentAttempt | undefined {
  let one = open.take()
  while (one !== undefined && one.to < from) one = open.take()
  return one
}

type Soonest = { readonly add: (one: SentAttempt) => void; readonly take: () => SentAttempt | undefined }

/** Attempts, the one that ends first at the top: a binary heap. */
function soonest(): Soonest {
  const heap: SentAttempt[] = []
  return {
    add: (one) => {
      let at = heap.push(one) - 1
      for (let up = (at - 1) >> 1; at > 0 && endOf(heap[up]) > endOf(heap[at]); up = (at - 1) >> 1) {
        swap(heap, at, up)
        at = up
      }
    },
    take: () => {
      const top = heap[0]
      const last = heap.pop()
      if (last !== undefined && heap.length > 0) {
        heap[0] = last
        sink(heap)
      }
      return top
    },
  }
}

const endOf = (one: SentAttempt | undefined) => one?.to ?? Infinity

function swap(heap: SentAttempt[], a: number, b: number): void {
  const [first, second] = [heap[a], heap[b]]
  if (first === undefined || second === undefined) return
  heap[a] = second
  heap[b] = first
}

function sink(heap: SentAttempt[]): void {
  for (let at = 0; ;) {
    const [left, right] = [2 * at + 1, 2 * at + 2]
    const down = endOf(heap[right]) < endOf(heap[left]) ? right : left
    if (down >= heap.length || endOf(heap[down]) >= endOf(heap[at])) return
    swap(heap, at, down)
    at = down
  }
}
