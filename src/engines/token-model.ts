import { InvalidAnswer } from '../terms/engine.ts'
import type { Engine } from '../terms/engine.ts'
import { align } from './align.ts'
import type { Placed } from './align.ts'
import type { Labelled, Model } from './transformers.ts'

export type TokenModelParts = {
  readonly name: string
  /** Its labels without `B-` and `I-`, and what each is called here. Others are left out. */
  readonly entities: Readonly<Record<string, string>>
  /** Asked for each text, so it should remember. */
  readonly load: () => Promise<Model>
}

type Found = { readonly type: string; readonly score: number; readonly start: number; readonly end: number }

/** Usual models take 512 tokens, which is seldom less text than this. */
const MOST_CHARS = 1_200
/** A text that does not fit is looked at in halves, which share so much of it. */
const MOST_OVERLAP = 64
const LEAST_CHARS = 16

/**
 * A token classification model, in this process. What is too long for it is looked at in halves, and those in halves. A word that it does not
 * know it does not see.
 */
export function tokenModel({ name, entities, load }: TokenModelParts): Engine {
  const types = new Map(Object.entries(entities))
  const look = async (text: string, signal: AbortSignal): Promise<readonly Found[]> => {
    signal.throwIfAborted()
    const model = await load()
    if (model.fits(text)) {
      const tokens: unknown = await model.label(text)
      if (!isLabelled(tokens)) throw new InvalidAnswer('no label for each token')
      return joined(align(text, tokens), types)
    }
    if (text.length < LEAST_CHARS) throw new InvalidAnswer('the model does not take the shortest of texts')
    const overlap = Math.min(MOST_OVERLAP, text.length >> 2)
    const middle = text.length >> 1
    const [from, to] = [middle - (overlap >> 1), middle + (overlap >> 1)]
    const first = await look(text.slice(0, to), signal)
    const second = await look(text.slice(from), signal)
    const moved = second.map((one) => ({ ...one, start: one.start + from, end: one.end + from }))
    return [...first.filter(({ start }) => start < middle), ...moved.filter(({ start }) => start >= middle)]
  }
  return {
    name,
    types: [...new Set(types.values())],
    maxChars: MOST_CHARS,
    maxTexts: 1,
    warm: load,
    look: (texts, signal) => Promise.all(texts.map((text) => look(text, signal))),
  }
}

function isLabelled(tokens: unknown): tokens is readonly Labelled[] {
  return (
    Array.isArray(tokens) &&
    tokens.every(
      (token: unknown) =>
        typeof token === 'object' &&
        token !== null &&
        'word' in token &&
        typeof token.word === 'string' &&
        'entity' in token &&
        typeof token.entity === 'string' &&
        'score' in token &&
        typeof token.score === 'number',
    )
  )
}

/** Tokens of one label in a row are one finding, as sure as the surest of them; `B-` and `S-` begin another, `E-` ends it. */
function joined(placed: readonly Placed[], types: ReadonlyMap<string, string>): readonly Found[] {
  const found: (Found & { readonly label: string })[] = []
  let isOpen = false
  for (const { word, entity, score, start, end } of placed) {
    const [, mark = 'I', label = entity] = /^([BIES])-(.+)$/.exec(entity) ?? []
    const type = types.get(label)
    const last = found.at(-1)
    const isPart = word.startsWith('##') // a word is not two names
    if (type === undefined || end <= start) {
      isOpen = isOpen && end <= start
      continue
    }
    if (isOpen && last?.label === label && (isPart || mark === 'I' || mark === 'E'))
      found[found.length - 1] = { ...last, score: Math.max(last.score, score), end: Math.max(last.end, end) }
    else found.push({ label, type, score, start, end })
    isOpen = mark !== 'E' && mark !== 'S'
  }
  return found.map(({ label: _, ...one }) => one)
}
