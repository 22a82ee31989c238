import { useRef } from 'preact/hooks'
import { useKeys } from '../lib/keys.ts'

const KEYS = [
  ['/', 'Add a filter'],
  ['j  k', 'Next and previous row'],
  ['Enter', 'Open the row'],
  ['l', 'Live tail on and off'],
  ['u', 'Back to the list'],
] as const

/** All keys, on `?`. */
export function KeyHelp({ places }: { readonly places: readonly { readonly key: string; readonly says: string }[] }) {
  const dialog = useRef<HTMLDialogElement>(null)
  useKeys({ '?': () => dialog.current?.showModal() })
  return (
    <>
      <button type="button" class="plain" onClick={() => dialog.current?.showModal()}>
        Keys <kbd>?</kbd>
      </button>
      <dialog ref={dialog} aria-labelledby="keys-title">
        <form method="dialog">
          <h2 id="keys-title">Keys</h2>
          <dl class="pairs keys">
            {[...places.map(({ key, says }) => [`g ${key}`, says] as const), ...KEYS].map(([key, says]) => (
              <div key={key}>
                <dt>
                  <kbd>{key}</kbd>
                </dt>
                <dd>{says}</dd>
              </div>
            ))}
          </dl>
          <button type="submit">Close</button>
        </form>
      </dialog>
    </>
  )
}
