import type { ModelTable } from '../terms/destination.ts'

/**
 * The names that can be asked for and are known: the table's own, and those of local models where the table takes a name as it is.
 * What a cloud would make of a name is not known here. Sorted, each once.
 */
export function listedModels(table: ModelTable, served: readonly string[]): readonly string[] {
  const names = table.flatMap(({ name, choices }) => {
    if (!name.endsWith('*')) return [name]
    const takesAny = choices.some(({ model }) => model === '*')
    return takesAny ? served.filter((model) => model.startsWith(name.slice(0, -1))) : []
  })
  return [...new Set(names)].sort()
}
