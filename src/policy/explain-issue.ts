import { z } from 'zod'
import { didYouMean } from '../terms/suggest.ts'
import type { Path } from './source.ts'

type Issue = z.core.$ZodIssue
type RawIssue = z.core.$ZodRawIssue

/** One line per unknown key, in the order of the issue's `keys`. */
const SEPARATOR = '\n'

/** Says in the words of a policy author what is wrong at one place. Given to zod, so that it sees the offending value. */
export function explainIssue(issue: RawIssue): string {
  if (issue.code === 'unrecognized_keys') return unknownKeys(issue.keys, knownKeys(issue.inst)).join(SEPARATOR)
  if (issue.code === 'invalid_key') return `${quote(issue.input)} ${issue.issues[0]?.message ?? 'may not stand here'}`
  if (issue.input === undefined) return 'is missing'
  if (issue.input === null) return 'has nothing after it: write a value, or leave the key out'
  if (issue.code === 'invalid_value') return wrongWord(issue.input, issue.values.map(String))
  if (issue.code === 'invalid_type') return wrongType(issue.expected, issue.input)
  if (issue.code === 'too_small') return tooSmall(issue.origin, Number(issue.minimum))
  if (issue.code === 'too_big') return `may not be ${sized(issue.origin, 'more than', Number(issue.maximum))}`
  return 'is not valid here'
}

/** Where an issue belongs in the file, and what it says there. An unknown key stands at its own place. */
export function toPlaces(issue: Issue): readonly { path: Path; part: 'key' | 'value'; message: string }[] {
  if (issue.code === 'unrecognized_keys') {
    const messages = issue.message.split(SEPARATOR)
    return issue.keys.map((key, index) => ({ path: [...issue.path, key], part: 'key', message: messages[index] ?? '' }))
  }
  const said = issue.path.length === 0 ? 'the policy' : quote(issue.path.findLast((step) => typeof step === 'string'))
  const part = issue.code === 'invalid_key' ? 'key' : 'value'
  return [{ path: issue.path, part, message: part === 'key' ? issue.message : `${said} ${issue.message}` }]
}

const quote = (value: unknown) => JSON.stringify(String(value).slice(0, 80))

const knownKeys = (schema: unknown) => (schema instanceof z.ZodObject ? Object.keys(schema.shape) : [])

const unknownKeys = (keys: readonly string[], known: readonly string[]) =>
  keys.map((key) => `unknown key ${quote(key)}${didYouMean(key, known) || `; known here: ${known.join(', ')}`}`)

function wrongWord(input: unknown, known: readonly string[]): string {
  const meant = typeof input === 'string' ? didYouMean(input, known) : ''
  return `may not be ${quote(input)}${meant || `; use one of: ${known.join(', ')}`}`
}

function wrongType(expected: string, input: unknown): string {
  const wanted = WANTED[expected] ?? expected
  const hint = expected === 'string' && typeof input !== 'object' ? `: put ${String(input)} in quotes` : ''
  return `needs ${wanted}, not ${Array.isArray(input) ? 'a list' : (WANTED[typeof input] ?? typeof input)}${hint}`
}

const WANTED: Record<string, string> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'keys with values',
  record: 'keys with values',
}

function tooSmall(origin: string, minimum: number): string {
  if (minimum === 1 && (origin === 'array' || origin === 'string')) return 'may not be empty'
  return `may not be ${sized(origin, 'less than', minimum)}`
}

const UNIT: Record<string, string> = { array: ' entries', string: ' characters' }

const sized = (origin: string, than: string, limit: number) => `${than} ${limit}${UNIT[origin] ?? ''}`
