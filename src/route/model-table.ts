import type { Choice, ModelTable } from '../terms/destination.ts'

/** The list for a model that was asked for: its exact name's, else that of the longest prefix it starts with; null for none. */
export function choicesFor(table: ModelTable, asked: string): readonly Choice[] | null {
  const exact = table.find(({ name }) => name === asked && !name.endsWith('*'))
  if (exact !== undefined) return exact.choices
  let best: ModelTable[number] | null = null
  for (const entry of table) {
    const matches = entry.name.endsWith('*') && asked.startsWith(entry.name.slice(0, -1))
    if (matches && (best === null || entry.name.length > best.name.length)) best = entry
  }
  return best?.choices ?? null
}
