import { createReadStream } from 'node:fs'
import { filesAt } from './detect-files.ts'
import { UsageError } from './io.ts'
import type { Io } from './io.ts'
import { linesOf } from './line-reader.ts'

/** How texts are cut out of what is read: all of a file, an object with a `text` on each line, or each line. */
export type Form = 'whole' | 'jsonl' | 'lines'

/** A text to look at, or why it cannot be; and how many bytes were read for it. */
export type Item = {
  readonly id: unknown
  readonly text: string | null
  readonly why: string | null
  readonly bytes: number
}

/** Bytes of one text. A longer one could be looked at only in parts, and what lies over their borders would be missed. */
export const MAX_TEXT = 32 * 1024 * 1024

/** Texts from files and folders, or from standard input where there are none, in order. Holds one text at a time. */
export async function* textsOf(paths: readonly string[], form: Form, io: Pick<Io, 'stdin' | 'err'>) {
  if (paths.length === 0) return yield* textsIn('-', io.stdin, { form, isNamed: true, leave: () => {} })
  for await (const place of filesAt(paths)) {
    const leave = (why: string) => io.err(`${place.path}: left out: ${why}\n`)
    if (place.kind === 'unreadable') yield unreadable(place.path)
    else if (place.kind === 'left_out') leave(place.why)
    else if (form === 'jsonl' && !place.isNamed && !/\.(?:jsonl|ndjson)$/.test(place.path))
      leave('it is no .jsonl file')
    else yield* textsInFile(place.path, { form, isNamed: place.isNamed, leave })
  }
}

type Reading = {
  readonly form: Form
  /** True for what was asked for by its own name, and so is no binary file by chance. */
  readonly isNamed: boolean
  readonly leave: (why: string) => void
}

/** In a folder, one file that cannot be read does not keep the others from being looked at. */
async function* textsInFile(path: string, reading: Reading): AsyncGenerator<Item> {
  try {
    yield* textsIn(path, createReadStream(path), reading)
  } catch (cause) {
    if (reading.isNamed || cause instanceof UsageError) throw cause
    yield unreadable(path)
  }
}

async function* textsIn(name: string, chunks: AsyncIterable<Uint8Array>, reading: Reading): AsyncGenerator<Item> {
  if (reading.form === 'whole') return yield* wholeText(name, chunks, reading)
  for await (const { number, bytes } of linesOf(chunks, MAX_TEXT)) {
    const at = `${name}:${String(number)}`
    if (bytes === null) yield tooLong(reading.form === 'lines' ? at : number)
    else if (reading.form === 'lines') yield itemOf(at, bytes)
    else if (bytes.some((byte) => byte > 32)) yield { ...objectIn(bytes, at, number), bytes: bytes.length + 1 }
  }
}

async function* wholeText(name: string, chunks: AsyncIterable<Uint8Array>, reading: Reading): AsyncGenerator<Item> {
  const parts: Uint8Array[] = []
  let length = 0
  for await (const chunk of chunks) {
    if (length === 0 && !reading.isNamed && isBinary(chunk)) return reading.leave('it is binary')
    length += chunk.length
    if (length > MAX_TEXT) return yield tooLong(name)
    parts.push(chunk)
  }
  const bytes = Buffer.concat(parts)
  const item = itemOf(name, bytes, encodingOf(bytes))
  if (item.text === null && reading.isNamed) throw new UsageError(`${name}: this is not text in UTF-8`)
  yield item
}

/** The first piece of a file that is no text has a zero in it; UTF-16, which has some too, says so at its beginning. */
const isBinary = (chunk: Uint8Array): boolean => chunk.subarray(0, 8_192).includes(0) && encodingOf(chunk) === 'utf-8'

function encodingOf([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8'
}

const tooLong = (id: unknown): Item => ({ id, text: null, why: 'overloaded', bytes: 0 })
const unreadable = (id: unknown, bytes = 0): Item => ({ id, text: null, why: 'unreadable', bytes })

function itemOf(id: unknown, bytes: Uint8Array, encoding = 'utf-8'): Item {
  try {
    const text = new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes)
    return { id, text, why: null, bytes: bytes.length }
  } catch {
    return unreadable(id, bytes.length)
  }
}

/** A line of JSON Lines. One without an `id` gets its number. Says where it is wrong, and never what it holds. */
function objectIn(bytes: Uint8Array, at: string, number: number): Omit<Item, 'bytes'> {
  const { text } = itemOf(at, bytes)
  if (text === null) throw new UsageError(`${at}: this is not text in UTF-8`)
  const value = parse(text, at)
  if (typeof value !== 'object' || value === null || !('text' in value) || typeof value.text !== 'string')
    throw new UsageError(`${at}: a line needs a "text" that is a string`)
  return { id: 'id' in value ? value.id : number, text: value.text, why: null }
}

function parse(line: string, at: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    throw new UsageError(`${at}: this is not JSON`)
  }
}
