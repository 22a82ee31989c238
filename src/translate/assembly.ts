import type { Step, Usage } from './steps.ts'

/** One part of an answer, in the order in which it stands there. */
export type Block = {
  readonly kind: 'thought' | 'text' | 'refusal' | 'call'
  /** What was said, or a call's arguments. */
  text: string
  /** Of a call; empty where the server gave none of its own. */
  id: string
  name: string
}

/** What becomes of a block: its place counts from 0. */
export type Change =
  | { readonly kind: 'open' | 'close'; readonly at: number; readonly block: Block }
  | { readonly kind: 'more'; readonly at: number; readonly block: Block; readonly text: string }

/** A whole answer, from all of its steps. */
export function assembled(steps: readonly Step[]): Assembly {
  const assembly = new Assembly()
  for (const step of steps) assembly.take(step)
  assembly.end()
  return assembly
}

/**
 * Puts the pieces of an answer together, one part after the other: part of the answer stays open until something else begins. From the
 * first call on, what does not belong to the open part waits for its turn, because calls may come interleaved. Holds the whole
 * answer: its callers must be told all of it at the end.
 */
export class Assembly {
  readonly blocks: Block[] = []
  /** Null while the server has not told. */
  usage: Usage | null = null
  finish: string | null = null
  matched: string | null = null
  #open: Block | null = null
  readonly #waiting: Block[] = []
  readonly #calls = new Map<number, Block>()
  readonly #ids = new Set<string>()

  take(step: Step): readonly Change[] {
    switch (step.kind) {
      case 'finish':
        this.finish = step.reason
        this.matched = step.matched
        return []
      case 'usage':
        this.usage = step.usage
        return []
      case 'call':
        return this.#call(step)
      default:
        return this.#say(step.kind, step.text)
    }
  }

  /** Everything that still waits, and the end of the last part. A call of nothing with nothing is none. */
  end(): readonly Change[] {
    const waiting = this.#waiting.splice(0).filter(({ kind, name, text }) => kind !== 'call' || name + text !== '')
    return [...this.#close(), ...waiting.flatMap((block) => [...this.#start(block), ...this.#close()])]
  }

  #say(kind: Block['kind'], text: string): readonly Change[] {
    const waiting = this.#waiting.at(-1)
    if (waiting?.kind === kind) return this.#hold(waiting, text)
    if (this.#open?.kind === kind && waiting === undefined) return this.#more(this.#open, text)
    const block: Block = { kind, text, id: '', name: '' }
    if (this.#open?.kind === 'call' || waiting !== undefined) return this.#wait(block)
    return [...this.#close(), ...this.#start(block)]
  }

  #call({ slot, id, name, text }: Extract<Step, { kind: 'call' }>): readonly Change[] {
    const known = this.#calls.get(slot)
    if (known === undefined) {
      const block: Block = { kind: 'call', text, id: this.#own(id), name }
      this.#calls.set(slot, block)
      // Without its name a call cannot be announced.
      if (this.#open?.kind === 'call' || this.#waiting.length > 0 || name === '') return this.#wait(block)
      return [...this.#close(), ...this.#start(block)]
    }
    if (known === this.#open) return text === '' ? [] : this.#more(known, text)
    known.id ||= this.#own(id)
    known.name ||= name
    return this.#hold(known, text)
  }

  /** Ids are how results find their calls: one that another call has is none. */
  #own(id: string): string {
    if (this.#ids.has(id)) return ''
    this.#ids.add(id)
    return id
  }

  #wait(block: Block): readonly Change[] {
    this.#waiting.push(block)
    return []
  }

  #hold(block: Block, text: string): readonly Change[] {
    block.text += text
    return []
  }

  #start(block: Block): readonly Change[] {
    this.#open = block
    this.blocks.push(block)
    const at = this.blocks.length - 1
    const open = { kind: 'open', at, block } as const
    return block.text === '' ? [open] : [open, { kind: 'more', at, block, text: block.text }]
  }

  #more(block: Block, text: string): readonly Change[] {
    block.text += text
    return [{ kind: 'more', at: this.blocks.length - 1, block, text }]
  }

  #close(): readonly Change[] {
    const block = this.#open
    this.#open = null
    if (block === null) return []
    // Arguments are JSON: where there are none, an object without any.
    const none = block.kind === 'call' && block.text === '' ? this.#more(block, '{}') : []
    return [...none, { kind: 'close', at: this.blocks.length - 1, block }]
  }
}
