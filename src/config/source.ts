import { LineCounter, isMap, isScalar, isSeq, parseDocument, visit } from 'yaml'
import type { Document, Node } from 'yaml'
import { ConfigError, toTexts } from './config-error.ts'
import type { Remark } from './config-error.ts'
import { yamlSays } from '../terms/yaml-says.ts'

export type Path = readonly PropertyKey[]
export type Part = 'key' | 'value'

/** A configuration file as read: its value, and where everything in it stands. */
export type Source = {
  readonly value: unknown
  /** Where the value at a path stands, or its key; the nearest thing above when there is no such place. */
  readonly place: (path: Path, part?: Part) => { readonly line: number; readonly column: number }
}

const MAX_CHARS = 1_000_000
const MAX_DEPTH = 16

/**
 * Reads the part of YAML 1.2 that means one thing to everybody. Refuses several documents, duplicate keys, directives,
 * anchors, aliases, tags, keys that are not text, and characters that cannot be seen. Throws a ConfigError with every such place.
 */
export function readSource(text: string, file: string): Source {
  const lines = new LineCounter()
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset)
    return { line: Math.max(line, 1), column: Math.max(col, 1) }
  }
  const whole = (message: string) => new ConfigError([`${file}:1:1: ${message}`])
  if (text.length > MAX_CHARS) throw whole(`the file is longer than ${MAX_CHARS} characters`)
  if (tooDeep(text)) throw whole('the file is nested too deeply')
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, version: '1.2', schema: 'core' })
  const problems: Remark[] = []
  const refuse = (offset: number, message: string) => problems.push({ ...at(offset), message })
  for (const { pos, code, message } of [...document.errors, ...document.warnings]) {
    refuse(pos[0], code === 'MULTIPLE_DOCS' ? 'a configuration file holds one document' : yamlSays(code, message))
  }
  for (const { index } of text.matchAll(UNSEEN)) refuse(index, 'a character that cannot be seen')
  for (const { index } of text.matchAll(/^%/gm)) refuse(index, 'YAML directives may not be used')
  refuseCleverness(document, refuse)
  if (problems.length > 0) throw new ConfigError(toTexts(file, problems))
  if (document.contents === null) throw whole('the file is empty')
  return {
    value: document.toJS({ maxAliasCount: 0 }) as unknown,
    place: (path, part = 'value') => at(offsetOf(document.contents, path, part)),
  }
}

/** Control and format characters (Unicode Cc, Cf), line separators, and a carriage return on its own; but for a BOM in front. */
const UNSEEN = /(?!^\uFEFF)(?![\t\n])(?!\r\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu

/** Checked before parsing, which is recursive: far below what would exhaust the stack, far above what a configuration needs. */
function tooDeep(text: string): boolean {
  let open = 0
  for (const character of text) {
    if (character === '[' || character === '{') open += 1
    if (character === ']' || character === '}') open -= 1
    if (open > 100) return true
  }
  return /^ {400}/m.test(text) || /(?:[-?][ \t]+){40}/.test(text)
}

function refuseCleverness(document: Document.Parsed, refuse: (offset: number, message: string) => void): void {
  visit(document, {
    Alias: (_, { range }) => void refuse(range?.[0] ?? 0, 'aliases (*) may not be used: write the value out'),
    Pair: (_, { key }) => {
      const offset = (key as Node | null)?.range?.[0] ?? 0
      if (!isScalar(key) || typeof key.value !== 'string') refuse(offset, 'a key must be text: put it in quotes')
      else if (key.value === '__proto__') refuse(offset, 'unknown key "__proto__"')
    },
    Node: (_, node, path) => {
      if ('anchor' in node && node.anchor !== undefined) refuse(node.range?.[0] ?? 0, 'anchors (&) may not be used')
      if (node.tag !== undefined) refuse(node.range?.[0] ?? 0, 'tags (!) may not be used')
      if (path.length > 2 * MAX_DEPTH) refuse(node.range?.[0] ?? 0, 'nested too deeply')
    },
  })
}

function offsetOf(root: Node | null, path: Path, part: Part): number {
  let node = root
  let offset = root?.range?.[0] ?? 0
  for (const [index, step] of path.entries()) {
    const pair = isMap(node) ? node.items.find(({ key }) => isScalar(key) && key.value === step) : undefined
    const next = (pair?.value ?? (isSeq(node) ? node.items[Number(step)] : null) ?? null) as Node | null
    const asKey = pair !== undefined && (next === null || (part === 'key' && index === path.length - 1))
    offset = (asKey ? (pair.key as Node).range?.[0] : next?.range?.[0]) ?? offset
    node = next
    if (node === null) break
  }
  return offset
}
