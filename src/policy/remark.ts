/** Something to say about one place in a policy file. Lines and columns count from 1. */
export type Remark = { readonly line: number; readonly column: number; readonly message: string }

/** `file:line:col: message`, the form that editors and terminals turn into a link. */
export function toText(file: string, { line, column, message }: Remark): string {
  return `${file}:${line}:${column}: ${message}`
}

/** As text, in the order of the file, each said once. */
export function toTexts(file: string, remarks: readonly Remark[]): readonly string[] {
  const sorted = remarks.toSorted((one, other) => one.line - other.line || one.column - other.column)
  return [...new Set(sorted.map((remark) => toText(file, remark)))]
}

/** A policy that may not be used, with everything that is wrong with it. */
export class PolicyError extends Error {
  override readonly name = 'PolicyError'
  /** Each as `file:line:col: message`. Never empty. */
  readonly problems: readonly string[]

  constructor(file: string, remarks: readonly Remark[]) {
    const problems = toTexts(file, remarks)
    super(problems.join('\n'))
    this.problems = problems
  }
}
