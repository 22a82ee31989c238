/** A download of what a list shows. */
import type { Ask } from '../audit/index/answer.ts'
import { cutNote, MOST_EXPORTED, ROW_FORMATS } from '../audit/index/export-rows.ts'
import type { Chunk, ExportQuestion, ExportSize, RowFormat } from '../audit/index/export-rows.ts'
import { BadQuestion } from '../audit/index/filter.ts'
import type { IndexDesk } from '../audit/index/index-desk.ts'
import type { AdminAnswer } from '../serve/admin-operations.ts'

/** Rows that are made at a time: memory is bounded by a few of these. */
const CHUNK = 1_000

const TYPES: Readonly<Record<RowFormat, string>> = { csv: 'text/csv; charset=utf-8', jsonl: 'application/jsonl' }

/** Throws BadQuestion. */
export function toFormat(written = 'csv'): RowFormat {
  const found = ROW_FORMATS.find((format) => format === written)
  if (found === undefined) throw new BadQuestion('format', `format is one of ${ROW_FORMATS.join(', ')}`)
  return found
}

/** The file, of so many rows as were counted before; a note at its end says that there are more. */
export function exportFile(
  index: IndexDesk,
  question: ExportQuestion,
  size: ExportSize,
  format: RowFormat,
  now: number,
): AdminAnswer {
  const day = new Date(now).toISOString().slice(0, 10)
  const name = `requests-${day}${size.isCut ? `-first-${String(MOST_EXPORTED)}` : ''}.${format}`
  return { kind: 'file', name, type: TYPES[format], chunks: chunksOf(index, question, size, format) }
}

async function* chunksOf(index: IndexDesk, question: ExportQuestion, size: ExportSize, format: RowFormat) {
  let left = size.rows
  let after: Chunk['last'] = null
  do {
    const ask: Ask = { what: 'export-chunk', ...question, format, head: size.head, after, limit: Math.min(CHUNK, Math.max(1, left)) } // prettier-ignore
    const { body } = await index.ask(ask)
    const chunk = body as unknown as Chunk
    yield chunk.text
    left -= chunk.rows
    after = chunk.last
  } while (after !== null && left > 0)
  if (size.isCut) yield cutNote(format)
}
