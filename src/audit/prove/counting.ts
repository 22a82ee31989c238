import type { JsonObject } from '../../terms/json.ts'
import { decisionRow, LATE_ROW, outcomeRow } from '../index/request-row.ts'
import type { Row } from '../index/request-row.ts'
import { keptDestinations } from '../index/zones.ts'
import { levelsAsked } from './kept-levels.ts'
import type { IsAsked } from './kept-levels.ts'
import type { Because, Counts, Exception, Question, Used } from './statement.ts'

/** Exceptions that are named, with proofs; the others are only counted. */
export const MOST_LISTED = 200

type Kept = ReturnType<typeof keptDestinations>

type Open = {
  readonly seq: number
  readonly time: number
  readonly policy: string | null
  readonly known: boolean
  readonly words: Row['words']
  readonly ended: number | null
}

/**
 * Counts the requests of a period from the records as they pass by, and finds those that are exceptions. What is not known counts against: a
 * zone that the kept policies do not say, a level that cannot be compared, a permitted request whose end is not recorded. Memory grows with
 * the requests in flight and the policies, not with the ledger.
 */
export class Counting {
  readonly #question: Question
  readonly #isAsked: IsAsked
  readonly #kept: Kept
  readonly #since: number
  readonly #until: number
  readonly #open = new Map<string, Open>()
  readonly #used = new Map<string | null, { decisions: number; readonly names: Set<string> }>()
  readonly #listed: Exception[] = []
  #exceptions = 0
  #total = { decisions: 0, permitted: 0, denied: 0, refused: 0 }
  #asked = { requests: 0, permitted: 0 }
  #reached = { lan: 0, cloud: 0, unknown: 0 }
  #first: number | null = null
  #last: number | null = null

  constructor(dir: string, question: Question) {
    this.#question = question
    this.#isAsked = levelsAsked(dir, question.levels)
    this.#kept = keptDestinations(dir)
    this.#since = question.since === null ? -Infinity : Date.parse(question.since)
    this.#until = question.until === null ? Infinity : Date.parse(question.until)
  }

  isIn(time: number): boolean {
    return time >= this.#since && time < this.#until
  }

  get first(): number | null {
    return this.#first
  }

  get last(): number | null {
    return this.#last
  }

  get counts(): Counts {
    return { ...this.#total, asked: { ...this.#asked, reached: { ...this.#reached } } }
  }

  get exceptions(): { readonly count: number; readonly listed: readonly Exception[] } {
    return { count: this.#exceptions, listed: this.#listed }
  }

  /** Policies that decided, in the order of their first decision. */
  get policies(): readonly Used[] {
    return [...this.#used].map(([sha256, { decisions, names }]) => {
      const zones = [...names].sort().map((name) => [name, this.#kept(sha256, name)?.zone ?? null] as const)
      const isKept = zones.every(([, zone]) => zone !== null)
      return { sha256, decisions, zones: isKept ? (Object.fromEntries(zones) as Record<string, string>) : null }
    })
  }

  /** Takes in a record of a ledger that was verified. */
  add(record: JsonObject, seq: number, time: number): void {
    const { type, request } = record
    if (type === 'audit.late') return this.#late(record)
    if (typeof request !== 'string') return
    if (type === 'decision') this.#decide(record, request, seq, time)
    else if (type === 'outcome')
      this.#end(request, seq, (policy) => outcomeRow(record, { policy, pinned: null }, this.#kept))
  }

  /** When there are no more records: what is still open may have reached what it was permitted to. */
  finish(): void {
    for (const [request, open] of this.#open) this.#judge(request, open)
    this.#open.clear()
  }

  #decide(record: JsonObject, request: string, seq: number, time: number): void {
    if (!this.isIn(time)) return
    this.#first ??= seq
    this.#last = seq
    const { words } = decisionRow(record, this.#kept)
    const policy = typeof words.policy === 'string' ? words.policy : null
    this.#total.decisions += 1
    this.#use(policy, words.considered ?? [])
    const level = typeof words.level === 'string' ? words.level : null
    const { asked, known } = this.#isAsked(policy, level)
    if (asked) this.#asked.requests += 1
    // Whatever is no denial and no refusal counts as permitted.
    if (words.effect === 'deny') this.#total.denied += 1
    else if (words.effect === 'refuse') this.#total.refused += 1
    else {
      this.#total.permitted += 1
      if (asked) this.#asked.permitted += 1
      const reached = words.reached?.length ? words.reached : ['unknown'] // permitted, and it does not say to what
      if (asked) this.#open.set(request, { seq, time, policy, known, words: { ...words, reached }, ended: null })
    }
  }

  #use(policy: string | null, considered: string | readonly string[]): void {
    const used = this.#used.get(policy) ?? { decisions: 0, names: new Set<string>() }
    used.decisions += 1
    for (const name of typeof considered === 'string' ? [considered] : considered) used.names.add(name)
    this.#used.set(policy, used)
  }

  #late({ records }: JsonObject): void {
    if (!Array.isArray(records)) return
    for (const { type, request } of records as readonly JsonObject[])
      if (type === 'decision' && typeof request === 'string') this.#end(request, null, () => LATE_ROW)
  }

  #end(request: string, ended: number | null, rowOf: (policy: string | null) => Row): void {
    const open = this.#open.get(request)
    if (open === undefined) return
    this.#open.delete(request)
    this.#judge(request, { ...open, words: { ...open.words, ...rowOf(open.policy).words }, ended })
  }

  #judge(request: string, { seq, time, known, words, ended }: Open): void {
    const reached = typeof words.reached === 'string' ? [words.reached] : (words.reached ?? [])
    for (const zone of ['lan', 'cloud', 'unknown'] as const) if (reached.includes(zone)) this.#reached[zone] += 1
    const isThere = this.#question.to.some((zone) => reached.includes(zone))
    const isUnknown = reached.some((zone) => zone !== 'lan' && zone !== 'cloud')
    if (!isThere && !isUnknown) return
    this.#exceptions += 1
    if (this.#listed.length >= MOST_LISTED) return
    const reasons: readonly (readonly [Because, boolean])[] = [
      ['reached', isThere && known && isEnded(words.outcome)],
      ['zone_not_known', isUnknown],
      ['level_not_known', !known],
      ['outcome_not_known', !isEnded(words.outcome)],
    ]
    this.#listed.push({
      ...{ request, seq, ended, time: new Date(time).toISOString(), level: one(words.level) },
      ...{ destination: one(words.destination), reached: [...reached] },
      because: reasons.flatMap(([because, isSo]) => (isSo ? [because] : [])),
    })
  }
}

const ENDS: readonly unknown[] = ['answered', 'failed', 'aborted']
const isEnded = (outcome: unknown) => ENDS.includes(outcome)
const one = (words: string | readonly string[] | null | undefined) => (typeof words === 'string' ? words : null)
