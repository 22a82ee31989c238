/** Something to say about one place in a policy file. Lines and columns count from 1. */
export type Remark = { readonly line: number; readonly column: number; readonly message: string }

/** `file:line:col: message`, the form that editors and terminals turn into a link. */
export function toText(file: string, { line, column, message }: Remark): string {
  return `${file}:${line}:${column}: ${message}`
}

/** As text, in the order of the file, each said once. */
export function toTexts(file: string, remarks: readonly Remark[]): readonly string[] {
  return inOrder(remarks).map((remark) => toText(file, remark))
}

/** In the order of the file, each said once. */
export function inOrder<T extends Remark>(remarks: readonly T[]): readonly T[] {
  const sorted = remarks.toSorted((one, other) => one.line - other.line || one.column - other.column)
  const said = new Map(sorted.map((remark) => [toText('', remark), remark]))
  return [...said.values()]
}

/** A policy that may not be used, with everything that is wrong with it. */
export class PolicyError extends Error {
  override readonly name = 'PolicyError'
  readonly file: string
  /** Each as `file:line:col: message`. Never empty. */
  readonly problems: readonly string[]
  /** The same, in the order of the file. */
  readonly remarks: readonly Remark[]

  constructor(file: string, remarks: readonly Remark[]) {
    const problems = toTexts(file, remarks)
    super(problems.join('\n'))
    this.file = file
    this.problems = problems
    this.remarks = inOrder(remarks)
  }
}
