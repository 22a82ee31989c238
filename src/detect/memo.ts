type Made<T> = { readonly text: string; readonly made: T }

/**
 * Remembers what was made of the last two texts, as many detectors ask the same of a text and of its path one after the other.
 * Nothing is kept of a text once `forgetTexts` was called.
 */
export function ofLastText<T>(make: (text: string) => T): (text: string) => T {
  let last: Made<T> | null = null
  let other: Made<T> | null = null
  FORGETS.push(() => {
    last = null
    other = null
  })
  return (text) => {
    if (last?.text === text) return last.made
    const found = other?.text === text ? other : { text, made: make(text) }
    other = last
    last = found
    return found.made
  }
}

const FORGETS: (() => void)[] = []

/** Has something done whenever texts are forgotten. */
export const onForget = (forget: () => void): void => void FORGETS.push(forget)

/** Lets go of the last texts. Whoever hands texts to detectors calls this in the end. */
export function forgetTexts(): void {
  for (const forget of FORGETS) forget()
}
