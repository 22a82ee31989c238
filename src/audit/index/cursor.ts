import { createHash } from 'node:crypto'
import type { ReadScope } from '../../terms/reading.ts'
import { BadQuestion } from './filter.ts'
import type { Filter } from './filter.ts'

/** The row that a page ended with. */
export type Place = { readonly time: number; readonly seq: number }

/**
 * A place as a text that means nothing to anybody else. It is tied to its question and to what may be read, so that a page never goes on
 * with another question; it gives no right: whoever shows it is asked again what they may read.
 */
export function writeCursor({ time, seq }: Place, filter: Filter, scope: ReadScope): string {
  return Buffer.from(`${String(time)}.${String(seq)}.${tieOf(filter, scope)}`).toString('base64url')
}

/** Throws BadQuestion, always with the same words, for what is no cursor of this question. */
export function readCursor(text: string, filter: Filter, scope: ReadScope): Place {
  const plain = text.length <= 128 ? Buffer.from(text, 'base64url').toString('latin1') : ''
  const [, time, seq, tie] = /^(-?\d{1,15})\.(\d{1,15})\.([\w-]{22})$/.exec(plain) ?? []
  if (time === undefined || seq === undefined || tie !== tieOf(filter, scope))
    throw new BadQuestion('after', 'after is not a cursor that a page of this question gave')
  return { time: Number(time), seq: Number(seq) }
}

/** Not to the times: "the last seven days" is another time at each page. */
function tieOf({ named }: Filter, scope: ReadScope): string {
  const question = JSON.stringify([Object.entries(named).sort(), scope])
  return createHash('sha256').update(question).digest().subarray(0, 16).toString('base64url')
}
