import type { JsonObject } from '../../terms/json.ts'
import type { Incident } from './statement.ts'

const MOST_LISTED = 500

/** Records of what happened to the ledger itself. */
const RECORDED: readonly (string | undefined)[] = ['audit.torn', 'audit.late', 'sink.poisoned', 'clock.step', 'audit.gap', 'audit.pruned'] // prettier-ignore
const isRecorded = (type: string) => RECORDED.includes(type) || type.startsWith('audit.gap')

/**
 * Finds in the records what a reader should know of: torn bytes, late records, failing disks, steps of the clock, gaps that were accepted, and
 * starts of a process whose forerunner did not stop in order (`start_without_stop`). What was written at a start is of the time
 * since the last record before it, so one that follows the period may belong to it.
 */
export class Incidents {
  readonly #since: number
  readonly #until: number
  readonly #listed: Incident[] = []
  #count = 0
  #boot: unknown = null
  /** The time of the last record of the run before. */
  #left = -Infinity
  #before = -Infinity
  #isRunning = false

  constructor(since: number, until: number) {
    this.#since = since
    this.#until = until
  }

  get found(): { readonly count: number; readonly listed: readonly Incident[] } {
    return { count: this.#count, listed: this.#listed }
  }

  add(record: JsonObject, seq: number, time: number): void {
    const { type, boot, event } = record
    if (boot !== this.#boot) this.#left = this.#before
    this.#boot = boot
    const isStart = type === 'lifecycle' && event === 'start'
    if (isStart && this.#isRunning) this.#note('start_without_stop', seq, time)
    if (isStart) this.#isRunning = true
    if (type === 'lifecycle' && event === 'stop') this.#isRunning = false
    if (typeof type === 'string' && isRecorded(type)) this.#note(type, seq, time)
    this.#before = time
  }

  #note(what: string, seq: number, time: number): void {
    if (time < this.#since || Math.min(this.#left, time) >= this.#until) return
    this.#count += 1
    if (this.#listed.length < MOST_LISTED) this.#listed.push({ what, seq, time: new Date(time).toISOString() })
  }
}
