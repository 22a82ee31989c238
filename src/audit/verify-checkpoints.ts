import { isJsonObject } from '../terms/json.ts'
import type { JsonValue } from '../terms/json.ts'
import { CHECKPOINTS, CheckpointReader, nameOf } from './checkpoint-file.ts'
import type { StoredNote } from './checkpoint-file.ts'
import { PRUNED_RECORD, saysCut } from './cut.ts'
import type { Cut } from './cut.ts'
import type { Frontier } from './frontier.ts'
import type { Line } from './line.ts'
import { PRE } from './notary.ts'
import { isSignedBy, names, readVkey, vkeyOf } from './signed-note.ts'
import type { NoteKey, SignedNote } from './signed-note.ts'

/** The record that puts a new key in the place of one: `from` and `to` are vkeys. The checkpoint that covers it has both signatures. */
export const ROTATE = 'key.rotate'

/** What checkpoints show that records alone do not. */
export type Found = {
  readonly verdict: 'tampered' | 'truncated' | 'fork' | 'unverifiable'
  readonly why: string
}

export type Checked = {
  readonly checkpoints: number
  /** Records that the last of them covers. */
  readonly signed: number
  /** Ids of the keys whose signatures were checked; null when no key was given, and none was. */
  readonly keys: readonly string[] | null
}

export type CheckParts = {
  readonly dir: string
  readonly origin: string
  /** Keys that are trusted; null to compare roots without asking who signed them. */
  readonly pinned: readonly NoteKey[] | null
  /** A checkpoint that somebody else kept. */
  readonly witness: SignedNote | null
  /** Of the records before the first that is there. */
  readonly tree: Frontier
  /** Where a pruned ledger begins. */
  readonly cut: Cut | null
}

/**
 * Grows the tree with the records as they pass, and compares it with every checkpoint. Keys that lie in the ledger are trusted only
 * when a key that is trusted already has signed for them.
 */
export class CheckpointCheck {
  readonly #parts: CheckParts
  readonly #reader: CheckpointReader
  /** Bytes that were there at the beginning. A checkpoint beyond may cover records that were written since. */
  readonly #known: number
  readonly #tree: Frontier
  readonly #usedKeys = new Set<string>()
  #keys: readonly NoteKey[] | null
  #next: StoredNote | null = null
  #last: StoredNote | null = null
  #rest = 0
  #count = 0
  #announced = 0
  /** Number of the record that says what was pruned. */
  #prunedAt: number | null = null
  #rotation: Line['fields'] | null = null
  #found: Found | null = null

  constructor(parts: CheckParts) {
    this.#parts = parts
    this.#tree = parts.tree
    this.#keys = parts.pinned
    this.#reader = new CheckpointReader(parts.dir, parts.origin)
    this.#known = this.#reader.size
    this.#checkWitness()
    if (parts.cut !== null) this.#passOver(parts.cut)
  }

  get found(): Found | null {
    return this.#found
  }

