/**
 * Values that may be used and never shown. Printing, logging or serialising one of these shows nothing, because the values
 * are in a private field.
 */
export class Secrets {
  readonly #values: ReadonlyMap<string, string>

  constructor(values: ReadonlyMap<string, string>) {
    this.#values = new Map(values)
  }

  /** These and some more. */
  and(more: ReadonlyMap<string, string>): Secrets {
    return new Secrets(new Map([...this.#values, ...more]))
  }

  /** The value of an environment variable that the configuration names; null for none. Throws for one that it does not name. */
  of(variable: string | null): string | null {
    if (variable === null) return null
    const value = this.#values.get(variable)
    if (value === undefined) throw new Error(`the configuration does not name ${variable}`)
    return value
  }
}
