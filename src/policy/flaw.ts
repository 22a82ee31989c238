import type { Path } from './source.ts'
import { didYouMean } from '../terms/suggest.ts'

/** Something wrong, or worth a warning, at a path in the policy. */
export type Flaw = { readonly path: Path; readonly part?: 'key' | 'value'; readonly message: string }

/** A flaw for a name that refers to nothing. */
export function unknown(what: string, name: string, known: readonly string[], path: Path): Flaw[] {
  if (known.includes(name)) return []
  return [{ path, message: `unknown ${what} "${name}"${didYouMean(name, known) || listed(known)}` }]
}

const listed = (known: readonly string[]) =>
  known.length === 0 ? '; there are none' : known.length > 12 ? '' : `; there are: ${known.join(', ')}`

/** One flaw for every entry of a list that stands in it before. */
export function repeated(list: readonly unknown[] | undefined, path: Path): Flaw[] {
  return (list ?? []).flatMap((item, index, all) =>
    all.indexOf(item) === index
      ? []
      : [{ path: [...path, index], message: `"${String(item)}" stands in this list twice` }],
  )
}
