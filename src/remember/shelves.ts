import type { Name } from './digests.ts'
import { Shelf } from './shelf.ts'
import type { Entry } from './shelf.ts'

export type ShelvesParts = {
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** How many entries there may be in all. */
  readonly room: number
  /** How many of them one caller may have. */
  readonly roomPerCaller: number
  /** Milliseconds for which an entry lives after its last use. */
  readonly ttlMs: number
}

/** What a caller's shelf itself takes, in entries. */
const SHELF = 4

const weightOf = (shelf: Shelf): number => shelf.size + SHELF

/**
 * A shelf for each caller. A caller whose shelf is full forgets its own oldest entries and nobody else's. When all shelves together
 * have no room left, those callers are forgotten who have been silent for longest, so that it takes several callers who
 * fill their shelves to have anybody else forgotten.
 */
export class Shelves {
  #heard = new Map<Name, Shelf>()
  #silent = new Map<Name, Shelf>()
  /** Of the shelves in `#heard`, in entries. */
  #weight = 0
  readonly #half: number
  readonly #parts: ShelvesParts

  constructor(parts: ShelvesParts) {
    this.#half = Math.floor(parts.room / 2)
    if (!(parts.roomPerCaller >= 2 && parts.roomPerCaller + SHELF <= this.#half)) {
      throw new Error('the memory of conversations needs room for two entries per caller, and for two callers')
    }
    this.#parts = parts
  }

  /** How much of the room is taken, also by entries whose time is over. */
  get size(): number {
    return [...this.#heard.values(), ...this.#silent.values()].reduce((sum, shelf) => sum + weightOf(shelf), 0)
  }

  /** Being asked for is use: it prolongs a life that is not over. */
  get(caller: Name, name: Name): Entry | undefined {
    const shelf = this.#shelfOf(caller)
    const entry = shelf && this.#weighed(shelf, () => shelf.get(name))
    const now = this.#parts.now()
    if (entry === undefined || entry.until <= now) return undefined
    entry.until = now + this.#parts.ttlMs
    return entry
  }

  set(caller: Name, name: Name, entry: Omit<Entry, 'until'>): void {
    const shelf = this.#shelfOf(caller) ?? this.#put(caller, new Shelf(this.#parts.roomPerCaller))
    const until = this.#parts.now() + this.#parts.ttlMs
    this.#weighed(shelf, () => shelf.set(name, { ...entry, until }))
    if (this.#weight >= this.#half) this.#turnOver()
  }

  /** Both looking and putting may have a shelf forget what is old. */
  #weighed<T>(shelf: Shelf, work: () => T): T {
    const before = shelf.size
    const result = work()
    this.#weight += shelf.size - before
    return result
  }

  #shelfOf(caller: Name): Shelf | undefined {
    const heard = this.#heard.get(caller)
    if (heard !== undefined) return heard
    const silent = this.#silent.get(caller)
    return silent === undefined ? undefined : this.#put(caller, silent)
  }

  #put(caller: Name, shelf: Shelf): Shelf {
    const weight = weightOf(shelf)
    this.#silent.delete(caller)
    if (this.#weight + weight > this.#half) this.#turnOver()
    this.#heard.set(caller, shelf)
    this.#weight += weight
    return shelf
  }

  #turnOver(): void {
    this.#silent = this.#heard
    this.#heard = new Map()
    this.#weight = 0
  }
}
