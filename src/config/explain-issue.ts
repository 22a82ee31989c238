import { z } from 'zod'
import type { Part, Path } from './source.ts'
import { didYouMean } from '../terms/suggest.ts'

/** One line per unknown key, in the order of the issue's `keys`. */
const SEPARATOR = '\n'

/**
 * Says in the words of an operator what is wrong at one place. Given to zod, so that it sees the offending value, which it quotes only where a
 * closed list of words was wanted: anything else might be a secret in the wrong place.
 */
export function explainIssue(issue: z.core.$ZodRawIssue): string {
  if (issue.code === 'unrecognized_keys') return unknownKeys(issue.keys, issue.inst).join(SEPARATOR)
  if (issue.code === 'invalid_key') return issue.issues[0]?.message ?? 'may not stand here'
  if (issue.input === undefined) return 'is missing'
  if (issue.input === null) return 'has nothing after it: write a value, or leave the key out'
  if (issue.code === 'invalid_value') return wrongWord(issue.input, issue.values.map(String))
  if (issue.code === 'invalid_type') return wrongType(issue.expected, issue.input)
  if (issue.code === 'too_small') return outside('less', issue.origin, Number(issue.minimum))
  if (issue.code === 'too_big') return outside('more', issue.origin, Number(issue.maximum))
  return 'is not valid here'
}

/** Where an issue belongs in the file, and what it says there. An unknown key stands at its own place. */
export function toPlaces(issue: z.core.$ZodIssue): readonly { path: Path; part: Part; message: string }[] {
  if (issue.code === 'unrecognized_keys') {
    const messages = issue.message.split(SEPARATOR)
    return issue.keys.map((key, index) => ({ path: [...issue.path, key], part: 'key', message: messages[index] ?? '' }))
  }
  if (issue.path.length === 0) return [{ path: [], part: 'value', message: `the file ${issue.message}` }]
  const said = JSON.stringify(issue.path.findLast((step) => typeof step === 'string') ?? '')
  const part = issue.code === 'invalid_key' || issue.message === 'is missing' ? 'key' : 'value'
  return [{ path: issue.path, part, message: `${said} ${issue.message}` }]
}

function unknownKeys(keys: readonly string[], schema: unknown): string[] {
  const known = schema instanceof z.ZodObject ? Object.keys(schema.shape) : []
  return keys.map((key) => {
    const said = JSON.stringify(key.slice(0, 64))
    return `unknown key ${said}${didYouMean(key, known) || `; known here: ${known.join(', ')}`}`
  })
}

function wrongWord(input: unknown, known: readonly string[]): string {
  const word = typeof input === 'string' ? input.slice(0, 40) : ''
  return `may not be ${JSON.stringify(word)}${didYouMean(word, known) || `; use one of: ${known.join(', ')}`}`
}

const NAMES: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'keys with values',
  record: 'keys with values',
}

function wrongType(expected: string, input: unknown): string {
  const given = named(Array.isArray(input) ? 'array' : typeof input)
  return `needs ${named(expected)}${named(expected).endsWith('number') && given === 'a number' ? '' : `, not ${given}`}`
}

const named = (type: string) => NAMES[type] ?? type

function outside(than: 'less' | 'more', origin: string, limit: number): string {
  if (than === 'less' && limit === 1 && origin !== 'number' && origin !== 'int') return 'may not be empty'
  const unit = origin === 'array' ? ' entries' : origin === 'string' ? ' characters' : ''
  return `may not be ${than} than ${String(limit)}${unit}`
}
