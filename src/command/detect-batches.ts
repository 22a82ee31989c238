import type { Item } from './detect-texts.ts'

/** Texts that are looked at together. */
export type Batch = {
  readonly items: readonly Item[]
  readonly chars: number
  /** True when there is no other. */
  readonly isAll: boolean
}

/** What a batch has at most, unless one text alone has more. */
const MAX_CHARS = 256 * 1024
const MAX_ITEMS = 1_024

/** Texts in batches. When there are no more because something is wrong, those before come first. */
export async function* batched(items: AsyncIterable<Item>): AsyncGenerator<Batch> {
  let held: Omit<Batch, 'isAll'> | null = null
  let [some, chars, isFirst]: [Item[], number, boolean] = [[], 0, true]
  const release = (): Batch[] => {
    const before = held
    held = { items: some, chars }
    ;[some, chars] = [[], 0]
    if (before !== null) isFirst = false
    return before === null ? [] : [{ ...before, isAll: false }]
  }
  const rest = (): Batch[] => {
    const full = some.length > 0 ? release() : []
    return held === null ? full : [...full, { ...held, isAll: isFirst }]
  }
  try {
    for await (const item of items) {
      some.push(item)
      chars += item.text?.length ?? 0
      if (chars >= MAX_CHARS || some.length >= MAX_ITEMS) yield* release()
    }
  } catch (cause) {
    yield* rest()
    throw cause
  }
  yield* rest()
}

export type Ahead = { readonly batches: number; readonly chars: number }

/** The results of some work in the order of what it is done on, with so much under way at once. */
export async function* inOrder<Result>(
  batches: AsyncIterable<Batch>,
  work: (batch: Batch) => Promise<Result>,
  most: Ahead,
): AsyncGenerator<Result> {
  const line: { readonly chars: number; readonly result: Promise<Result> }[] = []
  let chars = 0
  const next = async (): Promise<Result> => {
    const first = line.shift()
    if (first === undefined) throw new Error('there is no work under way')
    chars -= first.chars
    return first.result
  }
  try {
    for await (const batch of batches) {
      chars += batch.chars
      line.push({ chars: batch.chars, result: work(batch) })
      while (line.length >= most.batches || (line.length > 1 && chars > most.chars)) yield await next()
    }
  } catch (cause) {
    while (line.length > 0) yield await next()
    throw cause
  }
  while (line.length > 0) yield await next()
}
