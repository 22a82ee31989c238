import { isMap, isScalar, isSeq, parseDocument } from 'yaml'
import type { Node, Pair, YAMLMap, YAMLSeq } from 'yaml'

/** What becomes of a piece of text. */
type Edit = { readonly from: number; readonly to: number; readonly put: string }

/**
 * The text of a policy with one of its shadow rules put in force; null when it has no such shadow rule. Only its `shadow`, and its name where tests
 * list shadow rules, are taken out; everything else stays as it was written. Give it only texts that load.
 */
export function promoted(text: string, id: string): string | null {
  const { contents } = parseDocument(text)
  const rule = itemsOf(childOf(contents, 'rules')).find((item) => textOf(childOf(item, 'id')) === id)
  const shadow = rule === undefined ? undefined : without(rule, 'shadow', text)
  if (shadow === undefined) return null
  const tests = itemsOf(childOf(contents, 'tests'))
  const edits = [shadow, ...tests.flatMap((test) => unlisted(childOf(childOf(test, 'expect'), 'shadow'), id, text))]
  return edits
    .toSorted((one, other) => other.from - one.from)
    .reduce((rest, { from, to, put }) => rest.slice(0, from) + put + rest.slice(to), text)
}

type Found = Node | null | undefined

const itemsOf = (node: Found): readonly Node[] => (isSeq(node) ? (node.items as Node[]) : [])

function childOf(node: Found, key: string): Found {
  if (!isMap(node)) return undefined
  return (node as YAMLMap<Node, Node | null>).items.find((pair) => textOf(pair.key) === key)?.value
}

const textOf = (node: Found): string | undefined => (isScalar(node) ? String(node.value) : undefined)

const startOf = (node: Found): number => node?.range?.[0] ?? 0
const endOf = (node: Found): number => node?.range?.[1] ?? 0

/** Takes a key and its value out of a map. */
function without(map: Node, key: string, text: string): Edit | undefined {
  if (!isMap(map)) return undefined
  const pairs = (map as YAMLMap<Node, Node | null>).items
  const parts = pairs.map((pair) => ({ from: startOf(pair.key), to: endPair(pair, text) }))
  const index = pairs.findIndex((pair) => textOf(pair.key) === key)
  return index === -1 ? undefined : cut(parts, index, map.flow === true, text)
}

/** A value in lines ends after its line break. */
const endPair = ({ key, value }: Pair<Node, Node | null>, text: string) =>
  text.slice(0, Math.max(endOf(key), endOf(value))).trimEnd().length

type Part = { readonly from: number; readonly to: number }

/** Takes one of several parts out, with what separates it from the others. */
function cut(parts: readonly Part[], index: number, isFlow: boolean, text: string): Edit | undefined {
  const part = parts[index]
  if (part === undefined) return undefined
  const [before, after] = [parts[index - 1], parts[index + 1]]
  if (isFlow && after !== undefined) return { from: part.from, to: after.from, put: '' }
  if (isFlow) return { from: before?.to ?? part.from, to: part.to, put: '' }
  const lineEnd = text.indexOf('\n', part.to)
  const rest = lineEnd === -1 ? text.length : lineEnd + 1
  // The first key of an item stands behind its dash, and the next one takes its place.
  if (after !== undefined && before === undefined) return { from: part.from, to: rest + indentAt(text, rest), put: '' }
  return { from: text.lastIndexOf('\n', part.from) + 1, to: rest, put: '' }
}

const indentAt = (text: string, from: number) => /^ */.exec(text.slice(from, from + 200))?.[0].length ?? 0

function unlisted(list: Found, id: string, text: string): readonly Edit[] {
  if (!isSeq(list)) return []
  const items = (list as YAMLSeq<Node>).items
  const index = items.findIndex((item) => textOf(item) === id)
  if (index === -1) return []
  if (items.length === 1)
    return [{ from: startOf(list), to: endOf(items[0]) + (list.flow === true ? 1 : 0), put: '[]' }]
  const parts = items.map((item) => ({ from: startOf(item), to: endOf(item) }))
  if (list.flow === true) return [cut(parts, index, true, text) ?? []].flat()
  const line = text.lastIndexOf('\n', parts[index]?.from) + 1
  const end = text.indexOf('\n', parts[index]?.to)
  return [{ from: line, to: end === -1 ? text.length : end + 1, put: '' }]
}
