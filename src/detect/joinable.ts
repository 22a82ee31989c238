import { ENTITY_TYPES } from './entity-types.ts'

/** Types whose shape or check is strong enough to be believed over the border of two segments. */
export const JOINABLE: ReadonlySet<string> = new Set(
  ENTITY_TYPES.filter(({ weight, detected }) => weight === 'alone' && detected).map(({ type }) => type),
)
