import { LineCounter, isAlias, isMap, isScalar, isSeq, parseAllDocuments } from 'yaml'
import type { Document, Node, Pair, ParsedNode } from 'yaml'
import type { JsonValue } from '../terms/json.ts'
import { yamlSays } from '../terms/yaml-says.ts'
import { PolicyError } from './remark.ts'
import type { Remark } from './remark.ts'

export type Path = readonly PropertyKey[]

/** A policy file as read: its value, and where everything in it stands. */
export type Source = {
  readonly value: JsonValue
  /** Where the value at a path stands, or its key; the nearest thing above when there is no such place. */
  readonly place: (path: Path, part?: 'key' | 'value') => { readonly line: number; readonly column: number }
  /** The first and the last line of what stands at a path, with its key; null when there is no such place. */
  readonly lines: (path: Path) => { readonly from: number; readonly to: number } | null
}

const MAX_CHARS = 4_000_000
const MAX_DEPTH = 12

/**
 * Reads the part of YAML 1.2 that means one thing to everybody: maps, lists, strings, numbers, booleans. Refuses several
 * documents, duplicate keys, directives, anchors, aliases, tags, complex keys, `__proto__`, and characters that cannot be
 * seen. Throws a PolicyError with every such place.
 */
export function readSource(text: string, file: string): Source {
  const lines = new LineCounter()
  const problems: Remark[] = []
  const refuse = (offset: number, message: string) => problems.push({ ...at(lines, offset), message })
  if (text.length > MAX_CHARS) throw new PolicyError(file, [start(`the file is longer than ${MAX_CHARS} characters`)])
  const documents = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false, version: '1.2', schema: 'core' })
  refuseUnseen(text, refuse)
  refuseDirectives(text, refuse)
  const [document, second] = Array.isArray(documents) ? (documents as readonly Document.Parsed[]) : []
  for (const { pos, code, message } of [...(document?.errors ?? []), ...(document?.warnings ?? [])]) {
    refuse(pos[0], yamlSays(code, message).replace(/ in \S+ instruction.*$/s, ''))
  }
  if (second !== undefined) refuse(second.range[0], 'a policy file holds one document')
  const contents = document?.contents ?? null
  if (contents === null) throw new PolicyError(file, [...problems, start('the file is empty')])
  const value = toValue(contents, refuse, 0)
  if (problems.length > 0) throw new PolicyError(file, problems)
  return {
    value,
    place: (path, part = 'value') => at(lines, offsetOf(contents, path, part)),
    lines: (path) => {
      const span = spanOf(contents, path)
      if (span === null) return null
      const written = text.slice(span.start, span.end).trimEnd().length // a block reaches up to what follows it
      return { from: at(lines, span.start).line, to: at(lines, span.start + Math.max(written - 1, 0)).line }
    },
  }
}

type Refuse = (offset: number, message: string) => void

const start = (message: string): Remark => ({ line: 1, column: 1, message })

function at(lines: LineCounter, offset: number) {
  const { line, col } = lines.linePos(offset)
  return { line: Math.max(line, 1), column: Math.max(col, 1) }
}

/** Control and format characters (Unicode Cc, Cf), line separators, and a carriage return on its own. */
const UNSEEN = /(?![\t\n])(?!\r\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu

function refuseUnseen(text: string, refuse: Refuse): void {
  for (const { 0: found, index } of text.matchAll(UNSEEN)) {
    refuse(
      index,
      `a character that cannot be seen: U+${found.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}`,
    )
  }
}

function refuseDirectives(text: string, refuse: Refuse): void {
  for (const { index } of text.matchAll(/^%/gm)) refuse(index, 'YAML directives may not be used')
}

function toValue(node: ParsedNode | Node | null, refuse: Refuse, depth: number): JsonValue {
  if (node === null) return null
  const offset = node.range?.[0] ?? 0
  if (isAlias(node)) return no(refuse, offset, 'aliases (*) may not be used: write the value out')
  if ('anchor' in node && node.anchor !== undefined) return no(refuse, offset, 'anchors (&) may not be used')
  if (node.tag !== undefined) return no(refuse, offset, 'tags (!) may not be used')
  if (depth > MAX_DEPTH) return no(refuse, offset, 'nested too deeply')
  if (isScalar(node)) return toScalar(node.value, offset, refuse)
  if (isSeq(node)) return node.items.map((item) => toValue(item as Node | null, refuse, depth + 1))
  if (isMap(node)) return toObject(node.items as readonly Pair<Node, Node | null>[], refuse, depth)
  return no(refuse, offset, 'not a value')
}

function toScalar(value: unknown, offset: number, refuse: Refuse): JsonValue {
  if (value === null || typeof value === 'boolean' || typeof value === 'number') return value
  if (typeof value !== 'string') return no(refuse, offset, 'not a string, number, true or false')
  // What is written as an escape in quotes is unseen in the text, but not in the value.
  if (/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(value.replace(/\n/g, ''))) refuse(offset, 'a character that cannot be seen')
  return value
}

function toObject(pairs: readonly Pair<Node, Node | null>[], refuse: Refuse, depth: number): JsonValue {
  const seen = new Set<string>()
  return Object.fromEntries(
    pairs.flatMap(({ key, value }): [string, JsonValue][] => {
      const offset = key.range?.[0] ?? 0
      const name = keyOf(key)
      if (name === null) {
        refuse(offset, 'a key must be a plain word')
        return []
      }
      if (name === '__proto__') refuse(offset, 'unknown key "__proto__"')
      if (seen.has(name)) refuse(offset, `the key "${name}" stands here twice`)
      seen.add(name)
      toValue(key, refuse, depth)
      return [[name, toValue(value, refuse, depth + 1)]]
    }),
  )
}

/** A key as it is written, so that `1` and `"1"` are one key, and `01` is not `1`. */
function keyOf(key: Node): string | null {
  if (!isScalar(key) || key.value === null) return null
  return typeof key.value === 'string' ? key.value : (key.source ?? null)
}

function no(refuse: Refuse, offset: number, message: string): null {
  refuse(offset, message)
  return null
}

function spanOf(root: ParsedNode, path: Path): { readonly start: number; readonly end: number } | null {
  let node: Node | null = root
  let start = root.range[0]
  for (const step of path) {
    const pair: Pair<Node, Node | null> | undefined = isMap(node)
      ? (node.items as Pair<Node, Node | null>[]).find(({ key }) => keyOf(key) === String(step))
      : undefined
    node = pair?.value ?? (isSeq(node) ? ((node.items[Number(step)] as Node | undefined) ?? null) : null)
    if (!node?.range) return null
    start = (pair?.key ?? node).range?.[0] ?? node.range[0]
  }
  return { start, end: node.range?.[1] ?? start }
}

function offsetOf(root: ParsedNode, path: Path, part: 'key' | 'value'): number {
  let node: Node | null = root
  let offset = root.range[0]
  for (const [index, step] of path.entries()) {
    const pair: Pair<Node, Node | null> | undefined = isMap(node)
      ? (node.items as Pair<Node, Node | null>[]).find(({ key }) => keyOf(key) === String(step))
      : undefined
    const next: Node | null =
      pair?.value ?? (isSeq(node) ? ((node.items[Number(step)] as Node | undefined) ?? null) : null)
    const isLast = index === path.length - 1
    if (pair !== undefined && (next === null || (isLast && part === 'key'))) offset = pair.key.range?.[0] ?? offset
    else if (next !== null) offset = next.range?.[0] ?? offset
    node = next
    if (node === null) break
  }
  return offset
}
