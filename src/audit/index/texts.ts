import type { DatabaseSync } from 'node:sqlite'

/** The text of a word. */
export type TextOf = (id: number) => string

/** Reads words, each once. */
export function textsOf(db: DatabaseSync): TextOf {
  const known = new Map<number, string>()
  const find = db.prepare('SELECT text FROM words WHERE id = ?')
  return (id) => {
    const text = known.get(id) ?? String(find.get(id)?.['text'])
    known.set(id, text)
    return text
  }
}
