import { repeated, unknown } from './flaw.ts'
import type { Flaw } from './flaw.ts'
import type { PolicyFile } from './policy-file.ts'

/** What is wrong with the levels, and with everything that gives a prompt its level. */
export function checkLevels(policy: PolicyFile, entities: readonly string[]): Flaw[] {
  const { levels, pinFrom, unread, exceptions = {} } = policy
  const top = levels.at(-1) ?? ''
  return [
    ...repeated(levels, ['levels']),
    ...unknown('level', pinFrom, levels, ['pinFrom']),
    ...unknown('level', unread, levels, ['unread']),
    ...(levels.includes(unread) && unread !== top
      ? [{ path: ['unread'], message: `"unread" must be "${top}": what was not read counts as the top level` }]
      : []),
    ...checkDetect(policy, entities, Object.keys(exceptions)),
    ...checkTogether(policy, entities),
    ...Object.entries(exceptions).flatMap(([name, { exact }]) => repeated(exact, ['exceptions', name, 'exact'])),
  ]
}

function checkDetect(
  { detect, levels }: PolicyFile,
  entities: readonly string[],
  exceptions: readonly string[],
): Flaw[] {
  return Object.entries(detect).flatMap(([type, { level, except = [] }]) => {
    const path = ['detect', type]
    return [
      ...unknown('entity type', type, entities, path).map((flaw) => ({ ...flaw, part: 'key' as const })),
      ...except.flatMap((name, i) => unknown('exception', name, exceptions, [...path, 'except', i])),
      ...repeated(except, [...path, 'except']),
      ...(typeof level === 'string'
        ? unknown('level', level, levels, [...path, 'level'])
        : checkTiers(level, levels).map((flaw) => ({ ...flaw, path: [...path, 'level', ...flaw.path] }))),
    ]
  })
}

/** Counts stand in ascending order whatever the file says, since keys that are whole numbers do. Levels must follow. */
function checkTiers(tiers: Readonly<Record<string, string>>, levels: readonly string[]): Flaw[] {
  const all = Object.entries(tiers)
  if (all.length === 0) return [{ path: [], message: '"level" may not be empty' }]
  const wrong = all.flatMap(([count, level]) => unknown('level', level, levels, [count]))
  if (wrong.length > 0) return wrong
  return all
    .slice(1)
    .flatMap(([count, level], i) =>
      levels.indexOf(level) > levels.indexOf(all[i]?.[1] ?? '')
        ? []
        : [{ path: [count], message: `${count} findings need a higher level than ${all[i]?.[0]} findings` }],
    )
}

function checkTogether({ together = [], levels }: PolicyFile, entities: readonly string[]): Flaw[] {
  return together.flatMap(({ all, level }, index) => [
    ...all.flatMap((type, i) => unknown('entity type', type, entities, ['together', index, 'all', i])),
    ...repeated(all, ['together', index, 'all']),
    ...unknown('level', level, levels, ['together', index, 'level']),
  ])
}

/** What the policy leaves to the top level or never uses. */
export function doubtLevels(policy: PolicyFile, vocabulary: Vocabulary, now: number | null): Flaw[] {
  const { detect, together = [], exceptions = {} } = policy
  const top = policy.levels.at(-1) ?? ''
  const isDetected = (type: string) => vocabulary.some((entity) => entity.type === type && entity.detected !== false)
  const unnamed = vocabulary.map(({ type }) => type).filter((type) => isDetected(type) && !Object.hasOwn(detect, type))
  const used = Object.values(detect).flatMap(({ except = [] }) => except)
  const silent = (type: string, path: Flaw['path']): Flaw[] =>
    isDetected(type) ? [] : [{ path, message: `no detector here finds ${type}` }]
  return [
    ...(unnamed.length === 0
      ? []
      : [
          {
            path: ['detect'],
            part: 'key' as const,
            message: `types without a level count as "${top}": ${unnamed.join(', ')}`,
          },
        ]),
    ...Object.keys(detect).flatMap((type) => silent(type, ['detect', type])),
    ...together.flatMap(({ all }, index) => all.flatMap((type, i) => silent(type, ['together', index, 'all', i]))),
    ...Object.keys(exceptions)
      .filter((name) => !used.includes(name))
      .map((name) => ({ path: ['exceptions', name], message: `exception "${name}" is not used` })),
    ...Object.entries(exceptions)
      .filter(([, { until }]) => now !== null && until < new Date(now).toISOString().slice(0, 10))
      .map(([name, { until }]) => ({
        path: ['exceptions', name, 'until'],
        message: `exception "${name}" ended on ${until}: its values count again`,
      })),
  ]
}

/** Entity types that a policy may name. `detected: false` for those that no detector finds yet. */
export type Vocabulary = readonly { readonly type: string; readonly detected?: boolean }[]
