import { encoded } from './encoded.ts'
import { escaped } from './escapes.ts'
import { isOfBase64 } from './has-run.ts'
import { hiddenIn } from './hidden.ts'
import { normalisedLayer, through } from './layer.ts'
import type { Layer } from './layer.ts'
import { mirrored } from './mirrored.ts'
import { normalise } from './normalise.ts'
import { respelled } from './respelled.ts'
import type { Sight } from './sight.ts'

/** One look at a text: the text as it is looked at, and what was seen in it so far. */
export type Look = {
  readonly layer: Layer
  /** The look that this one was made of, and the span there; null for the text itself. */
  readonly above: { readonly look: Look; readonly up: Layer['span'] } | null
  /** What was seen; and the same by its type and where it begins, once somebody asked. */
  readonly seen: Sight[]
  byPlace: Map<string, Sight> | null
}

/** The look at a text itself. */
export const firstLook = (layer: Layer): Look => ({ layer, above: null, seen: [], byPlace: null })

/**
 * Layers of different writings that are undone, one below the other. A `data:` URL in an HTML attribute in JSON in a JSON string
 * is four; what is written so more often is written to be hidden.
 */
export const DEEPEST = 6
/** All layers together may be so many times as long as the text. Each writing by itself makes it shorter. */
const MOST_TIMES = 6
const MOST_BEYOND = 1024

type Whole = { readonly unread: () => void; left: number; isOver: boolean }

/**
 * What stands in a text in other writings, normalised, layer below layer: escapes (`escapes.ts`), base64 and hexadecimal
 * (`encoded.ts`), split and spelled values (`respelled.ts`), backwards and ROT13 (`mirrored.ts`), and invisible characters (`hidden.ts`). `raw` is the text, `first` the look at the same normalised. Made one
 * at a time. Work and output are linear in the text; `unread` is called when something is left that is deeper, or more, than that.
 */
export function* decoded(raw: Layer, first: Look, unread: () => void): Generator<Look> {
  const whole = { unread, left: MOST_TIMES * raw.text.length + MOST_BEYOND, isOver: false }
  yield* below({ raw, look: first, depth: 1, isMirrored: false }, whole)
}

/** `isMirrored`: it was undone once, and doing that again would lead back. */
type Above = { readonly raw: Layer; readonly look: Look; readonly depth: number; readonly isMirrored: boolean }

function* below({ raw, look, depth, isMirrored }: Above, whole: Whole): Generator<Look> {
  for (const [from, layer, mirrors = false] of layersOf({ raw, look, depth, isMirrored }, whole)) {
    whole.left -= layer.text.length
    if (depth > DEEPEST || whole.left < 0) {
      whole.isOver = true
      whole.unread()
    }
    if (whole.isOver) return
    const inner = through(from, layer)
    const read = normalise(layer.text)
    const above = { look, up: normalisedLayer(layer, read).span }
    const found: Look = { layer: normalisedLayer(inner, read), above, seen: [], byPlace: null }
    yield found
    yield* below({ raw: inner, look: found, depth: depth + 1, isMirrored: isMirrored || mirrors }, whole)
    if (whole.isOver) return
  }
}

/** Each with the layer that its places are in, and whether it was written backwards or turned. */
function* layersOf(
  { raw, look, isMirrored }: Above,
  { unread }: Whole,
): Generator<readonly [from: Layer, layer: Layer, mirrors?: boolean]> {
  const plain = look.layer
  const { layers, isUnread } = hiddenIn(raw.text)
  if (isUnread) unread()
  for (const layer of layers) yield [raw, layer]
  for (const layer of escaped(plain)) yield [plain, layer]
  for (const layer of respelled(plain)) yield [plain, layer]
  if (!isMirrored) for (const layer of mirrored(plain)) yield [plain, layer, true]
  const isNew = (start: number, end: number) => plain.isNew(start, end) || wasLonger(look, start, end)
  for (const layer of encoded({ ...plain, isNew }, unread)) yield [plain, layer]
}

/** True when a run is cut out of a longer one: `%20QUJD` was a run from the 2 on, and said something else. */
function wasLonger({ above }: Look, start: number, end: number): boolean {
  if (above === null) return false
  const { text } = above.look.layer
  const [from, to] = above.up(start, end)
  return isOfBase64(text.charCodeAt(from - 1)) || isOfBase64(text.charCodeAt(to))
}
