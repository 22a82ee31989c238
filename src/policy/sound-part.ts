import { isJsonObject } from '../terms/json.ts'
import type { JsonObject, JsonValue } from '../terms/json.ts'
import type { Flaw } from './flaw.ts'
import { PolicyFile } from './policy-file.ts'
import type { Path } from './source.ts'

/** Lists and maps of things that can be looked at one without the other. */
const APART = ['rules', 'obligations', 'tests', 'together', 'detectors', 'detect', 'exceptions', 'destinations']

/**
 * What is wrong with those parts of a policy that have the right shape, so that an author hears of everything at once. Rules, types and the like that
 * have the wrong shape are left out, and what others say about them is believed. Nothing, when what is wrong concerns the whole.
 */
export function soundPart(
  value: JsonValue,
  flaws: readonly Flaw[],
  check: (sound: PolicyFile) => readonly Flaw[],
): readonly Flaw[] {
  if (!isJsonObject(value)) return []
  const wrong = new Map<string, Set<string>>()
  const gone = new Set<string>()
  for (const { path } of flaws) {
    const [key, item] = path.map(String)
    if (key === undefined) return []
    if (item !== undefined && APART.includes(key)) wrong.set(key, (wrong.get(key) ?? new Set()).add(item))
    else if (!Object.hasOwn(PolicyFile.shape, key)) gone.add(key)
    else return []
  }
  const parsed = PolicyFile.safeParse(
    Object.fromEntries(
      Object.entries(value).flatMap(([key, part]) => {
        if (gone.has(key)) return []
        return [[key, without(part, wrong.get(key) ?? new Set())] as const]
      }),
    ),
  )
  if (!parsed.success) return []
  const names = namesIn(value, wrong)
  return check(parsed.data)
    .filter(({ path }) => path.length > 1 || !wrong.has(String(path[0]))) // that a list has too few of something
    .filter(({ message }) => !names.some((name) => message.includes(`"${name}"`)))
    .map((flaw) => ({ ...flaw, path: asWritten(flaw.path, wrong) }))
}

function without(part: JsonValue, items: ReadonlySet<string>): JsonValue {
  if (Array.isArray(part)) return part.filter((_, index) => !items.has(String(index)))
  return isJsonObject(part) ? Object.fromEntries(Object.entries(part).filter(([name]) => !items.has(name))) : part
}

/** The names of what was left out: others may speak of it. */
function namesIn(value: JsonObject, wrong: ReadonlyMap<string, ReadonlySet<string>>): readonly string[] {
  return [...wrong].flatMap(([key, items]) => {
    const part = value[key]
    if (!Array.isArray(part)) return [...items]
    return [...items].flatMap((index) => {
      const item: JsonValue | undefined = part[Number(index)]
      const id = isJsonObject(item) ? item['id'] : undefined
      return typeof id === 'string' ? [id] : []
    })
  })
}

/** A path in what was left, as a path in the whole: places in lists have moved. */
function asWritten([key, item, ...others]: Path, wrong: ReadonlyMap<string, ReadonlySet<string>>): Path {
  if (key === undefined || item === undefined) return key === undefined ? [] : [key]
  const missing = wrong.get(String(key))
  if (typeof item !== 'number' || missing === undefined) return [key, item, ...others]
  let index = -1
  for (let left = item; left >= 0; left -= 1)
    do index += 1
    while (missing.has(String(index)))
  return [key, index, ...others]
}