  get checked(): Checked {
    const keys = this.#parts.pinned === null ? null : [...this.#usedKeys]
    return { checkpoints: this.#count, signed: this.#last?.size ?? 0, keys }
  }

  get root(): Uint8Array {
    return this.#tree.root()
  }

  /** Bytes of a checkpoint that is not whole: a writer at work, or a crash. */
  get torn(): number {
    return this.#rest
  }

  close(): void {
    this.#reader.close()
  }

  /** Takes a record in, or objects with one sentence. */
  add({ type, seq, fields }: Line, leaf: Uint8Array): string | null {
    const isPre = type === PRE
    if (isPre && !sameTexts(fields['tree'], this.#tree.hashes)) {
      return this.#object('tampered', 'the record does not hold the tree of the records before it')
    }
    this.#tree.push(leaf)
    if (type === ROTATE) this.#rotation = fields
    const { cut } = this.#parts
    if (type === PRUNED_RECORD && cut !== null && saysCut(fields, cut)) this.#prunedAt = seq
    const why = isPre ? this.#compare(fields['previous']) : null
    return why ?? this.#atWitness()
  }

  /** Whatever is left when all records have passed. */
  finish(): Found | null {
    const { size } = this.#tree
    for (let note = this.#peek(); note !== null && this.#found === null; note = this.#peek()) {
      if (note.start >= this.#known) return this.#found
      if (this.#isWronglySigned(note)) return this.#found
      if (note.size > size)
        this.#object('truncated', `a checkpoint covers ${String(note.size)} records, and there are ${String(size)}`)
      else this.#object('tampered', `a checkpoint covers ${String(note.size)} records, where no record announces one`)
    }
    if (this.#found !== null) return this.#found
    this.#checkCut()
    const { witness, pinned } = this.#parts
    if (this.#found !== null) return this.#found
    if (this.#count === 0 && this.#announced > 0)
      this.#object('unverifiable', 'records announce checkpoints, and there are none')
    else if (this.#count === 0 && pinned !== null) this.#object('unverifiable', 'there is no checkpoint')
    else if (witness !== null && witness.size > size) {
      this.#object(
        'truncated',
        `the checkpoint that was kept elsewhere covers ${String(witness.size)} records, and there are ${String(size)}`,
      )
    }
    return this.#found
  }

  /** After the record that announces one: is there a checkpoint of this size, is it right, and are those before it all there? */
  #compare(previous: JsonValue | undefined): string | null {
    this.#announced += 1
    const { size } = this.#tree
    const note = this.#peek()
    if (this.#found !== null) return this.#found.why
    if (note !== null && note.size < size) {
      return this.#object('tampered', `a checkpoint covers ${String(note.size)} records, where no record announces one`)
    }
    const missing = this.#missing(previous)
    if (missing !== null) return this.#object('tampered', missing)
    return note?.size === size ? this.#accept(note) : null
  }

  #missing(previous: JsonValue | undefined): string | null {
    if (previous === null) return null
    if (!isJsonObject(previous)) return 'the record does not name the checkpoint before'
    const last = this.#last === null ? { size: 0, sha256: '' } : nameOf(this.#last)
    const { size, sha256 } = previous
    if (typeof size !== 'number' || size > last.size) return 'the checkpoint that this record names is missing'
    // A note that could not be synced may be on the disk all the same: then the record names the one before it.
    return size === last.size && sha256 !== last.sha256 ? 'the checkpoint that this record names is another one' : null
  }

  #accept(note: StoredNote): string | null {
    if (this.#isWronglySigned(note)) return this.#found?.why ?? null
    if (Buffer.compare(note.root, this.#tree.root()) !== 0) {
      const from = this.#last?.size ?? 0
      return this.#object(
        'tampered',
        `records ${String(from)} to ${String(note.size - 1)} are not those that were signed`,
      )
    }
    if (this.#rotation !== null && !this.#rotate(note, this.#rotation)) {
      return this.#object('tampered', 'the key was changed without the signatures of both keys')
    }
    this.#rotation = null
    this.#last = note
    this.#next = null
    this.#count += 1
    return null
  }

  /** Judges who signed; says so in `found` when it is nobody who is trusted. */
  #isWronglySigned(note: SignedNote): boolean {
    const named = (this.#keys ?? []).filter((key) => names(note, key))
    if (this.#keys !== null && named.length === 0)
      this.#object('unverifiable', 'a checkpoint is signed with no key that is trusted')
    if (!named.every((key) => isSignedBy(note, key)))
      this.#object('tampered', 'the signature of a checkpoint does not hold')
    for (const { id } of named) this.#usedKeys.add(id)
    return this.#found !== null
  }

  #rotate(note: StoredNote, { from, to }: Line['fields']): boolean {
    const key = typeof to === 'string' ? readVkey(to) : null
    if (key?.name !== this.#parts.origin || !isSignedBy(note, key)) return false
    if (this.#keys === null) return true
    this.#keys = [...this.#keys.filter((old) => vkeyOf(old) !== from && vkeyOf(old) !== to), key]
    return true
  }

  #peek(): StoredNote | null {
    if (this.#next !== null) return this.#next
    const read = this.#reader.next()
    if (read.kind === 'damaged') this.#object('tampered', `${CHECKPOINTS}: ${read.why}`)
    if (read.kind === 'end') this.#rest = read.rest
    if (read.kind !== 'note') return null
    const { note } = read
    if (this.#last !== null && note.size <= this.#last.size) this.#objectToOrder(note, this.#last)
    return (this.#next = note)
  }

  #objectToOrder(note: StoredNote, last: StoredNote): void {
    const isFork = note.size === last.size && Buffer.compare(note.root, last.root) !== 0 && !this.#isWronglySigned(note)
    if (isFork) this.#object('fork', `two checkpoints of ${String(note.size)} records have different roots`)
    else this.#object('tampered', 'the checkpoints are not in order')
  }

  /** Checkpoints of records that are gone: their signatures are checked where a trusted key made them, and their roots cannot be. */
  #passOver({ first }: Cut): void {
    for (let note = this.#peek(); note !== null && this.#found === null; note = this.#peek()) {
      if (note.size > first) return
      if (this.#keys?.some((key) => names(note, key) && !isSignedBy(note, key)) === true)
        this.#object('tampered', 'the signature of a checkpoint does not hold')
      else if (note.size === first && Buffer.compare(note.root, this.#tree.root()) !== 0)
        this.#object('tampered', 'what is said of the records that were pruned is not what was signed')
      this.#last = note
      this.#next = null
    }
  }

  /** Whoever takes records away must have said so, under a signature that came after. */
  #checkCut(): void {
    const { cut, witness } = this.#parts
    if (cut === null) return
    const before = `the records before ${String(cut.first)}`
    if (this.#prunedAt === null)
      this.#object('tampered', `${before} are gone, and no record says that they were pruned`)
    else if (this.#count === 0 || this.#prunedAt >= (this.#last?.size ?? 0))
      this.#object('unverifiable', `${before} are gone, and no checkpoint covers the record that says so`)
    else if (witness !== null && witness.size < cut.first)
      this.#object('unverifiable', 'the checkpoint that was kept elsewhere covers only records that were pruned')
  }

  #checkWitness(): void {
    const { witness, origin, pinned } = this.#parts
    if (witness === null) return
    if (witness.origin !== origin)
      this.#object('unverifiable', 'the checkpoint that was kept elsewhere is of another ledger')
    else if (pinned?.some((key) => isSignedBy(witness, key)) === false)
      this.#object('unverifiable', 'the checkpoint that was kept elsewhere is signed with no key that is trusted')
  }

  #atWitness(): string | null {
    const { witness } = this.#parts
    if (witness?.size !== this.#tree.size || Buffer.compare(witness.root, this.#tree.root()) === 0) return null
    return this.#object(
      'fork',
      `the first ${String(witness.size)} records are not those of the checkpoint that was kept elsewhere`,
    )
  }

  #object(verdict: Found['verdict'], why: string): string {
    this.#found ??= { verdict, why }
    return this.#found.why
  }
}

function sameTexts(value: JsonValue | undefined, texts: readonly string[]): boolean {
  return Array.isArray(value) && value.length === texts.length && texts.every((text, at) => value[at] === text)
}
