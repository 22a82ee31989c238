import type { StoredNote } from './checkpoint-file.ts'
import { Frontier, frontierOf } from './frontier.ts'
import type { Line } from './line.ts'
import { PRE } from './notary.ts'

/**
 * Finds the tree of a ledger of which only the end is read: the record before each checkpoint holds the tree's frontier. Compares it with
 * the last checkpoint, if that lies in what is read.
 */
export class TreeFinder {
  readonly #note: StoredNote | null
  #tree: Frontier | null
  #differs = false

  /** `first`: the number of the first record that will be read. */
  constructor(first: number, note: StoredNote | null) {
    this.#tree = first === 0 ? new Frontier() : null
    this.#note = note
  }

  /** Null while it is not known. */
  get tree(): Frontier | null {
    return this.#tree
  }

  add({ type, seq, fields }: Line, leaf: string | null): void {
    const { tree } = fields
    if (this.#tree === null && type === PRE && Array.isArray(tree)) this.#tree = frontierOf(seq, tree)
    if (this.#tree === null || leaf === null) return
    this.#tree.push(Buffer.from(leaf, 'base64'))
    if (this.#tree.size === this.#note?.size && Buffer.compare(this.#tree.root(), this.#note.root) !== 0)
      this.#differs = true
  }

  /** One sentence when what was read is not what the last checkpoint covers. */
  whyNot(records: number): string | null {
    if (this.#note === null) return null
    const { size } = this.#note
    if (size > records) return `the last checkpoint covers ${String(size)} records, and there are ${String(records)}`
    return this.#differs ? `the first ${String(size)} records are not those that the last checkpoint covers` : null
  }
}
