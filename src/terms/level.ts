/** A name from the policy's `levels`. */
export type Level = string

/** Every level, ordered from harmless to most sensitive. The last is the top. */
export type Levels = readonly [Level, ...Level[]]

/** The most sensitive level there is. */
export function topOf(levels: Levels): Level {
  return levels[levels.length - 1] ?? levels[0]
}

/**
 * The place of a level in the order, from 0.
 * A name that is not in the list ranks above the top, so that no comparison can take it for harmless.
 */
export function rankOf(levels: Levels, level: Level): number {
  const rank = levels.indexOf(level)
  return rank === -1 ? levels.length : rank
}

/** The most sensitive of some levels; the lowest of all when there are none; the top when one is unknown. */
export function highest(levels: Levels, some: readonly Level[]): Level {
  const rank = some.reduce((most, level) => Math.max(most, rankOf(levels, level)), 0)
  return levels[rank] ?? topOf(levels)
}
