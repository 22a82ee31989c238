import { isJsonObject } from '../terms/json.ts'
import type { JsonValue } from '../terms/json.ts'
import type { Line } from './line.ts'

/** The record of a tail that was given up. */
export const GAP_ACCEPTED = 'audit.gap_accepted'

/** A tail that was given up at a start: records from `from` on are missing, and what follows was written after. */
export type Gap = { readonly seq: number; readonly from: number; readonly by: string; readonly reason: string }

/** What a record says about a file of torn bytes. */
export type TornRecord = { readonly file: string; readonly bytes: number; readonly sha256: string }

/**
 * What the records say together: how many there are of each type, and which permitted requests have no outcome yet.
 * Holds the requests in flight, the torn files and the policies' digests in memory, nothing else.
 */
export class Tally {
  readonly types = new Map<string, number>()
  /** Request → number of its decision record. */
  readonly open = new Map<string, number>()
  readonly torn: TornRecord[] = []
  readonly gaps: Gap[] = []
  /** Digests of the policies that records say are kept beside them. */
  readonly kept = new Set<string>()
  recovered = 0
  firstTime: number | null = null
  lastTime: number | null = null
  readonly #whole: boolean
  /** Of the present run of the process; null when its start was not read. */
  #run: RunCounts | null = null

  /** `whole`: false when reading starts in the middle, where an outcome's decision may lie before. `open`: requests that were decided before a cut. */
  constructor(whole: boolean, open: readonly string[] = []) {
    this.#whole = whole
    for (const request of open) this.open.set(request, 0)
  }

  /** Takes a record in, or objects with one sentence. */
  add({ type, time, seq, fields }: Line): string | null {
    this.types.set(type, (this.types.get(type) ?? 0) + 1)
    this.firstTime ??= time
    this.lastTime = time
    if (type === 'lifecycle') this.#keep(fields['policy'])
    if (type === 'lifecycle' && fields['event'] === 'start') this.#run = { decisions: 0, permits: 0, outcomes: 0 }
    if (type === 'heartbeat') return this.#compare(fields)
    if (type === 'audit.torn') return this.#addTorn(fields)
    if (type === GAP_ACCEPTED) return this.#addGap(seq, fields)
    if (type === 'audit.late') return this.#addLate(fields['records'])
    const { request } = fields
    if (type !== 'decision' && type !== 'outcome') return null
    if (typeof request !== 'string') return `the ${type} names no request`
    return type === 'decision' ? this.#decide(request, seq, fields) : this.#close(request, fields)
  }

  #keep(policy: JsonValue | undefined): void {
    if (!isJsonObject(policy) || policy['kept'] !== true) return
    if (typeof policy['sha256'] === 'string') this.kept.add(policy['sha256'])
  }

  /**
   * Whatever the process has counted as recorded stands before the record that says so; what has only just reached the disk may not be counted
   * yet. And what the egress guard let out was permitted first.
   */
  #compare(fields: Line['fields']): string | null {
    const run = this.#run
    if (run === null || !this.#whole) return null
    const over = (['decisions', 'permits', 'outcomes'] as const).find((name) => isMore(fields[name], run[name]))
    if (over !== undefined) return `the process counted more ${over} than are recorded before this`
    return isMore(fields['sent'], run.permits) ? 'more requests were sent than were permitted' : null
  }

  #decide(request: string, seq: number, fields: Line['fields']): string | null {
    if (this.#run !== null) {
      this.#run.decisions += 1
      if (fields['effect'] === 'permit') this.#run.permits += 1
    }
    if (this.open.has(request)) return 'the request was decided before and has no outcome'
    if (fields['effect'] === 'permit') this.open.set(request, seq)
    return null
  }

  #close(request: string, fields: Line['fields']): string | null {
    if (!this.open.delete(request) && this.#whole) return 'the outcome belongs to no permitted request that is open'
    if (this.#run !== null) this.#run.outcomes += 1
    if (fields['recovered'] === true) this.recovered += 1
    return null
  }

  /** A decision that reached the disk too late was refused to its caller: nothing was sent, and no outcome follows. */
  #addLate(records: JsonValue | undefined): string | null {
    if (!Array.isArray(records)) return 'the record names no late records'
    for (const late of records as readonly JsonValue[]) {
      if (isJsonObject(late) && late['type'] === 'decision' && typeof late['request'] === 'string') {
        this.open.delete(late['request'])
      }
    }
    return null
  }

  #addGap(seq: number, { from, by, reason }: Line['fields']): string | null {
    if (typeof from !== 'number' || !(from < seq) || typeof by !== 'string' || typeof reason !== 'string')
      return 'the record names no gap'
    if (!this.gaps.some((gap) => gap.from === from)) this.gaps.push({ seq, from, by, reason })
    return null
  }

  #addTorn({ file, bytes, sha256 }: Line['fields']): string | null {
    if (typeof file !== 'string' || typeof bytes !== 'number' || typeof sha256 !== 'string')
      return 'the record names no file'
    this.torn.push({ file, bytes, sha256 })
    return null
  }
}

type RunCounts = { decisions: number; permits: number; outcomes: number }

/** True also for what is no number: a heartbeat counts. */
const isMore = (said: JsonValue | undefined, counted: number) => typeof said !== 'number' || said > counted
