import { useState } from 'preact/hooks'

/** Copies a text, and says so. */
export function Copy({ text, says }: { readonly text: string; readonly says: string }) {
  const [done, setDone] = useState<string | null>(null)
  const tell = (word: string) => {
    setDone(word)
    setTimeout(() => setDone(null), 1_500)
  }
  return (
    <button
      type="button"
      class="plain no-print"
      onClick={() =>
        // where the page did not come by https, or from this machine, there is no clipboard at all
        Promise.resolve()
          .then(() => navigator.clipboard.writeText(text))
          .then(
            () => tell('Copied'),
            () => tell('The browser does not allow it'),
          )
      }
    >
      <span aria-live="polite">{done ?? says}</span>
    </button>
  )
}
