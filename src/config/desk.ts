import { readFileSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { Remark } from './config-error.ts'
import type { Part, Path, Source } from './source.ts'
import type { Measured, Range } from './units.ts'

/** What stands at a path of the file system; null for nothing. */
export type Look = (path: string) => 'file' | 'folder' | null

/** Looks at the real file system, without opening anything. What may not be looked at counts as not there. */
export const lookOnDisk: Look = (path) => {
  try {
    return statSync(path).isDirectory() ? 'folder' : 'file'
  } catch {
    return null // and so is a problem that names the path
  }
}

/** A text file. Throws for one that cannot be read, or is not UTF-8. */
export const readFromDisk = (path: string) => new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path))

/** Where one file is worked on: what is wrong with it is collected here, so that all of it can be said at once. */
export type Desk = {
  readonly wrong: (path: Path, message: string, part?: Part) => void
  readonly doubt: (path: Path, message: string, part?: Part) => void
  /** `file:line:col` of a path. */
  readonly at: (path: Path) => string
  /** An absolute path, from the folder of the configuration file. */
  readonly absolute: (path: string) => string
  /** The same, of a file that must be there; `hint` says how to make it. */
  readonly existing: (path: Path, written: string, hint: string) => string
  /** A quantity, or the default's where the file does not have one or has it wrong. */
  readonly measured: (path: Path, written: string | undefined, by: Measure, limits: Limits) => number
  /** The variable's name, after its value was put among the secrets; null when there is none, or it is wrong. */
  readonly secret: (path: Path, variable: string | undefined) => string | null
}

type Measure = (text: string, range: Range) => Measured
type Limits = Range & { readonly standard: string }

export type DeskParts = {
  readonly file: string
  readonly source: Source
  readonly env: Readonly<Record<string, string | undefined>>
  readonly look: Look
}

export type Collected = {
  readonly problems: Remark[]
  readonly doubts: Remark[]
  readonly secrets: Map<string, string>
}

export function createDesk({ file, source, env, look }: DeskParts): Desk & { readonly collected: Collected } {
  const collected: Collected = { problems: [], doubts: [], secrets: new Map() }
  const into = (remarks: Remark[]) => (path: Path, message: string, part?: Part) =>
    void remarks.push({ ...source.place(path, part), message })
  const wrong = into(collected.problems)
  const absolute = (path: string) => resolve(dirname(resolve(file)), path)
  return {
    collected,
    wrong,
    doubt: into(collected.doubts),
    at: (path) => {
      const { line, column } = source.place(path)
      return `${file}:${String(line)}:${String(column)}`
    },
    absolute,
    existing: (path, written, hint) => {
      const found = look(absolute(written))
      const why = found === 'folder' ? 'is a folder, not a file' : 'is not there, or may not be seen'
      if (found !== 'file') wrong(path, `${quote(path)} ${why}: ${absolute(written)} (${hint})`)
      return absolute(written)
    },
    measured: (path, written, by, { standard, ...range }) => {
      const said = by(written ?? standard, range)
      if ('value' in said) return said.value
      wrong(path, `${quote(path)} ${said.wrong}`)
      return 0
    },
    secret: (path, variable) => {
      if (variable === undefined) return null
      const why = whyNotSecret(variable, env, quote(path))
      if (why !== null) wrong(path, why)
      else collected.secrets.set(variable, env[variable] ?? '')
      return why === null ? variable : null
    },
  }
}

/** No message here quotes what is not surely a variable's name: it might be the key itself. */
function whyNotSecret(variable: string, env: DeskParts['env'], key: string): string | null {
  if (!/^[A-Z][A-Z0-9_]{0,63}$/.test(variable)) {
    return `${key} needs the name of an environment variable (A-Z, 0-9, _), never the key itself`
  }
  const value = env[variable] ?? ''
  if (value === '') return `the environment variable ${variable} is not set: it must hold the key of this destination`
  // What cannot stand in a header (RFC 9110 §5.5) would break every request; a line feed comes from an unclean copy.
  if (!/^[\x21-\x7e]{1,4096}$/.test(value))
    return `the environment variable ${variable} holds spaces, line feeds or other characters that no key has`
  return null
}

export const quote = (path: Path) => JSON.stringify(String(path.findLast((step) => typeof step === 'string') ?? ''))
