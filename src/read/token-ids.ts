import { opaque } from './structures.ts'
import type { Shape } from './shape.ts'
import type { JsonValue } from '../terms/json.ts'

/** Beyond any vocabulary, and short enough to be a number that tells nothing else. */
const LARGEST = 10_000_000

const list = (value: JsonValue): readonly JsonValue[] | null =>
  Array.isArray(value) && value.length > 0 ? (value as readonly JsonValue[]) : null

const isTokenId = (value: JsonValue) => Number.isSafeInteger(value) && Number(value) >= 0 && Number(value) <= LARGEST
const isTokenIds = (value: JsonValue) => list(value)?.every(isTokenId) === true

/** Some texts. Unlike a list of texts, it does not fit a list of anything else, which can then be tried as another shape. */
export const texts: Shape = {
  says: 'a list of strings',
  fits: (value) => list(value)?.every((one) => typeof one === 'string') === true,
}

/** A text as the numbers of a vocabulary, or several. Only who has that vocabulary can read them. */
export const tokenIds = opaque('token_ids', {
  says: 'a list of token ids or of such lists',
  fits: (value) => isTokenIds(value) || list(value)?.every(isTokenIds) === true,
})
