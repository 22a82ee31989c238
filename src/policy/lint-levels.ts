import { highest, rankOf, topOf } from '../terms/level.ts'
import type { Policy, PolicyTest, Together } from '../terms/policy.ts'
import type { Note } from './note.ts'

const DAY = 86_400_000
/** Days before the end of an exception from which on it is said. */
const SOON = 30

/** What gives a level and changes nothing, levels that nothing gives, and exceptions that end soon. */
export function lintLevels(policy: Policy, now: number): readonly Note[] {
  return [...idleTogether(policy), ...notReached(policy), ...endingSoon(policy, now)]
}

/** The level that one value of a type has on its own; null when one is not enough for any. */
const aloneOf = ({ detect, levels }: Policy, type: string) => {
  const rule = detect[type]
  return rule === undefined ? topOf(levels) : (rule.tiers.findLast(({ count }) => count <= 1)?.level ?? null)
}

function idleTogether(policy: Policy): readonly Note[] {
  const { together, levels } = policy
  return together.flatMap(({ all, level }, index): Note[] => {
    const alone = highest(
      levels,
      all.flatMap((type) => aloneOf(policy, type) ?? []),
    )
    const smaller = together.find((other, at) => at !== index && isCovered(policy, { all, level }, other, at < index))
    const isAlone =
      level === levels[0] ||
      (all.some((type) => aloneOf(policy, type) !== null) && rankOf(levels, alone) >= rankOf(levels, level))
    if (!isAlone && smaller === undefined) return []
    const why = isAlone ? `one of them is ${alone} on its own` : `${smaller?.all.join(' with ') ?? ''} is enough for ${smaller?.level ?? ''}` // prettier-ignore
    const message = `${all.join(' with ')} together changes nothing: ${why}`
    return [{ code: 'together-changes-nothing', path: ['together', index], message, suggestion: 'leave it out, or raise its level' }] // prettier-ignore
  })
}

/** True when another entry says as much for less. Of two that are equal, the second is in vain. */
function isCovered(
  { levels }: Policy,
  { all, level }: Pick<Together, 'all' | 'level'>,
  other: Together,
  before: boolean,
) {
  // prettier-ignore
  const isLess = other.all.every((type) => all.includes(type)) && rankOf(levels, other.level) >= rankOf(levels, level)
  const isEqual = other.all.length === all.length && other.level === level
  return isLess && (!isEqual || before)
}

function notReached({ levels, detect, together }: Policy): readonly Note[] {
  const given = [
    topOf(levels),
    ...Object.values(detect).flatMap(({ tiers }) => tiers.map(({ level }) => level)),
    ...together.map(({ level }) => level),
  ]
  return levels.slice(1).flatMap((level, index): Note[] =>
    given.includes(level)
      ? []
      : [
          {
            code: 'level-not-reached',
            path: ['levels', index + 1],
            message: `nothing that is found in a prompt makes it ${level}: only a caller can ask for it`,
            suggestion: 'give it to a type in "detect", or leave it out',
          },
        ],
  )
}

function endingSoon({ exceptions }: Policy, now: number): readonly Note[] {
  return Object.values(exceptions).flatMap(({ name, until, owner }): Note[] => {
    const days = Math.floor((Date.parse(`${until}T00:00:00Z`) + DAY - now) / DAY)
    if (days < 0 || days >= SOON) return []
    const message = `exception "${name}" ends on ${until}: after that its values count again`
    const suggestion = `ask ${owner} whether it is still needed, and move its end`
    return [{ code: 'ends-soon', path: ['exceptions', name, 'until'], message, suggestion }]
  })
}

/** How far from a threshold a test may be and still show where it is. */
const NEAR = 0.01 + 1e-9

/** Types without a test at the score from which they count, and one just below. */
export function lintThresholds(policy: Policy, tests: readonly PolicyTest[]): readonly Note[] {
  const asked = new Set(policy.rules.flatMap(({ when }) => when.finding ?? []))
  const saysNothing = (type: string) =>
    !asked.has(type) && policy.detect[type]?.tiers.every(({ level }) => level === policy.levels[0]) === true
  return Object.entries(policy.detect).flatMap(([type, { sure }]): Note[] => {
    if (saysNothing(type)) return []
    const scores = tests.flatMap(({ findings }) => findings.filter((it) => it.type === type).map(({ score }) => score))
    const at = scores.some((score) => score >= sure && score - sure <= NEAR)
    const below = sure === 0 || scores.some((score) => score < sure && sure - score <= NEAR)
    if (at && below) return []
    const lacks = at ? 'just below' : below ? 'at' : 'at, and none just below,'
    const example = Math.round((at ? sure - 0.01 : sure) * 1e6) / 1e6
    return [
      {
        code: 'threshold-not-tested',
        path: ['detect', type],
        part: 'key',
        message: `no test has a ${type} ${lacks} the score of ${String(sure)} from which it counts`,
        suggestion: `add a test with findings: [{ type: ${type}, score: ${String(example)} }]${at || below ? '' : ` and one with ${String(Math.round((sure - 0.01) * 1e6) / 1e6)}`}`, // prettier-ignore
      },
    ]
  })
}
