import type { Level } from '../terms/level.ts'
import type { Name } from './digests.ts'

export type Entry = {
  /** Null for the lowest. */
  readonly level: Level | null
  /** The destination that a sealed part came from. */
  readonly from: string | null
  /** Milliseconds since 1970. */
  until: number
}

/**
 * What is remembered for one caller. At least the half of its room that was used last is in it, and never more than its room.
 *
 * Two generations instead of one list in order of use: a Map that loses its oldest key at every step leaves gaps at its front,
 * which each look at the front must cross. Here every step takes the same time, however much is in it.
 */
export class Shelf {
  #young = new Map<Name, Entry>()
  #old = new Map<Name, Entry>()
  readonly #half: number

  /** `room`: how many entries there may be, at least two. */
  constructor(room: number) {
    this.#half = Math.floor(room / 2)
  }

  get size(): number {
    return this.#young.size + this.#old.size
  }

  get(name: Name): Entry | undefined {
    const entry = this.#young.get(name)
    if (entry !== undefined) return entry
    const old = this.#old.get(name)
    if (old !== undefined) this.set(name, old)
    return old
  }

  set(name: Name, entry: Entry): void {
    this.#old.delete(name)
    this.#young.set(name, entry)
    if (this.#young.size < this.#half) return
    this.#old = this.#young
    this.#young = new Map()
  }
}
