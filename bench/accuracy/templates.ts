import { readdirSync, readFileSync } from 'node:fs'

export type Half = 'tuned' | 'held-out'
export const HALVES: readonly Half[] = ['tuned', 'held-out']

/** A text with places for values, each written as `‹slot›`. */
export type Template = {
  /** File and number, such as `de 14`. */
  readonly name: string
  readonly language: string
  /** What it is: prompt, chat, email, log, code… */
  readonly kind: string
  readonly text: string
}

/** Everything that is written for one half. The halves share no template, no name and no place. */
export type Written = {
  readonly labelled: readonly Template[]
  readonly clean: readonly Template[]
  /** Texts that templates build in, by name. */
  readonly fragments: ReadonlyMap<string, readonly string[]>
  /** Words to draw from, by name. */
  readonly lists: ReadonlyMap<string, readonly string[]>
  /** What a type's numbers are called: by type, then by language. */
  readonly labels: ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>
}

const TEXTS = new URL('./texts/', import.meta.url)
const HEADER = /^--- (@?[a-z-]+)(?: ([a-z]{2}))?$/

const read = (name: string) => readFileSync(new URL(name, TEXTS), 'utf8')

export function readHalf(half: Half): Written {
  const files = readdirSync(new URL(`${half}/`, TEXTS)).filter((name) => name !== 'lists.txt')
  const all = files.sort().flatMap((file) => sections(file.replace('.txt', ''), read(`${half}/${file}`)))
  const fragments = new Map<string, string[]>()
  for (const { kind, text } of all) if (kind.startsWith('@')) append(fragments, kind.slice(1), text)
  const templates = all.filter(({ kind }) => !kind.startsWith('@'))
  return {
    labelled: templates.filter(({ name }) => !name.startsWith('clean')),
    clean: templates.filter(({ name }) => name.startsWith('clean')),
    fragments,
    lists: listsOf(read(`${half}/lists.txt`)),
    labels: labelsOf(read('labels.txt'), half),
  }
}

function append(map: Map<string, string[]>, key: string, value: string): void {
  const known = map.get(key)
  if (known === undefined) map.set(key, [value])
  else known.push(value)
}

/** A file is a row of texts, each under a line that says what it is and, where the file's name does not, in which language. */
function sections(file: string, source: string): readonly Template[] {
  const found: { kind: string; language: string; lines: string[] }[] = []
  for (const line of source.split('\n')) {
    const header = HEADER.exec(line)
    if (header === null) found.at(-1)?.lines.push(line)
    else found.push({ kind: header[1] ?? '', language: header[2] ?? languageOf(file), lines: [] })
  }
  return found.map(({ kind, language, lines }, i) => {
    return { name: `${file} ${String(i + 1)}`, language, kind, text: lines.join('\n').trim() }
  })
}

const languageOf = (file: string) => /^(?:clean-)?([a-z]{2})$/.exec(file)?.[1] ?? 'en'

function listsOf(source: string): ReadonlyMap<string, readonly string[]> {
  const rows = source.split('\n').flatMap((line) => {
    const row = /^\[([a-z ]+)\] (.+)$/.exec(line)
    return row === null ? [] : [[row[1] ?? '', (row[2] ?? '').split(/, (?![A-Z]{2} \d)/)] as const]
  })
  return new Map(rows)
}

function labelsOf(source: string, half: Half): Written['labels'] {
  const types = new Map<string, Map<string, readonly string[]>>()
  for (const line of source.split('\n')) {
    const row = /^([A-Z_]+(?::[a-z]+)?) ([a-z]{2}) \| (.+?) ; (.+)$/.exec(line)
    if (row === null) continue
    const [, type = '', language = '', tuned = '', heldOut = ''] = row
    const languages = types.get(type) ?? new Map<string, readonly string[]>()
    languages.set(language, (half === 'tuned' ? tuned : heldOut).split(', '))
    types.set(type, languages)
  }
  return types
}
