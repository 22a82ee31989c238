import type { Detector, Spotted } from '../terms/finding.ts'
import { isWordAt } from './chars.ts'
import { KEY_FAMILIES } from './key-families.ts'
import type { KeyFamily } from './key-families.ts'
import { isPlaceholder } from './placeholder.ts'
import { spot } from './spot.ts'

/** One detector for each family of keys, so that a finding's detector says which it is. */
export const apiKeys: readonly Detector[] = [...Map.groupBy(KEY_FAMILIES, ({ id }) => id)].map(([id, rows]) => {
  const shapes = rows.map((row) => ({ row, rest: new RegExp(`${row.made}{${row.least},${row.most}}`, 'y') }))
  return {
    id,
    types: ['SECRET'],
    detect: (text) =>
      shapes.flatMap(({ row, rest }) => row.prefixes.flatMap((prefix) => keysIn(text, { row, rest, prefix }))),
  }
})

type Shape = { readonly row: KeyFamily; readonly rest: RegExp; readonly prefix: string }

function keysIn(text: string, { row, rest, prefix }: Shape): readonly Spotted[] {
  const found: Spotted[] = []
  for (let start = text.indexOf(prefix); start !== -1;) {
    rest.lastIndex = start + prefix.length
    const body = isWordAt(text, start - 1) ? null : rest.exec(text)
    if (body !== null && !isWordAt(text, rest.lastIndex)) {
      const key = (prefix + body[0]).replace(/[-._=]+$/, '')
      const score = isPlaceholder(body[0]) || /^(.)\1{7}/.test(body[0]) ? 0.4 : (row.scoreOf?.(key) ?? 0.9)
      found.push(...spot('SECRET', score, start, start + key.length))
    }
    start = text.indexOf(prefix, start + prefix.length + (body === null ? 0 : body[0].length))
  }
  return found
}
