import type { Entry } from './append-queue.ts'
import type { Mirror, MirrorState, Reached } from './mirror.ts'

/** A record that reached the disk after it had been refused. */
export type Late = { readonly seq: number; readonly type: string; readonly request: string | null }

/** Records that are durable here, with the number of the first and of the one after the last. */
export type Durable = { readonly entries: readonly Entry[]; readonly from: number; readonly until: number }

/** How many late records one line names. */
const LATE_PER_LINE = 200

/** Tells those who wait that their records are durable: at once, or when a mirror that is needed has them too (FC-1). Keeps who had been refused by then. */
export class Acknowledgements {
  #mirror: Mirror | null = null
  #isClosing = false
  #awaiting: Durable[] = []
  #late: Late[] = []
  #lateInAll = 0

  /** Entries that are durable here, and wait for the mirror. */
  get waiting(): readonly Entry[] {
    return this.#awaiting.flatMap(({ entries }) => entries)
  }

  get hasLate(): boolean {
    return this.#late.length > 0
  }

  get lateInAll(): number {
    return this.#lateInAll
  }

  /** Null without a mirror. */
  get mirror(): MirrorState | null {
    return this.#mirror?.state ?? null
  }

  /** Why nothing would be acknowledged now; null when it would. */
  get whyNot(): string | null {
    const state = this.#needsMirror ? this.mirror : null
    return state?.status === 'failed' ? (state.why ?? 'unknown') : null
  }

  /** Whatever is durable from now on goes to the mirror too. `onLate` is called when it has come too late for somebody. */
  mirrorTo(mirror: Mirror, reached: Reached | null, onLate: () => void): void {
    this.#mirror = mirror
    mirror.onProgress = () => {
      this.#mirrored()
      if (this.hasLate) onLate()
    }
    this.#offer(reached)
  }

  done(durable: Durable, reached: Reached | null): void {
    if (this.#needsMirror) this.#awaiting.push(durable)
    else this.#answerAll(durable)
    this.#offer(reached)
  }

  /** Now and then: what else is to be copied, is. */
  tick(): void {
    this.#mirror?.tick()
  }

  /** The ledger is being closed: what is left is copied, and nobody waits for it. */
  closing(): void {
    this.#isClosing = true
    queueMicrotask(() => this.#mirrored())
  }

  /** Lets the mirror copy what is left, for so long at most. */
  async close(ms: number): Promise<void> {
    await this.#mirror?.close(ms)
  }

  /** The oldest late records, as many as go into one line; they are not given again. */
  takeLate(): readonly Late[] {
    return this.#late.splice(0, LATE_PER_LINE)
  }

  get #needsMirror(): boolean {
    return this.#mirror?.need === 'all' && !this.#isClosing
  }

  #offer(reached: Reached | null): void {
    if (reached !== null) this.#mirror?.offer(reached)
  }

  #mirrored(): void {
    const reached = this.#needsMirror ? (this.mirror?.records ?? 0) : Infinity
    while (this.#awaiting[0] !== undefined && this.#awaiting[0].until <= reached) {
      const durable = this.#awaiting.shift()
      if (durable !== undefined) this.#answerAll(durable)
    }
  }

  #answerAll({ entries, from }: Durable): void {
    entries.forEach((entry, index) => this.#answer(entry, from + index))
  }

  #answer(entry: Entry, seq: number): void {
    if (!entry.settled) {
      entry.settled = true
      return entry.resolve({ seq })
    }
    this.#lateInAll += 1
    this.#late.push({ seq, type: entry.type, request: entry.request })
  }
}
