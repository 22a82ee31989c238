/** Something to say about one place in a configuration file. Lines and columns count from 1. */
export type Remark = { readonly line: number; readonly column: number; readonly message: string }

/** As `file:line:col: message`, in the order of the file, each said once. */
export function toTexts(file: string, remarks: readonly Remark[]): readonly string[] {
  const sorted = remarks.toSorted((one, other) => one.line - other.line || one.column - other.column)
  return [...new Set(sorted.map(({ line, column, message }) => `${file}:${line}:${column}: ${message}`))]
}

/** A configuration that may not be started with, and everything that is wrong with it. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  /** Each as `file:line:col: message`. Never empty. No value of a secret is in it. */
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(problems.join('\n'))
    this.problems = problems
  }
}
