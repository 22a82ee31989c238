/** All values of a header, from raw header pairs (`[name, value, …]`, as Node gives them). `name` is in lower case. */
export const valuesOf = (rawHeaders: readonly string[], name: string): readonly string[] =>
  rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === name)

/** The value of a header; null when there is none, or more than one. */
export function onlyValueOf(rawHeaders: readonly string[], name: string): string | null {
  const values = valuesOf(rawHeaders, name)
  return values.length === 1 ? (values[0] ?? null) : null
}
