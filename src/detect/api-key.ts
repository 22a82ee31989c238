import type { Detector, Spotted } from '../terms/finding.ts'
import type { Segment } from '../terms/prompt.ts'
import { isWordAt } from './chars.ts'
import { hasRun, PRINTED } from './has-run.ts'
import { KEY_FAMILIES } from './key-families.ts'
import type { KeyFamily } from './key-families.ts'
import { isPlaceholder } from './placeholder.ts'
import { spot } from './spot.ts'

type Shape = { readonly row: KeyFamily; readonly rest: RegExp; readonly prefix: string }

/** Every prefix, by its first two characters, the longest first. */
const SHAPES: ReadonlyMap<number, readonly Shape[]> = Map.groupBy(
  KEY_FAMILIES.flatMap((row) => {
    const rest = new RegExp(`${row.made}{${String(row.least)},${String(row.most)}}`, 'y')
    return row.prefixes.map((prefix) => ({ row, rest, prefix }))
  }).sort((a, b) => b.prefix.length - a.prefix.length),
  ({ prefix }) => pairAt(prefix, 0),
)
/** 1 for two characters that some prefix begins with. */
const BEGINS = new Uint8Array(1 << 14)
for (const pair of SHAPES.keys()) BEGINS[pair] = 1

/** Two ASCII characters as one number; others fall onto some pair, and are told apart by the prefix itself. */
function pairAt(text: string, at: number): number {
  return ((text.charCodeAt(at) & 127) << 7) | (text.charCodeAt(at + 1) & 127)
}

type Keys = { readonly text: string; readonly byFamily: ReadonlyMap<string, readonly Spotted[]> }

/** One pass serves all families: it is remembered for as long as the segment lives. */
const SEEN = new WeakMap<Segment, Keys>()
const NONE: readonly Spotted[] = []

function keysOf(text: string, segment: Segment): Keys {
  const seen = SEEN.get(segment)
  if (seen?.text === text) return seen
  const keys = { text, byFamily: keysIn(text) }
  SEEN.set(segment, keys)
  return keys
}

const mayHold = (text: string, segment: Segment) => keysOf(text, segment).byFamily.size > 0

/** One detector for each family of keys, so that a finding's detector says which it is. */
export const apiKeys: readonly Detector[] = [...new Set(KEY_FAMILIES.map(({ id }) => id))].map((id) => ({
  id,
  types: ['SECRET'],
  mayHold,
  detect: (text, segment) => keysOf(text, segment).byFamily.get(id) ?? NONE,
}))

/** The shortest key that any family has. */
const SHORTEST = Math.min(...[...SHAPES.values()].flat().map(({ row, prefix }) => prefix.length + row.least))
const NO_KEYS: ReadonlyMap<string, readonly Spotted[]> = new Map()

function keysIn(text: string): ReadonlyMap<string, readonly Spotted[]> {
  if (!hasRun(text, PRINTED, SHORTEST)) return NO_KEYS
  const found = new Map<string, Spotted[]>()
  for (let at = 0; at < text.length - 8; at++) {
    const pair = pairAt(text, at)
    if (BEGINS[pair] !== 1 || isWordAt(text, at - 1)) continue
    const shape = SHAPES.get(pair)?.find((shape) => text.startsWith(shape.prefix, at) && isWhole(text, at, shape))
    if (shape === undefined) continue
    const { row, prefix, rest } = shape
    const body = text.slice(at + prefix.length, rest.lastIndex)
    const key = (prefix + body).replace(/[-._=]+$/, '')
    const score = isPlaceholder(body) || /^(.)\1{7}/.test(body) ? 0.4 : (row.scoreOf?.(key) ?? 0.9)
    if (!found.has(row.id)) found.set(row.id, [])
    found.get(row.id)?.push(...spot('SECRET', score, at, at + key.length))
    if (score > 0) at = rest.lastIndex - 1
  }
  return found
}

/** True when the rest of a key follows its prefix, and then nothing of a word. Leaves the end in the shape's `lastIndex`. */
function isWhole(text: string, at: number, { rest, prefix }: Shape): boolean {
  rest.lastIndex = at + prefix.length
  return rest.test(text) && !isWordAt(text, rest.lastIndex)
}
