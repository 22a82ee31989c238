import type { Caller } from '../terms/caller.ts'
import type { LevelReason } from '../terms/decision.ts'
import type { Tallied } from '../terms/finding.ts'
import { highest, rankOf, topOf } from '../terms/level.ts'
import type { Level, Levels } from '../terms/level.ts'
import type { Prompt } from '../terms/prompt.ts'
import type { CompiledPolicy } from './compile.ts'
import { counted } from './counted.ts'
import type { Counted } from './counted.ts'
import { isReturned } from './returned.ts'

export type Classified = {
  readonly level: Level
  /** Everything that spoke for a level, the most sensitive first. */
  readonly reasons: readonly LevelReason[]
  /** Entity types that counted. */
  readonly types: readonly string[]
  /** True when something could not be read or looked at. */
  readonly uncertain: boolean
}

export type Classifiable = {
  readonly caller: Pick<Caller, 'raises'>
  readonly prompt: Pick<Prompt, 'unread'>
  readonly tallied: readonly Tallied[]
  /** Names of the detectors that failed. */
  readonly failed: readonly string[]
  /** Levels that the caller's header asked for. */
  readonly raises: readonly Level[]
  /** The level that earlier turns of the conversation had. */
  readonly remembered?: Level | null
  /** Milliseconds since 1970. */
  readonly at: number
}

/**
 * How sensitive a prompt is: the highest level that anything speaks for. What was not read or not looked at, and a type
 * that the policy does not name, speak for the top; nothing speaks against a level.
 */
export function levelOf(compiled: CompiledPolicy, given: Classifiable): Classified {
  const { policy, detect } = compiled
  const { prompt, failed, at, remembered = null } = given
  const unread = prompt.unread.filter((part) => !isReturned(part)) // those are judged destination by destination
  const found = counted(compiled, given.tallied, at)
  const reasons = [
    ...fromFindings(detect, found),
    ...[...found.unnamed].map(([what, count]) => reason('unnamed_finding', what, count, topOf(policy.levels))),
    ...fromTogether(policy.together, found),
    ...tally(unread.map(({ kind }) => kind)).map(([what, n]) => reason('unread', what, n, policy.unread)),
    ...tally(failed).map(([what, n]) => reason('detector_failed', what, n, policy.unread)),
    ...given.raises.map((level) => reason('caller_header', 'x-cordon-level', 1, known(policy.levels, level))),
    ...(remembered === null ? [] : [reason('conversation', 'earlier turns', 1, known(policy.levels, remembered))]),
    ...given.caller.raises.map((level) => reason('token_claim', 'level', 1, known(policy.levels, level))),
  ]
  const rank = (one: LevelReason) => rankOf(policy.levels, one.level)
  return {
    level: highest(
      policy.levels,
      reasons.map(({ level }) => level),
    ),
    reasons: reasons.sort((one, other) => rank(other) - rank(one)),
    types: [...found.named.keys(), ...found.unnamed.keys()],
    uncertain: unread.length > 0 || failed.length > 0,
  }
}

function fromFindings(detect: CompiledPolicy['detect'], { named }: Counted): LevelReason[] {
  return [...named].flatMap(([type, count]) => {
    const tier = detect.get(type)?.tiers.findLast((tier) => tier.count <= count)
    return tier === undefined ? [] : [reason('finding', type, count, tier.level)]
  })
}

/** A type that the policy does not name raises to the top by itself, so it is not looked for here. */
function fromTogether(together: CompiledPolicy['policy']['together'], { named }: Counted): LevelReason[] {
  return together
    .filter(({ all }) => all.every((type) => named.has(type)))
    .map(({ all, level }) => reason('together', all.join('+'), 1, level))
}

/** An unknown name for a level can only have been meant to raise, so it raises all the way. */
const known = (levels: Levels, level: Level): Level => (levels.includes(level) ? level : topOf(levels))

function tally(names: readonly string[]): [string, number][] {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return [...counts]
}

const reason = (kind: LevelReason['kind'], what: string, count: number, level: Level): LevelReason => ({
  kind,
  what,
  count,
  level,
})
