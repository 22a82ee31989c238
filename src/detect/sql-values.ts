import type { JsonValueAt } from './json-keys.ts'
import { keywordsIn } from './keywords.ts'

// ISO/IEC 9075-2, <insert statement>: the names of columns, and rows of values in the same order.
const INSERT =
  /insert\s{1,8}(?:ignore\s{1,8})?into\s{1,8}[\w.`"[\]]{1,128}\s{0,8}\(([^()]{1,1024})\)\s{0,8}values?\s{0,8}(?=\()/gi
const VALUE = /\s{0,64}(?:N?'((?:[^']|'')*)'|([^\s,()'][^,()'\n]{0,256})|(?=[,)]))\s{0,64}([,)])/y
const BETWEEN = /\s{0,64},?\s{0,64}\(/y

const MAY_INSERT = keywordsIn(['insert'])

/** The values of SQL's INSERT statements, each with the name of its column. One pass, linear in the text. */
export function sqlValuesIn(text: string): readonly JsonValueAt[] {
  if (!MAY_INSERT.isIn(text)) return []
  const values: JsonValueAt[] = []
  INSERT.lastIndex = 0
  for (let match = INSERT.exec(text); match !== null; match = INSERT.exec(text)) {
    const names = (match[1] ?? '').split(',').map((name) => name.trim().replace(/^[`"[]|[`"\]]$/g, ''))
    INSERT.lastIndex = readRows(text, INSERT.lastIndex, names, values)
  }
  return values
}

/** Reads rows, and says where they ended, or where they were none any more. */
function readRows(text: string, from: number, names: readonly string[], values: JsonValueAt[]): number {
  let at = from
  for (;;) {
    BETWEEN.lastIndex = at
    if (!BETWEEN.test(text)) return at
    at = BETWEEN.lastIndex
    for (let column = 0; ; column++) {
      VALUE.lastIndex = at
      const match = VALUE.exec(text)
      if (match === null) return at
      const [all, string, bare] = match
      const value = string ?? bare
      const name = names[column]
      if (value !== undefined && name !== undefined && name.length <= 64) {
        const start = at + all.indexOf(value, string === undefined ? 0 : all.indexOf("'") + 1)
        values.push({ start, end: start + value.length, keys: [name] })
      }
      at = VALUE.lastIndex
      if (match[3] === ')') break
    }
  }
}
