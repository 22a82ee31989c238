import { mkdir, readFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { JsonObject } from '../terms/json.ts'
import type { Log } from '../terms/logger.ts'
import { CHECKPOINTS } from './checkpoint-file.ts'
import { errorText } from './error-text.ts'
import { POLICIES } from './kept-policies.ts'
import { listFiles } from './ledger-files.ts'
import { namesIn, readOrNull, readPart, realMirror } from './mirror-disk.ts'
import type { MirrorDisk } from './mirror-disk.ts'
import { SEGMENTS } from './segment-name.ts'
import { sizeOf } from './torn-tail.ts'

export type MirrorParts = {
  /** The ledger. */
  readonly source: string
  /** Its copy, on another disk. */
  readonly dir: string
  /** `all`: a record counts when it is in both. `any`: when it is in the ledger; the mirror follows as it can. */
  readonly need: 'all' | 'any'
  /** Milliseconds after which a mirror that has not answered is said to have failed. */
  readonly deadlineMs: number
  /** The first pause before a failed mirror is tried again; doubled up to `retryMaxMs`. */
  readonly retryMs: number
  readonly retryMaxMs: number
  readonly log: Log
  readonly fs?: MirrorDisk
}

/** How far the ledger is durable. */
export type Reached = { readonly segment: string; readonly size: number; readonly records: number }

export type MirrorState = {
  readonly status: 'ok' | 'failed'
  /** Records of the ledger that are in the mirror. */
  readonly records: number
  readonly why: string | null
}

const CHUNK = 4 << 20
/** No checkpoint is longer. */
const NOTE_BYTES = 1 << 14

/**
 * A second ledger on another disk, which follows the first: the same bytes in files of the same names, so that either can be verified, and be
 * taken on by itself. It reads what it copies from the first, so that one that hangs or fails costs no memory, holds up nobody that does
 * not ask for it, and catches up by itself when it is back. What it has is never written over but at its end.
 */
export class Mirror {
  readonly #parts: MirrorParts
  readonly #fs: MirrorDisk
  #goal: Reached | null = null
  /** Where earlier segments ended, that are not in the mirror yet. */
  #before: Reached[] = []
  #records = 0
  /** The segment that is being copied, and how much of it is in the mirror. Null: everything is to be compared first. */
  #at: { readonly segment: string; readonly size: number } | null = null
  #extras = true
  #why: string | null = null
  #busy: Promise<void> | null = null
  #retry: NodeJS.Timeout | null = null
  #backoff: number
  #closed = false
  /** Called when there is more in the mirror. */
  onProgress: () => void = () => {}
  /** Called with a record of a failure, or of its end. */
  onChange: (record: JsonObject) => void = () => {}

  constructor(parts: MirrorParts) {
    this.#parts = parts
    this.#fs = parts.fs ?? realMirror
    this.#backoff = parts.retryMs
  }

  get need(): 'all' | 'any' {
    return this.#parts.need
  }

  get state(): MirrorState {
    return { status: this.#why === null ? 'ok' : 'failed', records: this.#records, why: this.#why }
  }

  /** The ledger is durable up to here. */
  offer(reached: Reached): void {
    if (this.#goal !== null && this.#goal.segment !== reached.segment) this.#before.push(this.#goal)
    this.#goal = reached
    this.#wake()
  }

  /** Now and then: checkpoints and what else lies beside the segments is copied with the next records, or now. */
  tick(): void {
    this.#extras = true
    this.#wake()
  }

  /** Copies what is left, for so many milliseconds at most. */
  async close(ms: number): Promise<void> {
    this.#extras = true
    this.#wake()
    let timer: NodeJS.Timeout | undefined
    const enough = new Promise<void>((resolve) => (timer = setTimeout(resolve, ms)))
    await Promise.race([this.#busy, enough])
    clearTimeout(timer)
    this.#closed = true
    if (this.#retry !== null) clearTimeout(this.#retry)
  }

  #wake(): void {
    if (this.#busy !== null || this.#retry !== null || this.#closed || this.#goal === null) return
    this.#busy = this.#run().finally(() => {
      this.#busy = null
      if (this.#hasWork()) this.#wake()
    })
  }

  #hasWork(): boolean {
    return this.#goal !== null && (this.#goal.records > this.#records || this.#extras)
  }

  async #run(): Promise<void> {
    while (this.#hasWork() && this.#goal !== null) {
      const goal = this.#goal
      const watchdog = setTimeout(() => this.#fail('it does not answer'), this.#parts.deadlineMs)
      try {
        await this.#copy(goal)
      } catch (cause) {
        this.#at = null // what is there is compared before anything is added to it
        this.#fail(errorText(cause))
        return this.#later()
      } finally {
        clearTimeout(watchdog)
      }
      this.#records = goal.records
      this.#backoff = this.#parts.retryMs
      this.#recovered()
      this.onProgress()
    }
  }

  #later(): void {
    if (this.#closed) return
    this.#retry = setTimeout(() => {
      this.#retry = null
      this.#wake()
    }, this.#backoff).unref()
    this.#backoff = Math.min(2 * this.#backoff, this.#parts.retryMaxMs)
  }

  #fail(why: string): void {
    if (this.#why === null) {
      this.#parts.log.error('the mirror of the ledger cannot be written', { alert: 'mirror_failed', why })
      this.onChange({ type: 'audit.mirror', state: 'failed', why })
    }
    this.#why = why
  }

  #recovered(): void {
    if (this.#why === null) return
    this.#why = null
    this.#parts.log.warn('the mirror of the ledger has all records again', { records: this.#records })
    this.onChange({ type: 'audit.mirror', state: 'ok', records: this.#records })
  }

  async #copy(goal: Reached): Promise<void> {
    const { source, dir } = this.#parts
    const extras = this.#extras
    const before = this.#before.slice()
    this.#extras = false
    try {
      if (this.#at === null) await mkdir(join(dir, SEGMENTS), { recursive: true, mode: 0o700 })
      if (this.#at === null) await this.#mustBeOurs()
      if (extras || this.#at === null) await this.#copyBeside(source, dir)
      if (this.#at === null) await this.#catchUp(goal, before)
      else for (const { segment, size } of before) await this.#copySegment(segment, size)
      await this.#copySegment(goal.segment, goal.size)
      this.#before.splice(0, before.length)
      if (extras) await this.#copyCheckpoints()
    } catch (cause) {
      this.#extras = true
      throw cause
    }
  }

  /** A folder of another ledger, or with records that this one lacks, is not written to. */
  async #mustBeOurs(): Promise<void> {
    const { source, dir } = this.#parts
    const [log, copy] = await Promise.all([readFile(join(source, 'LOG')), readOrNull(join(dir, 'LOG'))])
    if (copy !== null && copy.length > 0 && Buffer.compare(log, copy) !== 0)
      throw new Error('it is the mirror of another ledger')
    const { segments } = await listFiles(source)
    const first = segments[0]?.first ?? 0
    const own = new Set(segments.map(({ name }) => name))
    const strange = (await listFiles(dir)).segments.find(({ name, first: at }) => at >= first && !own.has(name))
    if (strange !== undefined) throw new Error(`it holds ${strange.name}, which the ledger does not have`)
  }

  /** What is small, written once, and beside the segments. */
  async #copyBeside(source: string, dir: string): Promise<void> {
    const { torn } = await listFiles(source)
    const policies = await namesIn(join(source, POLICIES))
    const files = ['LOG', ...torn.map((name) => join(SEGMENTS, name)), ...policies.map((name) => join(POLICIES, name))]
    for (const file of files) {
      const bytes = await readOrNull(join(source, file))
      const isThere = !file.endsWith('LAST') && (await this.#fs.size(join(dir, file))) === bytes?.length
      if (bytes === null || isThere) continue
      await mkdir(dirname(join(dir, file)), { recursive: true, mode: 0o700 })
      await this.#fs.put(join(dir, file), bytes, 0)
    }
  }

  /** Every segment before this one that is not there as long as it is here: what there is of it is compared first. */
  async #catchUp({ segment }: Reached, known: readonly Reached[]): Promise<void> {
    const { source, dir } = this.#parts
    const before = (await listFiles(source)).segments.filter(({ name }) => name < segment)
    for (const { name, path } of before) {
      const size = known.find((one) => one.segment === name)?.size ?? (await sizeOf(path))
      if (basename(path) !== name) await this.#copyPacked(name, path)
      else if ((await this.#fs.size(join(dir, SEGMENTS, name))) !== size) await this.#copySegment(name, size)
    }
  }

  async #copyPacked(name: string, path: string): Promise<void> {
    const { dir } = this.#parts
    const there = [join(dir, SEGMENTS, name), join(dir, SEGMENTS, basename(path))]
    for (const one of there) if ((await this.#fs.size(one)) > 0) return
    await this.#fs.put(join(dir, SEGMENTS, basename(path)), await readFile(path), 0)
  }

  async #copySegment(name: string, size: number): Promise<void> {
    const file = join(SEGMENTS, name)
    const known = this.#at?.segment === name ? this.#at.size : null
    await this.#copyFrom(file, size, known ?? (await this.#compared(file, size)))
    this.#at = { segment: name, size }
  }

  /** The end may have been rewritten: a checkpoint that was not whole when it was copied. */
  async #copyCheckpoints(): Promise<void> {
    const size = await sizeOf(join(this.#parts.source, CHECKPOINTS))
    const there = await this.#fs.size(join(this.#parts.dir, CHECKPOINTS))
    if (size > 0 && size !== there)
      await this.#copyFrom(CHECKPOINTS, size, Math.max(0, Math.min(size, there) - NOTE_BYTES))
  }

  async #copyFrom(file: string, size: number, from: number): Promise<void> {
    const { source, dir } = this.#parts
    for (let at = from; at < size;) {
      const bytes = await readPart(join(source, file), at, Math.min(CHUNK, size - at))
      await this.#fs.put(join(dir, file), bytes, at)
      at += bytes.length
    }
  }

  /** How much of a file is there, after it was compared. */
  async #compared(file: string, size: number): Promise<number> {
    const { source, dir } = this.#parts
    const there = await this.#fs.size(join(dir, file))
    if (there > size) throw new Error(`${file} there has more than the ledger has`)
    for (let at = 0; at < there; at += CHUNK) {
      const length = Math.min(CHUNK, there - at)
      const [own, copy] = await Promise.all([readPart(join(source, file), at, length), readPart(join(dir, file), at, length)]) // prettier-ignore
      if (Buffer.compare(own, copy) !== 0) throw new Error(`${file} there is not what the ledger has`)
    }
    return there
  }
}
